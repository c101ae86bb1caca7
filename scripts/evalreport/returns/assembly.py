"""The report as Word with the anchors by which its edits come home."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evalreport.assemble.report import ChapterSource, assemble_docx
from evalreport.chapters.tracing import Trace
from evalreport.files.errors import BadInput
from evalreport.returns.anchors import anchor_report, chapters_with_blocks, marked_chapters


def assemble_for_return(
    sources: Sequence[ChapterSource],
    traces: Sequence[Path],
    report: Mapping[str, str],
    figures: Path,
    metadata: Mapping[str, object],
    templates: Path,
    path: Path,
    reference: Path | None,
) -> None:
    """Write the report as `assemble_docx` does, with anchors.

    traces: files that tell where the signs of the chapters come from; report: its evaluation and edition. Raises BadInput with the
    chapters' own names: what is put together are copies with marks.
    """
    texts = {source.path.stem: source.path.read_text(encoding="utf-8") for source in sources}
    read = {trace.name.partition(".")[0]: json.loads(trace.read_text(encoding="utf-8")) for trace in traces}
    traced = {name: content and Trace.from_dict(content) for name, content in read.items()}
    chapters = chapters_with_blocks(texts, traced)
    with tempfile.TemporaryDirectory() as folder:
        marked = marked_chapters(chapters, Path(folder))
        own = [replace(source, path=marked.get(source.path.stem, source.path)) for source in sources]
        try:
            assemble_docx(own, figures, metadata, templates, path, reference, measured=sources)
        except BadInput as error:
            names = {str(each.path): str(source.path) for each, source in zip(own, sources, strict=True)}
            raise BadInput(replace(each, file=names.get(each.file, each.file)) for each in error.problems) from None
    anchor_report(path, chapters, report)

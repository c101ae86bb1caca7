"""The outputs beside report.docx and report.pdf: a line here is a target of Snakemake and a file in the edition's folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evalreport.exhibits.evidence import Evidence
from evalreport.files.errors import BadInput, Problem


@dataclass(frozen=True)
class Material:
    """What every output is made from: the report's blocks as HTML, the title page's words, the protected numbers, the figures.

    blocks: path of the file that `gather_blocks` writes; evidence: exhibit -> its protected numbers; figures: folder of
    <exhibit>.svg and .png; templates: the shared templates; deck: what an output of slides shows (`Project.deck`), with the file of claims.
    """

    blocks: Path
    metadata: Mapping[str, Any]
    evidence: Mapping[str, Evidence]
    figures: Path
    templates: Path
    deck: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Output:
    """One output: its target (`snakemake html`), its file, what it is, and the module-level function that writes it."""

    target: str
    file: str
    docstring: str
    writer: str  # module:function; loaded by the job alone, so that reading the workflow loads none of their libraries
    template_folder: str = ""  # of report_templates/shared, where it has one
    slides: bool = False  # it shows the slides of the edition, with findings, and is made where the edition names some

    def write(self, material: Material, path: Path) -> None:
        """Write the file, whole or not at all."""
        from importlib import import_module

        module, _, function = self.writer.partition(":")
        made: Callable[[Material, Path], None] = getattr(import_module(module), function)
        made(material, path)


OUTPUTS: tuple[Output, ...] = (
    Output("tables", "tables.xlsx", "The workbook is ready", "evalreport.outputs.workbook:write_tables"),
    Output("html", "report.html", "The web page is ready", "evalreport.outputs.web_page:write_page", "web"),
    Output(
        "slides", "slides.pptx", "The slides are ready", "evalreport.outputs.slides.deck:write_slides", "slides", True
    ),
)


def output(target: str, outputs: Sequence[Output] = OUTPUTS) -> Output:
    """The output of a target; raises BadInput that lists them for one that is not there."""
    for each in outputs:
        if each.target == target:
            return each
    known = ", ".join(each.target for each in outputs)
    raise BadInput([Problem("outputs", target, "is no output", f"One of {known}")])

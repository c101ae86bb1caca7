"""The page that shows what an edited file changes: one HTML file that works offline, fetches nothing and runs no script."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evalreport.returns.changes import CONFIRM, CONFLICT, DONE, LISTED, READY, Change
from evalreport.returns.home import Returned
from evalreport.words.catalogue import counted_word, language_tag, word

ORDER = (READY, CONFIRM, CONFLICT, LISTED, DONE)


def take_in_page(
    changes: Sequence[Change], wanted: Sequence[Change], returned: Sequence[Returned], language: str, templates: Path
) -> str:
    """The page; templates: the folder with page.html.jinja and page.css. Texts of the file are escaped by Jinja."""
    style = Markup((templates / "page.css").read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja").render(
        language=language_tag(language),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=style,
        files=[(each.name, each.base.build) for each in returned],
        parts=[(status, [change for change in changes if change.status == status]) for status in ORDER],
        wanted={change.number for change in wanted},
        w=lambda key: word(f"take_in_{key}", language),
        counted=lambda key, n: counted_word(f"take_in_{key}", n, language).format(n=n),
    )

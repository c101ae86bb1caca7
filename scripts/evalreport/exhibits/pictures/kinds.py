"""The kind of exhibits that are a picture of the team's own."""

from collections.abc import Iterator

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Found, Ground, Kind, Needs
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.view import PICTURE, View
from evalreport.files.pictures import BadPicture, read_picture
from evalreport.markdown.grid import Grid, escape


def _problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """A picture that is not there or cannot be printed, and one that says nothing to those who do not see it."""
    if exhibit.file:
        try:
            read_picture(ground.evaluation.folder / exhibit.file)
        except BadPicture as error:
            yield from error.found
    if not exhibit.alt:
        yield "kind picture without `alt`", "Say in words what the picture shows: nobody but its author can"


def _view(exhibit: Exhibit, ground: Ground) -> View:
    return view_for(exhibit, ground.evaluation, "text", (), (), display=PICTURE)


def _caption(evidence: Evidence) -> Grid:
    """There are no numbers behind it: the caption alone."""
    return Grid((escape(evidence.view.title),), ())


KINDS = (
    Kind(
        "picture",
        ("file",),
        lambda exhibit: Needs(),
        _view,
        _caption,
        lambda evidence: [],
        required=("file",),
        problems=_problems,
        limited=lambda exhibit, scope: exhibit,
        tested=lambda exhibit: False,
        limits=lambda exhibit, cell, base: (0, 0),
        usual_test="none",
        own_form=True,
    ),
)

"""An exhibit as a reader sees it, by its kind: the table, and the note under it."""

from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.registry import KINDS
from evalreport.markdown.grid import Grid


def grid_of(evidence: Evidence) -> Grid:
    """The table of an exhibit: which numbers stand in which row and column, as text in the report's language."""
    return KINDS[evidence.view.kind].grid(evidence)


def note(evidence: Evidence, values_note: str = "") -> str:
    """The whole note of an exhibit: the plan's, what its kind says, where the values come from; "" for nothing to say."""
    parts = [evidence.view.note, *KINDS[evidence.view.kind].note(evidence), values_note]
    return " ".join(part.strip() for part in parts if part and part.strip())

"""The view of an exhibit, whatever its kind."""

from collections.abc import Mapping

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.exhibits.answers.view import view_of
from evalreport.exhibits.records.plan import RECORDED
from evalreport.exhibits.records.view import record_view
from evalreport.exhibits.register.plan import column_prefixes
from evalreport.exhibits.register.view import cleaning_view, flow_view, response_view, units_view
from evalreport.exhibits.survival.statements import Statement
from evalreport.exhibits.survival.view import survival_view
from evalreport.exhibits.view import View
from evalreport.exhibits.weights.plan import KINDS
from evalreport.exhibits.weights.view import weighting_view


def exhibit_view(
    exhibit: Exhibit,
    evaluation: Evaluation,
    edition: Edition,
    codebooks: Mapping[str, Codebook],
    statements: Mapping[str, tuple[Statement, ...]],
) -> View:
    """The view of an exhibit whose plan has been checked, by its kind; statements: exhibit of kind survival -> its own."""
    if exhibit.kind in RECORDED:
        return record_view(exhibit, evaluation)
    if exhibit.kind == "survival":
        return survival_view(exhibit, evaluation, statements[exhibit.id])
    if exhibit.kind == "response":
        return response_view(exhibit, evaluation, codebooks, column_prefixes(exhibit, evaluation, edition))
    if exhibit.kind == "cleaning":
        return cleaning_view(exhibit, evaluation)
    if exhibit.kind in KINDS:
        return weighting_view(exhibit, evaluation)
    if exhibit.kind in ("flow", "units"):
        return flow_view(exhibit, evaluation) if exhibit.kind == "flow" else units_view(exhibit, evaluation, codebooks)
    return view_of(exhibit, evaluation, codebooks)

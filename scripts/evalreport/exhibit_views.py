"""The view of an exhibit, whatever its kind."""

from collections.abc import Mapping

from evalreport.codebook import Codebook
from evalreport.evaluation import Edition, Evaluation, Exhibit
from evalreport.records.plan import RECORDED
from evalreport.records.views import record_view
from evalreport.register_views import cleaning_view, response_view
from evalreport.response_plan import column_prefixes
from evalreport.survival import Statement
from evalreport.survival_views import survival_view
from evalreport.view import View
from evalreport.views import view_of
from evalreport.weight_views import flow_view, units_view, weighting_view
from evalreport.weighting_plan import KINDS


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

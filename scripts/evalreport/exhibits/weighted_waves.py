"""Exhibits whose weights leave out a wave that they show: that wave would have no numbers, and a total would silently be the other's."""

from collections.abc import Iterator

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.breaks import shown_groups, waves_of
from evalreport.exhibits.kind import Found, Ground
from evalreport.files.estimates import TOTAL


def unweighted(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Waves that the scheme lacks."""
    evaluation, book = ground.evaluation, ground.codebooks[exhibit.instrument]
    scheme = evaluation.weighting.get(exhibit.weights)
    if scheme is None or scheme["instrument"] != exhibit.instrument:
        return
    shown = waves_shown(exhibit, evaluation, book)
    missing = [wave for wave in shown if wave not in scheme["waves"]]
    if missing:
        known = [wave for wave in shown if wave in scheme["waves"]]
        limit = f"show {', '.join(known)} only (where: {{wave: [...]}} or other groups)" if known else "weights: none"
        yield (
            f"it shows {', '.join(missing)}, which the weighting scheme {exhibit.weights!r} does not weight",
            f"Add the wave to the scheme, or {limit}",
        )


def waves_shown(exhibit: Exhibit, evaluation: Evaluation, book: Codebook) -> list[str]:
    """The waves whose answers an exhibit shows or compares, in the order of the instrument."""
    groups = {group for family in exhibit.test_groups for group in family}
    groups |= {group for each in exhibit.contrasts for group in (*each["plus"], *each["minus"])}
    if not exhibit.contrasts:
        groups |= {group for grouping in exhibit.by for group in shown_groups(exhibit, evaluation, grouping)}
    conditions = [evaluation.group(group).where for group in groups if group != TOTAL]
    if exhibit.total or not groups:
        conditions.append({})
    found = {wave for where in conditions for wave in waves_of(exhibit, evaluation, where)}
    asked = {wave for variable in items_of(exhibit, book) for wave in found if variable.asked_in(wave)}
    return [wave for wave in evaluation.instruments[exhibit.instrument].waves if wave in asked]

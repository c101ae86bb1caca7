"""The kinds of exhibits of what respondents answered."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import variables_in
from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.answers.across import across_problems, distribution_grid
from evalreport.exhibits.answers.correlations import (
    correlation_grid,
    correlation_notes,
    correlation_problems,
    correlation_view,
)
from evalreport.exhibits.answers.joined import JOINED
from evalreport.exhibits.answers.models import model_defaults, model_grid, model_note, model_problems, model_view
from evalreport.exhibits.answers.note import (
    box_note,
    change_marks,
    change_notes,
    difference_note,
    histogram_note,
    kappa_note,
    nps_notes,
)
from evalreport.exhibits.answers.open_answers import OPEN_ANSWERS
from evalreport.exhibits.answers.paired import paired_grid, paired_note, paired_problems, paired_scope, paired_settings
from evalreport.exhibits.answers.plan import (
    answer_problems,
    base_problems,
    box_problems,
    change_problems,
    collapse_problems,
    contrast_problems,
    counted_problems,
    histogram_problems,
    kappa_problems,
    known_categories,
    mean_problems,
    named_problems,
    nps_problems,
    number_problems,
    rank_problems,
    simple_test_problems,
    stated_problems,
    tested_problems,
    total_problems,
)
from evalreport.exhibits.answers.precision import asked_problems
from evalreport.exhibits.answers.scores import NPS
from evalreport.exhibits.answers.table import change_grid, difference_grid, item_grid, nps_grid, quantile_grid
from evalreport.exhibits.answers.view import (
    answer_settings,
    answers_view,
    bin_settings,
    change_settings,
    contrast_panel,
    kappa_settings,
    nps_settings,
    quantile_settings,
    scale_settings,
    share_settings,
)
from evalreport.exhibits.beside import beside_problems
from evalreport.exhibits.cells import answer_rows, count_rows, framed
from evalreport.exhibits.kind import ANSWERED, Found, Ground, Kind, no_problems
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.panels import panel_params
from evalreport.exhibits.plan.conditions import (
    instrument_problems,
    question_problems,
    sampled_needs,
    sampling_problems,
)
from evalreport.exhibits.plan.designs import replicate_weight_problems
from evalreport.exhibits.plan.imputations import imputed_of, imputed_problems
from evalreport.exhibits.view import View
from evalreport.exhibits.weighted_waves import unweighted
from evalreport.files.estimates import FIRST, SECOND

ITEMS = ("instrument", "variables", "battery", "by", "groups", "total", "base", "weights", "design")
TESTED = ("test", "test_groups", "across_break")
DRAWN = ("bars", "stacked", "trend")
Settings = Callable[[Exhibit, Codebook, str], dict[str, Any]]


def _kind(
    name: str,
    statistic: str,
    *keys: str,
    by_answers: bool = False,
    based: Callable[[Exhibit], bool] = lambda exhibit: bool(exhibit.counted),
    intervals: tuple[str, ...] = (),
    asks: Callable[[Exhibit, Ground], Iterable[Found]] = no_problems,
    settings: Settings = lambda exhibit, book, language: {},
    **own: Any,
) -> Kind:
    """A kind that is estimated from the answers to questions; statistic: what its numbers are.

    by_answers: it counts answers, so its variables must have some; based: whether it heeds a `base` besides answered; intervals:
    displays in which it shows them if asked for; asks: what is wrong with questions that the codebook knows; settings: what its
    view has besides.
    """

    def problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
        yield from sampling_problems(exhibit, ground)
        yield from _replicate_problems(exhibit, ground)
        yield from asked_problems(exhibit)
        yield from stated_problems(exhibit) if exhibit.stated is not None else ()
        yield from beside_problems(exhibit)
        if exhibit.intervals and exhibit.display not in intervals:
            found = f"intervals in an exhibit of kind {name} with display: {exhibit.display}"
            yield found, "Only figures of shares and means (bars, stacked, trend), and tables of means, show them"
        unknown = [*instrument_problems(exhibit, ground)] or [*question_problems(exhibit, ground)]
        yield from unknown
        if not unknown:
            book = ground.codebooks[exhibit.instrument]
            yield from asks(exhibit, ground)
            yield from imputed_problems(exhibit, ground)
            yield from rank_problems(exhibit, book) if exhibit.test == "rank" else ()
            yield from base_problems(exhibit, by_answers or based(exhibit))
            yield from named_problems(exhibit, book)
            yield from simple_test_problems(exhibit, book)
            yield from answer_problems(exhibit, book, by_answers)
            yield from collapse_problems(exhibit, book) if exhibit.collapse else ()

    def view(exhibit: Exhibit, ground: Ground) -> View:
        book = ground.codebooks[exhibit.instrument]
        return answers_view(exhibit, ground, statistic, **settings(exhibit, book, ground.evaluation.language))

    face: dict[str, Any] = {
        "needs": sampled_needs,
        "inputs": _inputs,
        "problems": problems,
        "edition_problems": unweighted,
        "compares": _compared,
        "limited": lambda exhibit, scope: scope.unknown(exhibit) or scope.grouped(scope.questions(exhibit)),
        "used": _used,
        "defaults": _defaults,
        "view": view,
        "grid": item_grid,
        "by_answers": by_answers,
        "respondents": lambda exhibit: ANSWERED,
    }
    return Kind(name, (*ITEMS, *keys), **face | own)


def _compared(exhibit: Exhibit, ground: Ground) -> dict[str, Exhibit]:
    """Label of an item -> an exhibit of that item alone, where the groups are compared."""
    items = items_of(exhibit, ground.codebooks[exhibit.instrument]) if exhibit.test != "none" else ()
    return {v.label(ground.evaluation.language): replace(exhibit, variables=(v.name,), battery="") for v in items}


def _inputs(exhibit: Exhibit, ground: Ground) -> dict[str, Any]:
    """The groups, and the completed columns of what was imputed."""
    imputed = imputed_of(exhibit, ground)
    panels = panel_params(exhibit, ground.evaluation)
    return {"panels": panels} | (
        {"imputed": {name: list(columns) for name, columns in imputed.items()}} if imputed else {}
    )


def _replicate_problems(exhibit: Exhibit, ground: Ground) -> Iterable[Found]:
    design = ground.evaluation.designs.get(exhibit.design, {})
    return replicate_weight_problems(design, ground.evaluation.weighting.get(exhibit.weights))


def _used(exhibit: Exhibit, ground: Ground) -> set[str]:
    items = items_of(exhibit, ground.codebooks[exhibit.instrument])
    return {
        *(variable.name for variable in items),
        *variables_in(exhibit.where),
        exhibit.denominator,
        exhibit.compared_with,
        exhibit.person,
    }


def _defaults(data: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation's weights and design where they are made for the instrument."""
    known = {"weights": evaluation.weighting, "design": evaluation.designs}
    return {
        key: name
        for key, name in evaluation.analysis_defaults.items()
        if known[key].get(name, {}).get("instrument") == data.get("instrument")
    }


def _model_defaults(data: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    return _defaults(data, evaluation) | model_defaults(data, evaluation)


def _model_variables(exhibit: Exhibit, ground: Ground) -> set[str]:
    return _used(exhibit, ground) | {each["variable"] for each in exhibit.covariates}


def _contrast_view(exhibit: Exhibit, ground: Ground) -> View:
    statistic = "share_difference" if exhibit.counted else "difference"
    return answers_view(exhibit, ground, statistic, panels=contrast_panel(exhibit))


def _paired_view(exhibit: Exhibit, ground: Ground) -> View:
    statistic = "paired_share" if exhibit.counted else "paired_mean"
    return answers_view(exhibit, ground, statistic, **paired_settings(exhibit, ground.evaluation))


def _distribution_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    yield from tested_problems(exhibit, ground)
    book = ground.codebooks[exhibit.instrument]
    yield from across_problems(
        exhibit, [known_categories(exhibit, variable, book) for variable in items_of(exhibit, book)]
    )


KINDS = (
    _kind(
        "distribution", "share", *TESTED, "answers", "counts", "collapse", "categories", "scale", "positive_first", "intervals", "sort",
        displays=("table", *DRAWN), intervals=DRAWN, by_answers=True, settings=answer_settings,
        grid=distribution_grid, asks=_distribution_problems, usual_test="chi2",
    ),
    _kind(
        "share", "share", *TESTED, "counts", "stated", "pairwise", "precision", "collapse", "counted", "intervals", "sort",
        required=("counted",), displays=("table", *DRAWN), intervals=DRAWN, by_answers=True, settings=share_settings,
        asks=counted_problems, usual_test="chi2",
    ),
    _kind(
        "mean", "mean", *TESTED, "sd", "range", "stated", "pairwise", "precision", "intervals", "sort",
        displays=("table", *DRAWN), intervals=("table", *DRAWN), asks=mean_problems, settings=scale_settings,
        usual_test="t",
    ),
    _kind("total", "total", "precision", "collapse", "counted", "nonresponse", "sort", decimals=0, asks=total_problems, usual_test="none"),
    _kind("ratio", "ratio", "precision", "denominator", "sort", required=("denominator",), asks=number_problems, usual_test="none"),
    _kind(
        "quantile", "quantile", "quantiles",
        required=("quantiles",), displays=("table", "box"), asks=box_problems, settings=quantile_settings, grid=quantile_grid,
        usual_test="none", note=lambda evidence: usual_note(evidence, box_note(evidence)),
    ),
    _kind(
        "kappa", "kappa", "collapse", "compared_with", "sort", based=lambda exhibit: False,
        required=("compared_with",), decimals=2, asks=kappa_problems, settings=kappa_settings,
        note=lambda evidence: usual_note(evidence, kappa_note(evidence)),
    ),
    _kind(
        "change", "change", *TESTED, "collapse", "better", "worse",
        required=("better", "worse"), by_answers=True, asks=change_problems, settings=change_settings,
        tested=lambda exhibit: True,  # the net is
        usual_test="t",
        grid=change_grid, note=lambda evidence: usual_note(evidence, *change_notes(evidence)),
    ),
    _kind(
        "histogram", "share", *TESTED, "bins",
        required=("bins",), displays=("histogram", "table"), by_answers=True, asks=histogram_problems, settings=bin_settings,
        grid=lambda evidence: framed(evidence, answer_rows(evidence)), usual_test="chi2",
        note=lambda evidence: usual_note(evidence, histogram_note(evidence)),
    ),
    _kind(
        NPS, NPS, *TESTED, by_answers=True,
        asks=nps_problems, settings=nps_settings, usual_test="t", decimals=0,
        tested=lambda exhibit: True,
        grid=nps_grid, note=lambda evidence: usual_note(evidence, *nps_notes(evidence)),
    ),
    replace(
        _kind(
            "correlation", "correlation",
            intervals=("table",), asks=correlation_problems, tested=lambda exhibit: True, decimals=2,
            view=correlation_view, grid=correlation_grid,
            limited=lambda exhibit, scope: scope.unknown(exhibit) or scope.questions(exhibit),
            note=lambda evidence: usual_note(evidence, *correlation_notes(evidence)),
        ),
        keys=("instrument", "variables", "battery", "method", "weights", "design", "intervals"),
    ),
    _kind(
        "contrast", "", "collapse", "counted", "contrasts", "across_break",
        required=("contrasts",), asks=contrast_problems, tested=lambda exhibit: True, view=_contrast_view,
        grid=difference_grid, note=lambda evidence: usual_note(evidence, difference_note(evidence)),
    ),
    _kind(
        "paired_change", "", "collapse", "counted", "person", "waves", "across_break",
        required=("person", "waves"), asks=paired_problems, tested=lambda exhibit: True, view=_paired_view, limited=paired_scope,
        grid=paired_grid, note=lambda evidence: usual_note(evidence, paired_note(evidence, change_marks(evidence))),
        prefixes=("", FIRST, SECOND),
    ),
    _kind(
        "regression", "", "collapse", "counted", "covariates", "model", "effect", "small_samples", based=lambda exhibit: False,
        displays=("table", "coefficients"), defaults=_model_defaults, tested=lambda exhibit: True, asks=model_problems,
        view=model_view, used=_model_variables, grid=model_grid, note=model_note,
    ),
    _kind(
        "valid_n", "count", based=lambda exhibit: True,
        displays=("table", "bars", "trend"), edition_problems=no_problems,  # it counts answers, whatever they weigh
        grid=lambda evidence: framed(evidence, count_rows(evidence)), usual_test="none",
    ),
    OPEN_ANSWERS,
    JOINED,
)  # fmt: skip

"""Views of exhibits of records: labels and order come from the code lists and the plan, never from the records."""

from collections.abc import Mapping
from typing import Any

from evalreport.evaluation import Evaluation, Exhibit
from evalreport.language import word
from evalreport.records.plan import shown_codes
from evalreport.records.tallies import tally_view
from evalreport.view import EVERYTHING, TEXT, TOTAL, Item, Panel, View


def record_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of a count, a listing or a matrix whose plan has been checked."""
    if exhibit.kind == "tally":
        return tally_view(exhibit, evaluation, _common(exhibit, evaluation))
    return {"count": _count, "listing": _listing, "matrix": _matrix}[exhibit.kind](exhibit, evaluation)


def _common(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "exhibit": exhibit.id,
        "chapter": exhibit.chapter,
        "language": evaluation.language,
        "title": exhibit.title,
        "display": exhibit.display,
        "decimals": exhibit.decimals,
        "note": exhibit.note,
        "sort": exhibit.sort,
    }


def _items(coded: Mapping[str, Any], evaluation: Evaluation) -> tuple[Item, ...]:
    codes = {code.code: code for code in evaluation.codes[coded["codes"]].codes}
    return tuple(Item(code, codes[code].label, colour=codes[code].colour) for code in shown_codes(coded, evaluation))


def _everyone(evaluation: Evaluation) -> Item:
    return Item(TOTAL, word("total", evaluation.language))


def _panel(coded: Mapping[str, Any], total: bool, evaluation: Evaluation) -> Panel:
    groups = _items(coded, evaluation) if coded else ()
    return Panel(coded.get("column", "everyone"), "", (*groups, *([_everyone(evaluation)] if total else [])))


def _count(exhibit: Exhibit, evaluation: Evaluation) -> View:
    return View(
        **_common(exhibit, evaluation),
        statistic="share",
        scale=exhibit.scale or "nominal",
        counts=exhibit.multiple,
        variables=(Item(exhibit.rows["column"], ""),),
        categories=_items(exhibit.rows, evaluation),
        panels=(_panel(exhibit.across, exhibit.total or not exhibit.across, evaluation),),
    )


def _listing(exhibit: Exhibit, evaluation: Evaluation) -> View:
    return View(
        **_common(exhibit, evaluation),
        statistic=TEXT,
        variables=(Item(EVERYTHING, ""),),
        categories=tuple(Item(each["column"], each["label"]) for each in exhibit.columns),
        categories_of={c["column"]: _items(c, evaluation) for c in exhibit.columns if c.get("codes")},
        panels=(_panel(exhibit.group_by, not exhibit.group_by, evaluation),),
    )


def _matrix(exhibit: Exhibit, evaluation: Evaluation) -> View:
    return View(
        **_common(exhibit, evaluation),
        statistic=TEXT,
        variables=(Item(EVERYTHING, ""),),
        categories=(Item(exhibit.rows["column"], ""), *_items(exhibit.across, evaluation)),
        categories_of={exhibit.rows["column"]: _items(exhibit.rows, evaluation)},
        panels=(Panel("everyone", "", (_everyone(evaluation),)),),
    )

"""Views of exhibits of records: labels and order come from the code lists and the plan, never from the records."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.records.agreement import measure_items
from evalreport.exhibits.records.coverage import coverage_view
from evalreport.exhibits.records.plan import shown_codes
from evalreport.exhibits.records.tallies import tally_view
from evalreport.exhibits.view import AGREEMENT, LIST, TEXT, TIMELINE, Item, Panel, View
from evalreport.files.estimates import EVERYTHING, TOTAL, UNCODED
from evalreport.words.catalogue import word


def record_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of an exhibit of records whose plan has been checked."""
    if exhibit.kind == "tally":
        return tally_view(exhibit, evaluation, _common(exhibit, evaluation))
    if exhibit.kind == "coverage":
        return coverage_view(_common(exhibit, evaluation), exhibit, evaluation)
    make = {
        "count": _count,
        "listing": _listing,
        "matrix": _matrix,
        "amount": _amount,
        "timeline": _timeline,
        "references": _references,
        "agreement": _agreement,
    }
    return make[exhibit.kind](exhibit, evaluation)


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
        **_coded(exhibit, evaluation),
        panels=(_panel(exhibit.across, exhibit.total or not exhibit.across, evaluation),),
    )


def _coded(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """The coded column as one variable, or several with the codes of each."""
    if not exhibit.columns:
        return {
            "variables": (Item(exhibit.rows["column"], ""),),
            "categories": _items(exhibit.rows, evaluation),
        }
    return {
        "variables": tuple(Item(each["column"], each["label"]) for each in exhibit.columns),
        "categories": (),
        "categories_of": {each["column"]: _items(each, evaluation) for each in exhibit.columns},
    }


def _agreement(exhibit: Exhibit, evaluation: Evaluation) -> View:
    return View(
        **_common(exhibit, evaluation),
        statistic=AGREEMENT,
        **_coded(exhibit, evaluation),
        panels=(Panel("measures", "", measure_items(evaluation.language)),),
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


def _amount(exhibit: Exhibit, evaluation: Evaluation) -> View:
    items = _items(exhibit.rows, evaluation)
    columns = tuple(Item(each["column"], each["label"]) for each in exhibit.columns)
    return View(
        **_common(exhibit, evaluation),
        statistic="total",
        counts="amount",
        variables=(*items, *([_everyone(evaluation)] if exhibit.total else [])),
        categories=(),
        panels=(
            _panel(exhibit.across, exhibit.total, evaluation) if exhibit.across else Panel("columns", "", columns),
        ),
    )


def _timeline(exhibit: Exhibit, evaluation: Evaluation) -> View:
    return replace(_count(exhibit, evaluation), display=TIMELINE, counts="")


def _references(exhibit: Exhibit, evaluation: Evaluation) -> View:
    rest = Item(UNCODED, word("other_references", evaluation.language))
    kinds = (*_items(exhibit.rows, evaluation), rest) if exhibit.rows else ()
    groups = (*_items(exhibit.group_by, evaluation), rest) if exhibit.group_by else (_everyone(evaluation),)
    return View(
        **_common(exhibit, evaluation) | {"display": LIST},
        statistic=TEXT,
        variables=(Item(EVERYTHING, ""),),
        categories=kinds,
        panels=(Panel("references", "", groups),),
    )

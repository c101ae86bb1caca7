"""Views of exhibits of records: labels and order come from the code lists and the plan, never from the records."""

from collections.abc import Mapping
from typing import Any

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.records.agreement import measure_items
from evalreport.exhibits.records.plan import shown_codes
from evalreport.exhibits.view import LIST, TIMELINE, Item, Panel, View
from evalreport.files.estimates import EVERYTHING, TOTAL, UNCODED
from evalreport.words.catalogue import word


def _items(coded: Mapping[str, Any], evaluation: Evaluation) -> tuple[Item, ...]:
    codes = {code.code: code for code in evaluation.codes[coded["codes"]].codes}
    return tuple(Item(code, codes[code].label, colour=codes[code].colour) for code in shown_codes(coded, evaluation))


def _everyone(evaluation: Evaluation) -> Item:
    return Item(TOTAL, word("total", evaluation.language))


def _panel(coded: Mapping[str, Any], total: bool, evaluation: Evaluation) -> Panel:
    groups = _items(coded, evaluation) if coded else ()
    return Panel(coded.get("column", "everyone"), "", (*groups, *([_everyone(evaluation)] if total else [])))


def count_view(exhibit: Exhibit, evaluation: Evaluation, **own: Any) -> View:
    """Codes down, those of `across` over the columns; own: what a kind that shows the same has besides."""
    panel = _panel(exhibit.across, exhibit.total or not exhibit.across, evaluation)
    frame = _coded(exhibit, evaluation) | {"scale": exhibit.scale or "nominal", "counts": exhibit.multiple} | own
    return view_for(exhibit, evaluation, "share", panels=(panel,), **frame)


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


def agreement_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Coded columns, a section each, with the measures of agreement."""
    panel = Panel("measures", "", measure_items(evaluation.language))
    return view_for(exhibit, evaluation, "agreement", panels=(panel,), **_coded(exhibit, evaluation))


RECORD = (Item(EVERYTHING, ""),)  # the one variable of exhibits that print text


def listing_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The columns shown, and the headings."""
    return view_for(
        exhibit,
        evaluation,
        "text",
        RECORD,
        (_panel(exhibit.group_by, not exhibit.group_by, evaluation),),
        categories=tuple(Item(each["column"], each["label"]) for each in exhibit.columns),
        categories_of={c["column"]: _items(c, evaluation) for c in exhibit.columns if c.get("codes")},
    )


def matrix_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Codes down and across."""
    return view_for(
        exhibit,
        evaluation,
        "text",
        RECORD,
        (Panel("everyone", "", (_everyone(evaluation),)),),
        categories=(Item(exhibit.rows["column"], ""), *_items(exhibit.across, evaluation)),
        categories_of={exhibit.rows["column"]: _items(exhibit.rows, evaluation)},
    )


def amount_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Codes down, with the row of all; columns of numbers, or codes, across."""
    columns = Panel("columns", "", tuple(Item(each["column"], each["label"]) for each in exhibit.columns))
    panel = _panel(exhibit.across, exhibit.total, evaluation) if exhibit.across else columns
    items = (*_items(exhibit.rows, evaluation), *([_everyone(evaluation)] if exhibit.total else []))
    return view_for(exhibit, evaluation, "total", items, (panel,), counts="amount")


def timeline_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The codes of the status, a part a section."""
    return count_view(exhibit, evaluation, display=TIMELINE, counts="")


def references_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Headings and lower headings, and one for what has none."""
    rest = Item(UNCODED, word("other_references", evaluation.language))
    kinds = (*_items(exhibit.rows, evaluation), rest) if exhibit.rows else ()
    groups = (*_items(exhibit.group_by, evaluation), rest) if exhibit.group_by else (_everyone(evaluation),)
    panel = Panel("references", "", groups)
    return view_for(exhibit, evaluation, "text", RECORD, (panel,), display=LIST, categories=kinds)

"""What the jobs of exhibits depend on, as plain data: the analysis without words and looks, a figure or a text without the rest."""

from dataclasses import asdict
from typing import Any

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.kind import COMMON
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import View

WORDS = frozenset(  # keys of an exhibit that change how it looks, not its numbers
    {
        "alt",
        "answers",
        "background",
        "charts",
        "counts",
        "decimals",
        "display",
        "editions",
        "intervals",
        "landscape",
        "note",
        "positive_first",
        "precision",
        "published",
        "scale",
        "sentences",
        "sort",
        "statements",
        "title",
        "values",
    }
)


LABELLED = ("contrasts", "columns", "covariates", "items")  # keys with a list of things that have a label each


def without_words(exhibit: Exhibit) -> dict[str, Any]:
    """The keys of an exhibit's kind that its numbers depend on."""
    keys = dict.fromkeys(key for key in (*COMMON, *KINDS[exhibit.kind].keys) if key not in WORDS)
    data = {key: value for key, value in asdict(exhibit).items() if key in keys}
    return data | {key: [each | {"label": ""} for each in data[key]] for key in LABELLED if key in keys}


def for_drawing(view: View) -> dict[str, Any]:
    """What a figure depends on: the view without caption, stem and note, which are not in the picture."""
    data = view.to_dict() | {"title": "", "note": "", "stem": "", "weights": "", "clusters": "", "indices": {}}
    variables = [item | {"prose": ""} for item in data["variables"]]
    panels = [p | {"groups": [group | {"prose": ""} for group in p["groups"]]} for p in data["panels"]]
    breaks = {name: each | {"reason": ""} for name, each in data["breaks"].items()}
    return data | {"variables": variables, "panels": panels, "breaks": breaks}


def for_text(view: View, shown: bool, ranked: bool) -> dict[str, Any]:
    """What a chapter's text depends on: no colours; labels and caption only where the exhibit is shown or its labels are named.

    shown: the chapter shows it as a table or figure; ranked: it names the largest or smallest of its items.
    """
    data = view.to_dict() | {"stem": "", "scale": "nominal", "positive_first": False}
    if not shown:
        data |= {
            "title": "",
            "note": "",
            "decimals": 0,
            "scale_ends": None,
            "weights": "",
            "clusters": "",
            "designed": False,
            "precision": (),
            "beside": "",
            "method": "",
            "intervals": False,
            "indices": {},
            "breaks": {},
            "across_break": False,
            "base": "",
        }
    blank = (
        {"colour": ""}
        if shown or ranked
        else {"colour": "", "label": "", "short": "", "over": "", "mark": "", "prose": ""}
    )
    # The answers to one question stand without its wording, which is in no caption, table or alt text.
    alone = len(view.variables) == 1 and bool(view.categories) and view.display in ("table", "stacked")
    return {
        **data,
        "variables": [
            item | blank | ({"label": "", "short": "", "prose": ""} if alone else {}) for item in data["variables"]
        ],
        "categories": [item | blank for item in data["categories"]],
        "categories_of": {name: [item | blank for item in items] for name, items in data["categories_of"].items()},
        "panels": [
            {**p, "groups": [group | blank for group in p["groups"]], "label": p["label"] if shown else ""}
            for p in data["panels"]
        ],
    }

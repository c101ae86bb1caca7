"""The reviewer's page: a review as one HTML file that works offline and fetches nothing."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evalreport.review.page.texts import PageTexts
from evalreport.review.paragraphs import readable
from evalreport.review.pictures import pictures
from evalreport.review.reach import Reach
from evalreport.review.sides import Side
from evalreport.words.catalogue import LANGUAGES, about, word, words
from evalreport.words.numbers import format_percent

FACETS = ("numbers", "look", "text", "whole")


def review_page(found: Mapping[str, Any], old: Side, new: Side, templates: Path) -> str:
    """The page of a review (`review.review`); templates: the folder with page.html.jinja, page.css and page.js.

    Texts from data are escaped by Jinja; figures are images, in which a browser runs no script; a content security policy allows this
    style and this script alone, and no request. The page is written in the language of the review; its script knows the others.
    """
    style, script = (Markup((templates / f"page.{ending}").read_text(encoding="utf-8")) for ending in ("css", "js"))
    language = found["language"]
    texts = PageTexts(language)
    causes = {cause["id"]: cause for cause in found["causes"]}
    drawn = pictures(found["items"], old, new)
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals |= {
        "w": texts.word,
        "counted": lambda key, n: texts.counted(key, n),
        "plain": texts.plain,
        "number": texts.number,
        "verdict": lambda verdict: texts.text(words(f"changes_{verdict or 'none'}")),
        "level": lambda level: texts.text(_level(level)),
        "said": lambda name, part: texts.text({each: causes[name]["said"][each][part] for each in LANGUAGES}),
        "detail": lambda name, at: texts.text({each: causes[name]["said"][each]["details"][at] for each in LANGUAGES}),
    }
    return environment.get_template("page.html.jinja").render(
        review=_with_titles(found),
        policy=policy(style, script),
        style=style,
        script=script,
        causes=causes,
        named=[cause for cause in found["causes"] if cause["sentence"]],
        others=[cause for cause in found["causes"] if not cause["sentence"]],
        claims=[item for item in found["items"] if _is_verdict(item)],
        chapters=chapter_titles(found["items"], old, new),
        by_chapter=by_chapter(found["items"], old, new),
        facets=FACETS,
        languages={each: about(each)["name"] for each in LANGUAGES},
        shown=drawn.shown,
        packed=drawn.packed,
        data=lambda: json_block(_data(found, texts)),
    )


def _data(found: Mapping[str, Any], texts: PageTexts) -> dict[str, Any]:
    """What the script of the page reads; asked for last, when all texts that stand on the page are known."""
    used = ("heading", "shown", "progress", "printing", "needs_newer")
    numbers = {name: texts.number(name) for name in used}
    return {
        "key": f"{found['old']['evaluation']}/{found['old']['name']}/{found['new']['edition']}",
        "release": found["old"]["name"],
        "title": found["new"]["title"],
        "language": found["language"],
        "numbers": numbers,
        "texts": texts.table(),
    }


def _level(level: float) -> dict[str, str]:
    """Language -> `significant, 5%`; not significant without a level."""
    if not level:
        return {each: word("review_not_significant", each) for each in LANGUAGES}
    return {each: word("review_at", each).format(level=format_percent(level, 0, each)) for each in LANGUAGES}


def _with_titles(found: Mapping[str, Any]) -> dict[str, Any]:
    return {**found, "items": [{"title": "", **item} for item in found["items"]]}


def policy(style: str, script: str) -> str:
    """The content security policy: this style, this script, pictures inside the page, and nothing else."""
    digests = {
        kind: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for kind, text in (("style", style), ("script", script))
    }
    return (
        f"default-src 'none'; img-src blob:; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def json_block(data: Any) -> Markup:
    """JSON that can stand in a script element: no sign of it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def chapter_titles(items: Sequence[Mapping[str, Any]], old: Side, new: Side) -> dict[str, str]:
    """Chapter -> its heading, of the chapters that something changed in, in the order of the report."""
    wanted = {item["chapter"] or item["name"] for item in items}
    ordered = [name for name in chapter_order(new) + chapter_order(old) if name in wanted]
    names = dict.fromkeys([*ordered, *sorted(wanted)])
    return {name: _heading(name, new) or _heading(name, old) or name for name in names}


def chapter_order(side: Side) -> list[str]:
    """The chapters of a build in the order in which its edition has them."""
    return list(Reach(side.sources, side.index["evaluation"]).chapters(side.index["edition"]))


def _heading(chapter: str, side: Side) -> str:
    file = f"chapters/{chapter}.md"
    lines = side.text(file).splitlines() if file in side.files else []
    return readable(next((line for line in lines if line.startswith("# ")), ""))


def _is_verdict(item: Mapping[str, Any]) -> bool:
    """Whether an item is a claim that both builds have: it stands first on the page, a new or dropped one with its chapter's text."""
    return item["kind"] == "claim" and item["change"] == "verdict"


def by_chapter(items: Sequence[Mapping[str, Any]], old: Side, new: Side) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """(chapter, its changes) in the order of the report: what is added or gone, then exhibits by how much changed, then its text."""
    found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in chapter_titles(items, old, new)}
    for item in items:
        if not _is_verdict(item):
            found[item["chapter"] or item["name"]].append({"title": "", **item})
    ranks = {"whole": 0, "chapter": 0, "exhibit": 1, "text": 2, "claim": 3}
    look = {"values": 0, "words": 1, "look": 2}

    def place(item: Mapping[str, Any]) -> tuple[int, int, float]:
        exhibit = item["kind"] == "exhibit"
        return ranks.get(item["kind"], 3), look[item["change"]] if exhibit else 0, -item["distance"] if exhibit else 0.0

    return [(chapter, sorted(own, key=place)) for chapter, own in found.items() if own]

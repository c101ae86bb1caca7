"""The quotes that chapters print: only cleared ones, found when the workflow is read, and names that must not be printed.

An edition that prints a quote has its whole text searched for the names of the stop list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evalreport.chapters.cited import Citation
from evalreport.evaluation.model import Evaluation
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import escape
from evalreport.records.codes import split_codes
from evalreport.records.readers import quotes
from evalreport.records.sheets import FILE, PLACE
from evalreport.records.stop_names import FILE as STOP_FILE
from evalreport.records.stop_names import REPORT, StopName, load_stop_names, problems_in
from evalreport.words.sentences import join_words

READER = "quotes"
WHY = {  # why a quote is not cleared, for the message
    "consent_no": "there is no consent",
    "consent_pending": "consent is pending",
    "consent_withdrawn": "consent was withdrawn",
    "not_deidentified": "it is not de-identified",
    "not_cleared": "nobody has cleared it",
}


@dataclass(frozen=True)
class Quotations:
    """Quotes an edition prints (id -> text, role, year) and the names that must stand nowhere in it."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stop_names: tuple[StopName, ...] = ()

    def params(self, cited: Iterable[Citation]) -> dict[str, Any]:
        """What a chapter needs: the quotes it prints and the stop list; nothing in an edition without quotes."""
        if not self.texts:
            return {}
        own = sorted({c.first for c in cited if c.function == "quote"})
        return {
            "quotes": {name: dict(self.texts[name]) for name in own},
            "stop_names": [asdict(stop) for stop in self.stop_names],
        }


def load_quotations(cited: Mapping[str, Iterable[Citation]], evaluation: Evaluation, data_folder: Path) -> Quotations:
    """The quotes cited; raises BadInput with template and line of each that is unknown or not cleared.

    The bank is opened only for an edition that prints a quote.
    """
    calls = [c for found in cited.values() for c in found if c.function == "quote"]
    if not calls:
        return Quotations()
    bank = _bank(evaluation, data_folder)
    raise_if(problem for call in calls for problem in _call_problems(call, bank))
    texts = {c.first: {key: bank[c.first][key] for key in ("text", "role", "year")} for c in calls}
    stop = [name for name in load_stop_names(evaluation.folder / STOP_FILE) if name.scope == REPORT]
    return Quotations(texts, tuple(stop))


def _bank(evaluation: Evaluation, data_folder: Path) -> dict[str, dict[str, str]]:
    """Quote id -> its row, of all quote banks of the evaluation."""
    bank: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for source in evaluation.records.values():
        if source.settings["reader"] != READER:
            continue
        try:
            table = quotes.read(source.settings, data_folder, evaluation.folder, evaluation.language)["quotes"]
        except BadInput as error:
            problems += error.problems
            continue
        for row in table.to_dict("records"):
            if row["id"] in bank:
                found = f"the quote {row['id']!r} stands in {bank[row['id']][FILE]} too"
                problems.append(Problem(row[FILE], row[PLACE], found, "Every quote has an id of its own"))
            roles = evaluation.codes[source.settings["roles"]].labels
            said = {str(key): value for key, value in row.items()}
            bank[row["id"]] = said | _with_roles(said["text"], split_codes(row["role"]), roles, evaluation.language)
    raise_if(problems)
    return bank


def _with_roles(text: str, speaking: Sequence[str], roles: Mapping[str, str], language: str) -> dict[str, str]:
    """The role of who said a quote; of a dialogue all of them, and each turn with its own."""
    if len(speaking) < 2:
        return {"role": roles[speaking[0]]}
    turns = (quotes.turn_of(line) for line in text.splitlines() if line.strip())
    said = "\n".join(f"{roles[role]}: {words}" for role, words in turns)
    return {"role": join_words([roles[role] for role in speaking], language), "text": said}


def _call_problems(call: Citation, bank: Mapping[str, Mapping[str, str]]) -> Iterable[Problem]:
    name = call.first
    if not isinstance(name, str):
        yield Problem(call.file, call.place, "quote() without an id in quotes", 'Write for example quote("q1")')
    elif not bank:
        yield Problem(call.file, call.place, f"quote({name!r}): the evaluation has no quotes", "See docs/records.md")
    elif name not in bank:
        yield Problem(call.file, call.place, f"no quote {name!r}", suggestion(name, bank))
    elif bank[name][quotes.STATUS] != quotes.CLEARED:
        why = " and ".join(WHY[code] for code in split_codes(bank[name][quotes.STATUS]))
        where = f"{bank[name][FILE]}, {bank[name][PLACE]}"
        expected = "Take it out of the text, or clear it in the sheet"
        if "consent_withdrawn" in bank[name][quotes.STATUS]:
            expected = "Take it out of the text; reports built before still have it"
        yield Problem(call.file, call.place, f"the quote {name!r} is not cleared: {why} ({where})", expected)


def quote_block(quote: Mapping[str, str]) -> str:
    """A quote as a block with the role, and the year where there is one, below it."""
    paragraphs = [escape(line.strip()) for line in quote["text"].splitlines() if line.strip()]
    by = escape(", ".join(part for part in (quote["role"], quote["year"]) if part))
    said = "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs)
    return f"{said}\\\n> — {by}"  # on a line of its own in the last paragraph


def name_problems(text: str, settings: Mapping[str, Any], template: Path) -> list[Problem]:
    """Names of the stop list in the finished text of a chapter."""
    names = [StopName(**each) for each in settings.get("stop_names", ())]
    return problems_in(text, names, str(template)) if names else []

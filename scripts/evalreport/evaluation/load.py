"""One evaluation: its instruments, groups and editions, loaded from config/<id>/ and checked as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial as bound
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.background import background_of
from evalreport.evaluation.codebooks import books_of, codebook_settings, codebook_source
from evalreport.evaluation.model import FILE, Evaluation
from evalreport.evaluation.names import wave_name_problems
from evalreport.evaluation.objects import evaluation_of
from evalreport.evaluation.translated import language_of, untranslated
from evalreport.evaluation.usable import left_out, usable
from evalreport.files.checking import Checks, NotChecked, Partial, partial, readable
from evalreport.files.errors import BadInput, Problem
from evalreport.files.schema import SCHEMAS, Keys, breaks, load_yaml
from evalreport.files.spreadsheets import suggestion
from evalreport.records.registry import all_code_lists, read_records, settings_problems

PARTIAL = {
    "instruments",
    "derived",
    "response",
    "groupings",
    "editions",
    "weighting",
    "designs",
    "records",
}  # may be known in part


@dataclass(frozen=True)
class EvaluationRead:
    """An evaluation as far as it can be used, and the places in its file that were left out because something is wrong there."""

    evaluation: Evaluation
    out: frozenset[Keys] = frozenset()

    def lost(self, *keys: str) -> str:
        """What is wrong at a place or above it, for the line that says what waits for that; "" where nothing is."""
        return next((_told(self.evaluation.folder, each) for each in _around(self.out, keys)), "")

    def lost_chapters(self, edition: str) -> str:
        """The same for chapters of an edition that nobody knows: the whole list, or one without a name; "" where all are known."""
        keys = ("editions", edition, "chapters")
        named = (each for each in self.out if each[:3] == keys and (len(each) < 5 or each[4] == "id"))
        return self.lost(*keys) or next((_told(self.evaluation.folder, each) for each in named), "")


def _around(out: Iterable[Keys], keys: Keys) -> list[Keys]:
    """The places left out that a place is in."""
    return [each for each in out if each == keys[: len(each)]]


def _told(folder: Path, keys: Keys) -> str:
    return f"{folder / FILE}, {' > '.join(map(str, keys))}"


def load_evaluation(config_folder: Path, id: str, schemas: Path = SCHEMAS) -> Evaluation:
    """Load config/<id>/evaluation.yaml; raises BadInput with every problem."""
    checks = Checks()
    evaluation = read_evaluation(config_folder, id, checks, schemas).evaluation
    checks.finish()
    return evaluation


def read_evaluation(
    config_folder: Path, id: str, checks: Checks, schemas: Path = SCHEMAS, edition: str = ""
) -> EvaluationRead:
    """Read config/<id>/evaluation.yaml as far as it can be, in the language of an edition; raises BadInput where nothing can be used."""
    folder = config_folder / id
    if not folder.is_dir():
        known = [entry.parent.name for entry in config_folder.glob(f"*/{FILE}")]
        raise BadInput([Problem(str(config_folder), "", f"no evaluation {id!r}", suggestion(id, known))])
    file = str(folder / FILE)
    written = load_yaml(folder / FILE)
    wrong = breaks(written, schemas / FILE, file)
    out = left_out(keys for keys, _ in wrong)
    if not out.isdisjoint([(), ("language",)]):
        raise BadInput(problem for _, problem in wrong)
    checks.problems += [problem for _, problem in wrong]
    data = usable(written, out) if out else {"instruments": {}, "groupings": {}} | written
    checks.problems += _evaluation_problems(data, file, out)
    records = read_records(data.get("records", {}), file, schemas, checks)
    language = language_of(data, edition)
    if language != data["language"]:
        own = data | {"editions": {name: each for name, each in data["editions"].items() if name == edition}}
        checks.problems += untranslated(own, language, file)
    codes = all_code_lists(records, folder, language, checks)
    for source in readable(records).values():
        checks.run(f"{file}, records > {source.name}", bound(settings_problems, source, codes, file))
    whole = replace(evaluation_of(id, folder, _fitting(data), language), records=records, codes=codes)
    return EvaluationRead(_in_part(whole, out), out)


def _in_part(whole: Evaluation, out: Iterable[Keys]) -> Evaluation:
    """The evaluation with the names in its sections whose content was left out of the file."""
    left = [keys for keys in out if len(keys) <= 2 or keys[2:] == ("groups",)]
    sections = {str(keys[0]) for keys in left} & PARTIAL
    known: dict[str, Any] = {name: _section(whole, name, left) for name in sections}
    return replace(whole, **known)


def _section(whole: Evaluation, name: str, out: Iterable[Keys]) -> Mapping[str, Any]:
    read, own = getattr(whole, name), [keys for keys in out if keys[0] == name]
    broken = {str(keys[1]): _told(whole.folder, keys) for keys in own if len(keys) > 1}
    broken |= read.broken if isinstance(read, Partial) else {}
    known = {key: each for key, each in readable(read).items() if key not in broken}
    return partial(known, broken, _told(whole.folder, (name,)) if (name,) in own else "")


def _evaluation_problems(data: Mapping[str, Any], file: str, out: frozenset[Keys]) -> list[Problem]:
    """What the schema cannot see: names that must be known, ids that must be unique; out: places in the file that were left out."""
    lost = {name for name in data["instruments"] if _around(out, ("instruments", name, "waves"))}
    instruments = {name: content for name, content in data["instruments"].items() if name not in lost}
    problems = wave_name_problems(instruments, file)
    for section in ("derived", "codings"):
        for name in data.get(section, {}):
            if name not in data["instruments"]:
                hint = suggestion(name, data["instruments"])
                problems.append(Problem(file, section, f"unknown instrument {name!r}", hint))
    problems += _twice(data["groupings"], file)
    problems += [] if _around(out, ("groupings",)) else _background_problems(data, file)
    for grouping, content in data["groupings"].items():
        problems += _alike(content.get("groups", {}), file, f"groupings > {grouping}")
    records = {*data.get("records", {}), *(keys[1] for keys in out if keys[0] == "records" and len(keys) == 2)}
    for edition, content in data["editions"].items():
        problems += _chapter_problems(content["chapters"], file, f"editions > {edition} > chapters")
        for name in set(content.get("records", ())) - records if ("records",) not in out else ():
            hint = suggestion(name, records)
            problems.append(Problem(file, f"editions > {edition} > records", f"unknown records {name!r}", hint))
        for name, waves in content["waves"].items() if ("instruments",) not in out else ():
            place = f"editions > {edition} > waves"
            if name not in data["instruments"]:
                hint = suggestion(name, data["instruments"])
                problems.append(Problem(file, place, f"unknown instrument {name!r}", hint))
            elif name in instruments:
                there = instruments[name]["waves"]
                unknown = [wave for wave in waves if wave not in there]
                problems += [
                    Problem(file, place, f"{name} has no wave {wave!r}", suggestion(wave, there)) for wave in unknown
                ]
    return problems


def _background_problems(data: Mapping[str, Any], file: str) -> list[Problem]:
    """Groupings of a background that there are not."""
    said = {"background": data} | {f"editions > {name} > background": e for name, e in data["editions"].items()}
    found = {place: background_of(content.get("background")) for place, content in said.items()}
    return [
        Problem(file, place, f"unknown grouping {name!r}", suggestion(name, data["groupings"]))
        for place, background in found.items()
        for name in (background.by if background else ())
        if name not in data["groupings"]
    ]


def _twice(groupings: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Groups with the id of another one."""
    seen: dict[str, str] = {"total": "the program", "*": "the program"}
    for grouping, content in groupings.items():
        for group in content.get("groups", {}):
            if group in seen:
                found = f"the group {group!r} is defined in {seen[group]} too"
                yield Problem(file, f"groupings > {grouping}", found, "Give it a name of its own")
            seen[group] = grouping


def _fitting(data: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the file without names of instruments and waves that are not there; one whose waves are not comes with all it has."""
    instruments = data["instruments"]

    def known(edition: Mapping[str, Any]) -> dict[str, Any]:
        waves = edition["waves"].items()
        there = {name: own for name, own in waves if name in instruments and {*own} <= {*instruments[name]["waves"]}}
        return {**edition, "waves": there}

    derived = {name: own for name, own in data.get("derived", {}).items() if name in instruments}
    editions = {name: known(edition) for name, edition in data["editions"].items()}
    return {**data, "derived": derived, "editions": editions}


def _alike(groups: Mapping[str, Mapping[str, Any]], file: str, place: str) -> Iterator[Problem]:
    """Groups of the same respondents, or that a reader cannot tell apart: a condition or label that was copied and not changed."""
    conditions: dict[str, str] = {}
    labels: dict[str, str] = {}
    for name, group in groups.items():
        condition = _same(group["where"])
        if (first := conditions.setdefault(condition, name)) != name:
            found = f"{name!r} has the condition of {first!r}: they are the same respondents"
            yield Problem(file, place, found, "Change one of them, or leave it out")
        if (first := labels.setdefault(repr((group["label"], group.get("over"))), name)) != name:
            yield Problem(
                file, place, f"{name!r} has the label of {first!r}", "Give it another, or a heading with over"
            )


def _same(condition: Any) -> str:
    """What is the same text for conditions that say the same, whatever the order of their keys and values."""
    if isinstance(condition, Mapping):
        return repr(sorted((key, _same(wanted)) for key, wanted in condition.items()))
    return repr(sorted(map(_same, condition))) if isinstance(condition, list) else str(condition)


def _chapter_problems(chapters: Sequence[Mapping[str, Any]], file: str, place: str) -> Iterator[Problem]:
    """A chapter that stands twice, a number that two have, and a number beside an appendix's."""
    seen: dict[tuple[str, Any], str] = {}
    for chapter in chapters:
        if "number" in chapter and "appendix" in chapter:
            found = f"{chapter['id']} has a number and an appendix number"
            yield Problem(file, place, found, "A chapter has one of them, or none")
        for key in ("id", "number", "appendix"):
            if key in chapter and (first := seen.setdefault((key, chapter[key]), chapter["id"])) != chapter["id"]:
                found = f"{chapter['id']} has {key} {chapter[key]}, as {first} has"
                yield Problem(file, place, found, "Numbers are unique")
    for name in sorted({c["id"] for c in chapters if [each["id"] for each in chapters].count(c["id"]) > 1}):
        yield Problem(file, place, f"the chapter {name!r} stands there twice", "Keep one of them")


def load_codebooks(evaluation: Evaluation) -> Mapping[str, Codebook]:
    """The codebook of every instrument, derived variables added; raises BadInput with the problems of all of them."""
    return books_of(codebook_settings(evaluation))


def read_codebooks(read: EvaluationRead, checks: Checks) -> Mapping[str, Codebook]:
    """The codebook of every instrument, derived variables added, as far as they can be read."""
    instruments = read.evaluation.instruments

    def ground(name: str) -> str:
        return instruments[name].codebook or f"the codebook of {name}"

    return checks.each(instruments, ground, lambda name: _codebook(read, name))


def _codebook(read: EvaluationRead, instrument: str) -> Codebook:
    """The codebook of an instrument; raises NotChecked where its entry is wrong, BadInput where the codebook is."""
    for keys in (
        ("instruments", instrument, "codebook"),
        ("instruments", instrument, "waves"),
        ("derived", instrument),
        ("codings", instrument),
    ):
        if lost := read.lost(*keys):
            raise NotChecked(lost)
    return codebook_source(read.evaluation, instrument).read(instrument)

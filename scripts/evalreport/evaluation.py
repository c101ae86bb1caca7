"""One evaluation: its instruments, groups, editions and exhibit plan, loaded from config/<id>/ and checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evalreport.codebook import Codebook, Variable, load_codebook
from evalreport.config import load_checked, text_of
from evalreport.config_tables import suggestion
from evalreport.errors import BadInput, Problem, raise_if
from evalreport.indices import index_of
from evalreport.records.codes import CodeList
from evalreport.records.registry import Source, all_code_lists, settings_problems, sources_of

Where = Mapping[str, tuple[Any, ...]]
NO_WEIGHTS, SIMPLE_DESIGN = "none", "simple"  # the program's own words for `weights` and `design`
# Kinds of exhibits that are estimated from answers.
ESTIMATED = ("distribution", "share", "mean", "total", "ratio", "quantile", "change", "contrast", "valid_n")
SCHEMAS = Path(__file__).parents[2] / "config" / "schemas"


@dataclass(frozen=True)
class Instrument:
    """A questionnaire or register: where its codebook, cleaning rules and raw files are."""

    id: str
    label: str
    codebook: str
    cleaning: str
    waves: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Group:
    """Respondents that meet a condition, under one label and colour."""

    id: str
    label: str
    where: dict[str, tuple[Any, ...]]
    colour: str = ""
    over: str = ""


@dataclass(frozen=True)
class Grouping:
    """A way to divide the respondents."""

    id: str
    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter of an edition: its id, its number or appendix number (none: unnumbered), and a template of another name."""

    id: str
    number: int | None = None
    appendix: int | None = None
    template: str = ""


@dataclass(frozen=True)
class Edition:
    """A report made at one time: the waves it knows of and its chapters."""

    id: str
    title: str
    date: str
    status: str
    waves: dict[str, tuple[str, ...]]
    chapters: tuple[Chapter, ...]
    series: str = ""
    published: str = ""
    records: tuple[str, ...] | None = None  # names of the records it knows; None for all
    subtitle: str = ""  # in place of the evaluation's
    previous: str = ""  # the frozen edition that changes() compares with


@dataclass(frozen=True)
class Exhibit:
    """One table or figure as planned; the fields are the keys of the exhibit file."""

    id: str
    chapter: str
    title: str
    kind: str
    instrument: str = ""
    variables: tuple[str, ...] = ()
    battery: str = ""
    collapse: str = ""
    categories: tuple[Any, ...] = ()
    counted: tuple[Any, ...] = ()
    by: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    total: bool = False
    where: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    base: str = "answered"
    display: str = "table"
    scale: str = ""
    positive_first: bool = False
    decimals: int = 1
    test: str = "none"
    test_groups: tuple[tuple[str, ...], ...] = ()
    sort: str = "plan"
    landscape: bool = False
    source: str = ""
    note: str = ""
    alt: str = ""
    published: tuple[str, ...] = ()
    values: str = "published"
    weights: str = NO_WEIGHTS
    design: str = SIMPLE_DESIGN
    intervals: bool = False
    statements: str = ""
    contrasts: tuple[dict[str, Any], ...] = ()  # kind contrast: id, label, plus, minus
    denominator: str = ""  # kind ratio
    quantiles: tuple[float, ...] = ()  # kind quantile
    better: tuple[Any, ...] = ()  # kind change: answers that say so
    worse: tuple[Any, ...] = ()
    records: str = ""  # kinds count, listing, matrix: name.table
    rows: dict[str, Any] = field(default_factory=dict)  # column, codes, shown
    across: dict[str, Any] = field(default_factory=dict)
    cell: str = ""
    form: str = ""  # kind tally: the form of the registrations
    columns: tuple[dict[str, Any], ...] = ()  # kind listing: column, label, codes
    group_by: dict[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    unit: str = ""
    multiple: str = "each"
    persons: bool = False
    across_break: bool = False
    editions: tuple[str, ...] = ()  # those it is made for; () = all


@dataclass(frozen=True)
class ClaimSettings:
    """How claims are judged: margins that are not the program's own, and whether a final edition may have weakened ones."""

    margins: dict[str, float] = field(default_factory=dict)
    weakened: str = "report"  # report | refuse


@dataclass(frozen=True)
class Evaluation:
    """Everything configured about one evaluation."""

    id: str
    folder: Path
    language: str
    title: str
    subtitle: str
    commissioner: str
    institution: str
    authors: tuple[str, ...]
    data_note: str
    value_notes: dict[str, str]
    instruments: dict[str, Instrument]
    derived: dict[str, dict[str, Any]]
    response: dict[str, Any]
    groupings: dict[str, Grouping]
    significance_levels: tuple[float, ...]
    disclosure: dict[str, int]
    editions: dict[str, Edition]
    weighting: dict[str, dict[str, Any]] = field(default_factory=dict)
    designs: dict[str, dict[str, Any]] = field(default_factory=dict)
    analysis_defaults: dict[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    reference: Path | None = None  # the team's own reference.docx
    final_literals: str = "refuse"  # what numbers typed by hand do to a final edition: refuse | report
    records: dict[str, Source] = field(default_factory=dict)
    codes: dict[str, CodeList] = field(default_factory=dict)
    claims: ClaimSettings = ClaimSettings()

    def exhibit_file(self, chapter: str) -> Path:
        """The exhibit file of a chapter."""
        return self.folder / "exhibits" / f"{chapter}.yaml"

    def group(self, id: str) -> Group:
        """The group of an id."""
        return next(g for grouping in self.groupings.values() for g in grouping.groups if g.id == id)


def _where(data: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {variable: tuple(codes) for variable, codes in data.items()}


def _grouping(id: str, data: Mapping[str, Any], language: str) -> Grouping:
    groups = tuple(
        Group(
            name,
            text_of(group["label"], language),
            _where(group["where"]),
            group.get("colour", ""),
            text_of(group.get("over", {}), language),
        )
        for name, group in data["groups"].items()
    )
    return Grouping(id, text_of(data["label"], language), groups)


def _edition(id: str, data: Mapping[str, Any], language: str) -> Edition:
    return Edition(
        id=id,
        title=text_of(data["title"], language),
        date=text_of(data["date"], language),
        status=data["status"],
        waves={instrument: tuple(waves) for instrument, waves in data["waves"].items()},
        chapters=tuple(Chapter(**chapter) for chapter in data["chapters"]),
        series=data.get("series", ""),
        published=data.get("published", ""),
        records=tuple(data["records"]) if "records" in data else None,
        subtitle=text_of(data.get("subtitle", {}), language),
        previous=data.get("previous", ""),
    )


def _claims(data: Mapping[str, Any]) -> ClaimSettings:
    margins = {key: float(value) for key, value in data.items() if key != "weakened"}
    return ClaimSettings(margins, data.get("weakened", "report"))


def load_evaluation(config_folder: Path, id: str, schemas: Path = SCHEMAS) -> Evaluation:
    """Load config/<id>/evaluation.yaml; raises BadInput with every problem."""
    folder = config_folder / id
    if not folder.is_dir():
        known = [entry.parent.name for entry in config_folder.glob("*/evaluation.yaml")]
        raise BadInput([Problem(str(config_folder), "", f"no evaluation {id!r}", suggestion(id, known))])
    file = folder / "evaluation.yaml"
    data = {"instruments": {}, "groupings": {}} | load_checked(file, schemas / "evaluation.yaml")
    raise_if(_evaluation_problems(data, str(file)))
    language = data["language"]
    records = sources_of(data.get("records", {}), str(file), schemas)
    codes = all_code_lists(records, folder, language)
    raise_if(settings_problems(records, codes, str(file)))
    return Evaluation(
        id=id,
        folder=folder,
        language=language,
        title=text_of(data["title"], language),
        subtitle=text_of(data.get("subtitle", {}), language),
        commissioner=data["commissioner"],
        institution=data["institution"],
        authors=tuple(data["authors"]),
        data_note=text_of(data.get("data_note", {}), language).strip(),
        value_notes={key: text_of(value, language) for key, value in data.get("value_notes", {}).items()},
        instruments={
            name: Instrument(name, text_of(i["label"], language), i["codebook"], i["cleaning"], i["waves"])
            for name, i in data["instruments"].items()
        },
        derived=data.get("derived", {}),
        response=data.get("response", {}),
        groupings={name: _grouping(name, grouping, language) for name, grouping in data["groupings"].items()},
        significance_levels=tuple(sorted(data["significance_levels"])),
        disclosure=data["disclosure"],
        editions={name: _edition(name, edition, language) for name, edition in data["editions"].items()},
        weighting=data.get("weighting", {}),
        designs=data.get("designs", {}),
        analysis_defaults=data.get("analysis_defaults", {}),
        keywords=tuple(data.get("keywords", ())),
        reference=folder / data["word"]["reference"] if "word" in data else None,
        final_literals=data.get("literals", {}).get("final", "refuse"),
        records=records,
        codes=codes,
        claims=_claims(data.get("claims", {})),
    )


def _evaluation_problems(data: Mapping[str, Any], file: str) -> list[Problem]:
    """What the schema cannot see: names that must be known, ids that must be unique."""
    problems = []
    instruments = data["instruments"]
    for name in data.get("derived", {}):
        if name not in instruments:
            problems.append(Problem(file, "derived", f"unknown instrument {name!r}", suggestion(name, instruments)))
    seen: dict[str, str] = {"total": "the program", "*": "the program"}
    for grouping, content in data["groupings"].items():
        for group in content["groups"]:
            if group in seen:
                found = f"the group {group!r} is defined in {seen[group]} too"
                problems.append(Problem(file, f"groupings > {grouping}", found, "Give it a name of its own"))
            seen[group] = grouping
    for edition, content in data["editions"].items():
        for name in set(content.get("records", ())) - set(data.get("records", ())):
            hint = suggestion(name, data.get("records", ()))
            problems.append(Problem(file, f"editions > {edition} > records", f"unknown records {name!r}", hint))
        for name, waves in content["waves"].items():
            place = f"editions > {edition} > waves"
            if name not in instruments:
                problems.append(Problem(file, place, f"unknown instrument {name!r}", suggestion(name, instruments)))
                continue
            for wave in waves:
                if wave not in instruments[name]["waves"]:
                    known = suggestion(wave, instruments[name]["waves"])
                    problems.append(Problem(file, place, f"{name} has no wave {wave!r}", known))
    return problems


def load_codebooks(evaluation: Evaluation) -> dict[str, Codebook]:
    """The codebook of every instrument, derived variables added; raises BadInput with the problems of all of them."""
    problems: list[Problem] = []
    books = {}
    for instrument in evaluation.instruments.values():
        try:
            book = load_codebook(
                evaluation.folder, instrument.id, instrument.codebook, tuple(instrument.waves), [evaluation.language]
            )
            books[instrument.id] = book.extended(derived_variables(evaluation, instrument, book))
        except BadInput as error:
            problems += error.problems
    raise_if(problems)
    return books


def derived_variables(evaluation: Evaluation, instrument: Instrument, book: Codebook) -> list[Variable]:
    """The derived variables of an instrument, as variables of its codebook."""
    return [
        Variable(
            name=name,
            type=data["type"],
            labels=data["label"],
            value_set=data.get("value_set", ""),
            waves=tuple(data.get("waves", instrument.waves)),
            index=index_of(data["index"], book) if "index" in data else None,
        )
        for name, data in evaluation.derived.get(instrument.id, {}).items()
    ]


def load_plan(evaluation: Evaluation, edition: Edition, schemas: Path = SCHEMAS) -> dict[str, tuple[Exhibit, ...]]:
    """The exhibits of an edition by chapter, from exhibits/<chapter>.yaml; chapters without such a file have none."""
    problems: list[Problem] = []
    plan: dict[str, tuple[Exhibit, ...]] = {}
    for chapter in edition.chapters:
        file = evaluation.folder / "exhibits" / f"{chapter.id}.yaml"
        if not file.is_file():
            continue
        try:
            data = load_checked(file, schemas / "exhibits.yaml")
            plan[chapter.id] = tuple(_exhibit(item, chapter.id, evaluation) for item in data["exhibits"])
        except BadInput as error:
            problems += error.problems
    raise_if(problems)
    return plan


def _exhibit(data: Mapping[str, Any], chapter: str, evaluation: Evaluation) -> Exhibit:
    lists = ("variables", "categories", "counted", "by", "groups", "quantiles", "better", "worse", "order", "editions")
    language = evaluation.language
    values = {
        **_defaults(data, evaluation),
        **data,
        "title": text_of(data["title"], language),
        "note": text_of(data.get("note", {}), language).strip(),
        "alt": text_of(data.get("alt", {}), language).strip(),
        "where": _where(data.get("where", {})),
        "test_groups": tuple(tuple(groups) for groups in data.get("test_groups", ())),
        "contrasts": tuple({**each, "label": text_of(each["label"], language)} for each in data.get("contrasts", ())),
        "columns": tuple({**each, "label": text_of(each["label"], language)} for each in data.get("columns", ())),
        "published": (data["published"],)
        if isinstance(data.get("published"), str)
        else tuple(data.get("published", ())),
        **{key: tuple(data[key]) for key in lists if key in data},
    }
    return Exhibit(chapter=chapter, **values)


def _defaults(data: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation's weights and design, for exhibits of answers from the instrument that they are made for; no decimals of totals."""
    if data["kind"] == "amount":
        return {"decimals": 0}
    if data["kind"] not in ESTIMATED:
        return {}
    known = {"weights": evaluation.weighting, "design": evaluation.designs}
    decimals = {"decimals": 0} if data["kind"] == "total" else {}
    return decimals | {
        key: name
        for key, name in evaluation.analysis_defaults.items()
        if known[key].get(name, {}).get("instrument") == data.get("instrument")
    }


def items_of(exhibit: Exhibit, codebook: Codebook) -> tuple[Variable, ...]:
    """The variables of an exhibit: those named, or those of its battery."""
    if exhibit.battery:
        return codebook.battery(exhibit.battery)
    return tuple(codebook.variable(name) for name in exhibit.variables)

"""An evaluation as objects: instruments, groupings, editions, exhibits. How they are read stands in `load`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.conditions import Condition, variables_in
from evalreport.evaluation.background import Background
from evalreport.records.codes import CodeList
from evalreport.records.registry import Source

FILE = "evaluation.yaml"  # in the folder of an evaluation's configuration

Where = Condition  # see `codebook.conditions`
Text = NewType("Text", str)  # what a reader sees, in the report's language
NO_WEIGHTS, SIMPLE_DESIGN = "none", "simple"  # the program's own words for `weights` and `design`


class Author(str):
    """The name of an author; `role` is what stands behind it on the title page, "" for nothing."""

    role: str

    def __new__(cls, name: str, role: str = "") -> "Author":
        author = super().__new__(cls, name)
        author.role = role
        return author


class Choice(StrEnum):
    """One of a few words that a key can have. A job gets it as plain text."""

    def __repr__(self) -> str:
        return repr(self.value)

    def __reduce_ex__(self, protocol: object) -> tuple[type[str], tuple[str]]:
        return str, (self.value,)


class Status(Choice):
    """Whether an edition may still change."""

    DRAFT = "draft"
    FINAL = "final"


class Charts(Choice):
    """Figures of the Word report: drawn by Word, or pictures."""

    NATIVE = "native"
    PICTURE = "picture"


class Consequence(Choice):
    """What something doubtful does to a final edition: it is not built, or is told of it."""

    REFUSE = "refuse"
    REPORT = "report"


@dataclass(frozen=True)
class Instrument:
    """A questionnaire or register: where its codebook, cleaning rules and raw files are."""

    id: str
    label: Text
    codebook: str
    cleaning: str
    waves: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Group:
    """Respondents that meet a condition, under one label and colour."""

    id: str
    label: Text
    where: Where
    colour: str = ""
    over: Text = Text("")
    prose: Text = Text("")  # what running text calls it, where that is not the label


@dataclass(frozen=True)
class Grouping:
    """A way to divide the respondents: by groups with a condition each, or by all values of a variable."""

    id: str
    label: Text
    groups: tuple[Group, ...] = ()
    values_of: str = ""

    @property
    def variables(self) -> set[str]:
        """What its conditions are about."""
        return {name for group in self.groups for name in variables_in(group.where)}

    @property
    def of_waves(self) -> bool:
        """Whether its groups are waves."""
        return self.variables == {"wave"}


@dataclass(frozen=True)
class Chapter:
    """A chapter of an edition: its id, its number or appendix number (none: unnumbered), a template of another name, the heading of
    the part that begins with it, and its language where that is another than the report's."""

    id: str
    number: int | None = None
    appendix: int | None = None
    template: str = ""
    part: Text = Text("")
    language: str = ""


@dataclass(frozen=True)
class Slide:
    """An exhibit that the slides show, and words of the claim that is the slide's title ("" for the first that holds)."""

    exhibit: str
    finding: str = ""


@dataclass(frozen=True)
class Edition:
    """A report made at one time: the waves it knows of and its chapters."""

    id: str
    title: Text
    date: Text
    status: Status
    waves: dict[str, tuple[str, ...]]
    chapters: tuple[Chapter, ...]
    series: str = ""
    report_number: str = ""
    isbn: str = ""
    issn: str = ""
    imprint: Text = Text("")
    citation: Text = Text("")
    published: str = ""
    records: tuple[str, ...] | None = None  # names of the records it knows; None for all
    subtitle: Text = Text("")  # in place of the evaluation's
    previous: str = ""  # the frozen edition that changes() compares with
    background: Background | None = None  # in place of the evaluation's
    slides: tuple[Slide, ...] = ()
    figure_data: bool | None = None  # an appendix with the numbers behind the figures; None for final editions only
    language: str = ""  # in place of the evaluation's
    data_note: Text | None = None  # in place of the evaluation's; "" for none

    def noted(self, evaluation: "Evaluation") -> str:
        """The sentence about the data that every reader of the edition meets."""
        return evaluation.data_note if self.data_note is None else self.data_note


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
    where: Where = field(default_factory=dict)
    base: str = "answered"
    display: str = "table"
    scale: str = ""
    positive_first: bool = False
    decimals: int = 1
    test: str = "none"
    test_groups: tuple[tuple[str, ...], ...] = ()
    sort: str = "plan"
    landscape: bool = False
    charts: str = ""  # native | picture in Word; "" as the evaluation says
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
    nonresponse: str = "left_out"  # kind total: left_out | adjusted
    denominator: str = ""  # kind ratio
    quantiles: tuple[float, ...] = ()  # kind quantile
    better: tuple[Any, ...] = ()  # kind change: answers that say so
    worse: tuple[Any, ...] = ()
    records: str = ""  # kinds count, listing, matrix: name.table
    rows: dict[str, Any] = field(default_factory=dict)  # column, codes, shown
    across: dict[str, Any] = field(default_factory=dict)
    cell: str = ""
    file: str = ""  # kind picture: below the configuration folder
    form: str = ""  # kind tally: the form of the registrations
    columns: tuple[dict[str, Any], ...] = ()  # kind listing: column, label, codes
    group_by: dict[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    unit: str = ""
    multiple: str = "each"
    persons: bool = False
    across_break: bool = False
    pairwise: bool = False  # all pairs of groups are compared
    counts: str = ""  # counts beside shares: brackets | columns, or in their place: only
    of: tuple[str, ...] = ()  # kind joined: exhibits before it, that it prints beside each other
    items: tuple[dict[str, Any], ...] = ()  # kind joined: of (a variable of each part), label
    answers: str = ""  # kind distribution: columns = answers across, an item or group a row
    sd: bool = False  # standard deviations beside means
    range: bool = False  # the smallest and largest answer beside means
    bins: tuple[float, ...] = ()  # kind histogram: edges of its classes
    method: str = "pearson"  # kind correlation: pearson | spearman
    precision: tuple[str, ...] = ()  # design_effect, effective_n, standard_error
    stated: float | None = None  # kinds mean and share: the number that each is tested against
    compared_with: str = ""  # kind kappa: the other coding
    person: str = ""  # kind paired_change: the variable that tells who is who
    waves: tuple[str, ...] = ()  # kind paired_change: the two that are compared, the earlier one first
    covariates: tuple[dict[str, Any], ...] = ()  # kind regression: variable, per, label
    model: str = ""  # linear | logistic
    effect: str = ""  # coefficient | marginal | odds_ratio
    small_samples: str = ""  # cr2
    shortest: int = 0  # kind open_answers: characters of the shortest answer shown
    most: int = 0  # kind open_answers: answers shown of a group; 0 = all
    editions: tuple[str, ...] = ()  # those it is made for; () = all
    background: tuple[str, ...] = ()  # groupings of `by` that it has from the plan's background
    sentences: bool = False  # what these show is told in words below it


@dataclass(frozen=True)
class ClaimSettings:
    """How claims are judged: margins that are not the program's own, and whether a final edition may have weakened ones."""

    margins: dict[str, float] = field(default_factory=dict)
    weakened: Consequence = Consequence.REPORT


@dataclass(frozen=True)
class Evaluation:
    """Everything configured about one evaluation."""

    id: str
    folder: Path
    language: str  # of the edition that is built
    title: Text
    commissioner: Text
    institution: Text
    authors: tuple[Author, ...]
    instruments: Mapping[str, Instrument]
    groupings: Mapping[str, Grouping]
    significance_levels: tuple[float, ...]
    disclosure: dict[str, Any]
    editions: Mapping[str, Edition]
    subtitle: Text = Text("")
    data_note: Text = Text("")
    value_notes: Mapping[str, Text] = field(default_factory=dict)
    derived: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    response: Mapping[str, Any] = field(default_factory=dict)
    weighting: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    designs: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    analysis_defaults: dict[str, str] = field(default_factory=dict)
    uncertainty: dict[str, Any] = field(default_factory=dict)  # level, shares, quantiles
    imputations: dict[str, dict[str, Any]] = field(default_factory=dict)  # variable -> instrument, variables (columns)
    keywords: tuple[str, ...] = ()
    reference: Path | None = None  # the team's own reference.docx
    charts: Charts = Charts.PICTURE
    figure_csv: str = "plain"  # plain | excel
    slides_template: Path | None = None  # the team's own PowerPoint file
    returns: bool = False  # whether edits of drafts in Word can be taken in
    final_literals: Consequence = Consequence.REFUSE  # numbers typed by hand
    records: Mapping[str, Source] = field(default_factory=dict)
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    claims: ClaimSettings = ClaimSettings()
    background: Background | None = None
    shared_language: str = ""  # the evaluation's own: what all editions share is written in it
    codings: dict[str, dict[str, Any]] = field(default_factory=dict)  # instrument -> name -> codes of open answers
    percent_from: int = 5  # smallest base of a share that is printed in per cent

    @property
    def in_translation(self) -> bool:
        """Whether the edition is in another language than the evaluation."""
        return bool(self.shared_language) and self.language != self.shared_language

    def exhibit_file(self, chapter: str) -> Path:
        """The exhibit file of a chapter."""
        return self.folder / "exhibits" / f"{chapter}.yaml"

    def group(self, id: str) -> Group:
        """The group of an id."""
        return next(g for grouping in self.groupings.values() for g in grouping.groups if g.id == id)


def items_of(exhibit: Exhibit, codebook: Codebook) -> tuple[Variable, ...]:
    """The variables of an exhibit: those named, or those of its battery."""
    if exhibit.battery:
        return codebook.battery(exhibit.battery)
    return tuple(codebook.variable(name) for name in exhibit.variables)

"""What exhibits of answers ask for, held against the codebook."""

from collections.abc import Iterator
from pathlib import Path

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.evaluation.model import NO_WEIGHTS, SIMPLE_DESIGN, Exhibit, items_of
from evalreport.exhibits.answers.scores import ANSWERS, ELEVEN
from evalreport.exhibits.bins import bin_ids
from evalreport.exhibits.breaks import broken
from evalreport.exhibits.kind import Found, Ground
from evalreport.files.spreadsheets import suggestion

NUMBERS = ("scale", "number", "year")  # types of variables with a total and a quantile
AVERAGED = (*NUMBERS, "tick")  # those with a mean: of ticks it is their share


def number_problems(exhibit: Exhibit, ground: Ground, advice: str = "") -> Iterator[Found]:
    """Variables that have no total, ratio or quantile, as they are no numbers."""
    book = ground.codebooks[exhibit.instrument]
    if exhibit.denominator and exhibit.denominator not in book.names:
        yield f"denominator: no variable {exhibit.denominator!r}", suggestion(exhibit.denominator, book.names)
        return
    below = [book.variable(exhibit.denominator)] if exhibit.denominator else []
    for variable in (*items_of(exhibit, book), *below):
        if variable.type not in NUMBERS:
            hint = advice or f"Choose a variable of type {', '.join(NUMBERS)}"
            yield f"{variable.name} is of type {variable.type} and has no {exhibit.kind}", hint


def mean_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Variables without a mean: codes without order, dates, texts."""
    for variable in items_of(exhibit, ground.codebooks[exhibit.instrument]):
        if variable.type not in AVERAGED and not exhibit.counted:
            found = f"{variable.name} is of type {variable.type} and has no mean"
            yield found, f"Choose a variable of type {', '.join(AVERAGED)}; answers in an order are of type scale"


def total_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Variables that are no numbers or have no answers to count, or an adjustment for those who were not asked."""
    book = ground.codebooks[exhibit.instrument]
    for variable in items_of(exhibit, book):
        if exhibit.nonresponse == "adjusted" and variable.asked_of and not (variable.jumps or exhibit.where):
            found = f"nonresponse: adjusted, but {variable.name} was asked of {variable.asked_of!r} only"
            yield (
                found,
                "Say with `asked_if` in the codebook, or with `where`, who was asked: others have not failed to answer",
            )
    if exhibit.counted:
        yield from answer_problems(exhibit, book, by_answers=True)
    else:
        yield from number_problems(exhibit, ground, "Count answers with `counted`")


def simple_test_problems(exhibit: Exhibit, book: Codebook) -> Iterator[Found]:
    """An exact test or a test of trend under a design or weights, of what has no answers to count, or no order."""
    if exhibit.test not in ("exact", "trend"):
        return
    if exhibit.design != SIMPLE_DESIGN or exhibit.weights != NO_WEIGHTS:
        right = (
            "Choose test: chi2, which takes them into account" if exhibit.test == "exact" else "Choose kind: regression"
        )
        yield f"test: {exhibit.test} under a design or weights", right
    shares = exhibit.kind in ("distribution", "share")
    if exhibit.test == "exact" and not shares:
        yield f"test: exact in an exhibit of kind {exhibit.kind}", "It is of answers: kind distribution or share"
    if exhibit.test == "trend" and not (shares or exhibit.kind == "mean"):
        yield f"test: trend in an exhibit of kind {exhibit.kind}", "Choose kind distribution, share or mean"
    for variable in items_of(exhibit, book) if exhibit.test == "trend" else ():
        if not (exhibit.counted or exhibit.collapse or variable.type in NUMBERS or variable.index):
            found = f"test: trend of {variable.name}, whose answers have no order (type {variable.type})"
            yield found, "Count answers with `counted`, or put them in an order with a collapse; or test: chi2"


def rank_problems(exhibit: Exhibit, book: Codebook) -> Iterator[Found]:
    """A rank test of answers that have no order, or of shares."""
    if exhibit.kind not in ("mean", "distribution"):
        yield f"test: rank in an exhibit of kind {exhibit.kind}", "Ranks are of the answers: kind mean or distribution"
        return
    for variable in items_of(exhibit, book):
        if variable.type not in NUMBERS and not variable.index:
            hint = f"Choose a variable of type {', '.join(NUMBERS)}, or test: chi2"
            yield f"test: rank of {variable.name}, which is of type {variable.type}", hint


def stated_problems(exhibit: Exhibit) -> Iterator[Found]:
    """A stated number that nothing can be tested against, or beside a test between groups."""
    if exhibit.display != "table":
        yield f"stated with display: {exhibit.display}", "Only tables show it"
    if exhibit.test != "none":
        yield (
            f"stated beside test: {exhibit.test}",
            "Leave one out: an exhibit tests against a number or between groups",
        )
    if exhibit.counted and not 0 < float(exhibit.stated or 0) < 1:
        yield f"stated: {exhibit.stated} of a share", "A number between 0 and 1"


def kappa_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Codings that have no answers, or none in common."""
    book = ground.codebooks[exhibit.instrument]
    if exhibit.compared_with not in book.names:
        yield f"compared_with: no variable {exhibit.compared_with!r}", suggestion(exhibit.compared_with, book.names)
        return
    other = book.variable(exhibit.compared_with)
    for variable in (*items_of(exhibit, book), other):
        if not variable.is_coded and not exhibit.collapse:
            yield f"{variable.name} is of type {variable.type} and has no answers to compare", "Choose coded variables"
            return
    for variable in items_of(exhibit, book):
        if variable.name == other.name:
            yield f"{variable.name} is compared with itself", "Name the other coding"
        elif not set(known_categories(exhibit, variable, book)) & set(known_categories(exhibit, other, book)):
            yield f"{variable.name} and {other.name} have no answer in common", "Bring them to the same codes"


def base_problems(exhibit: Exhibit, shares: bool) -> Iterator[Found]:
    """A base that the numbers do not have: a mean, a quantile or a model is of those who answered; shares: they are shares of a base."""
    if exhibit.base != "answered" and not shares and not (exhibit.base == "named" and not exhibit.counted):
        found = f"base: {exhibit.base} in an exhibit of kind {exhibit.kind}" + (
            "" if exhibit.counted else " without `counted`"
        )
        yield found, "Leave it out: such numbers are of those who answered; only shares and counts have other bases"


def named_problems(exhibit: Exhibit, book: Codebook) -> Iterator[Found]:
    """A base of those who named any answer, where nothing is counted or there is one answer only."""
    if exhibit.base != "named":
        return
    if not exhibit.counted:
        yield "base: named without `counted`", "It is of those who gave a counted answer to any of the items"
    if len(items_of(exhibit, book)) < 2:
        yield "base: named with one item", "All of them named it: write base: answered or all"


def change_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """A test that there is not, and answers that are better and worse."""
    if exhibit.test in ("chi2", "rank", "exact", "trend"):
        yield f"kind {exhibit.kind} with test: {exhibit.test}", "Choose t or anova or none"
    both = sorted({str(code) for code in exhibit.better} & {str(code) for code in exhibit.worse})
    if both:
        yield f"better and worse both have {', '.join(both)}", "Each answer is one of them, or neither"


def nps_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """A test that there is not, and variables whose answers are not 0 to 10."""
    yield from change_problems(exhibit, ground)
    book = ground.codebooks[exhibit.instrument]
    for variable in items_of(exhibit, book):
        codes = [str(c.code) for c in book.value_set(variable.value_set).valid] if variable.is_coded else []
        beyond = [code for code in codes if code not in ELEVEN]
        if beyond or (codes and "10" not in codes):
            found = f"{variable.name} has the answers {', '.join(beyond or codes)}"
            yield found, "A net promoter score is made of answers from 0 to 10; mark others as missing, or recode"
        elif not codes and variable.type not in NUMBERS:
            yield f"{variable.name} is of type {variable.type}", "A net promoter score is made of numbers from 0 to 10"


def histogram_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Edges that do not rise, and variables that are no numbers."""
    if any(low >= high for low, high in zip(exhibit.bins, exhibit.bins[1:], strict=False)):
        found = f"bins: {', '.join(f'{edge:.15g}' for edge in exhibit.bins)}"
        yield found, "Edges of classes, from the smallest to the largest"
    yield from number_problems(exhibit, ground)


def box_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """A box plot of other than five quantiles around the median, and variables that are no numbers."""
    shown = sorted(exhibit.quantiles)
    if exhibit.display == "box" and (len(shown) != 5 or shown[2] != 0.5):
        found = f"a box plot of the quantiles {', '.join(f'{p:g}' for p in exhibit.quantiles)}"
        yield found, "Ends of the lines, ends of the box and the median: [0.05, 0.25, 0.5, 0.75, 0.95]"
    yield from number_problems(exhibit, ground)


def contrast_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """What is wrong with the differences of an exhibit; once nothing is, those across a break."""
    groupings = ground.evaluation.groupings
    groups = [group.id for name in exhibit.by if name in groupings for group in groupings[name].groups]
    found = [*_differences(exhibit, groups), *mean_problems(exhibit, ground)]
    yield from found or across_break(exhibit, ground)


def _differences(exhibit: Exhibit, groups: list[str]) -> Iterator[Found]:
    if exhibit.design == SIMPLE_DESIGN:
        yield "kind contrast without a design", "Choose one of the evaluation's `designs`"
    for each in exhibit.contrasts:
        if len(each["plus"]) != len(each["minus"]):
            yield f"{each['id']}: unlike numbers of groups", "As many are added as subtracted"
        for name in sorted({*each["plus"]} & {*each["minus"]}):
            yield f"{each['id']}: the group {name!r} is added and subtracted", "Compare it with another"
        for name in sorted({*each["plus"], *each["minus"]} - set(groups)):
            yield f"{each['id']}: unknown group {name!r}", suggestion(name, groups)


def across_break(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Differences across a break in a series that the exhibit does not own up to."""
    if exhibit.across_break:
        return
    for variable, columns in broken(exhibit, ground.evaluation, ground.codebooks[exhibit.instrument]):
        for name, stretches in columns.items():
            if len(stretches) > 1:
                yield (
                    f"{name}: {variable.name} was changed from {', '.join(variable.breaks)}, and the difference is across that break",
                    "Leave the item or the difference out, or write across_break: true: then it stands with a footnote",
                )


def tested_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """A test of means of answers that have none."""
    if exhibit.test in ("t", "anova"):
        for variable in items_of(exhibit, ground.codebooks[exhibit.instrument]):
            if variable.type not in AVERAGED:
                yield f"test: {exhibit.test} of {variable.name}, which is of type {variable.type}", "Choose chi2"


def counted_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """A share of all answers there are among those who answered, which is 100 per cent whatever they said."""
    book = ground.codebooks[exhibit.instrument]
    for variable in items_of(exhibit, book):
        known = known_categories(exhibit, variable, book)
        if exhibit.base != "all" and known and {*known} <= {str(code) for code in exhibit.counted}:
            yield (
                f"counted names every answer to {variable.name}",
                "Leave out those that shall not count, or write base: all",
            )


def answer_problems(exhibit: Exhibit, book: Codebook, by_answers: bool) -> Iterator[Found]:
    """Answers that the variables of an exhibit do not have; by_answers: it counts them, so there must be some."""
    for variable in items_of(exhibit, book):
        known = known_categories(exhibit, variable, book)
        for category in (*exhibit.categories, *exhibit.counted, *exhibit.better, *exhibit.worse):
            if str(category) not in known:
                yield f"{variable.name} has no answer {category!r}", suggestion(str(category), known)
        if by_answers and not known:
            if variable.is_coded:
                found = f"all answers of {variable.name} ({variable.value_set}) are missing codes"
                yield found, "See the column missing in value_sets.csv"
            else:
                found = f"{variable.name} is of type {variable.type} and has no answer categories"
                yield found, "Add a collapse, or choose kind mean"


def collapse_problems(exhibit: Exhibit, book: Codebook) -> Iterator[Found]:
    """Categories of a collapse that none of a variable's answers is in, and answers that are in no category.

    An answer that shall not be shown has a category too; `categories` says which of them the exhibit shows.
    """
    collapse, seen = book.collapse(exhibit.collapse), set()
    file = (Path(book.file).parent / "collapses.csv").as_posix()
    expected = f"Put every code in a category, as 1-3 or 1 2 3, in {file}"
    for variable in items_of(exhibit, book):
        if not variable.is_coded or variable.value_set in seen:
            continue
        seen.add(variable.value_set)
        answers = book.value_set(variable.value_set)
        category_of = {choice.code: collapse.category_of(choice.code) for choice in answers.choices}
        for each in collapse.categories:
            if each.id not in category_of.values():
                yield (
                    f"category {each.id!r} of collapse {collapse.id!r} has none of {variable.name}'s answers",
                    expected,
                )
        left = [str(choice.code) for choice in answers.valid if category_of[choice.code] is None]
        if left:
            yield f"collapse {collapse.id!r} has no category for {', '.join(left)} of {variable.value_set}", expected


def known_categories(exhibit: Exhibit, variable: Variable, book: Codebook) -> list[str]:
    """The categories of a variable as an exhibit shows it, in display order: those of the collapse, or valid codes."""
    if exhibit.kind in ANSWERS:
        return list(ANSWERS[exhibit.kind])
    if exhibit.bins:
        return bin_ids(exhibit.bins)
    if exhibit.collapse:
        return [category.id for category in book.collapse(exhibit.collapse).categories]
    return [str(choice.code) for choice in book.value_set(variable.value_set).valid] if variable.is_coded else []

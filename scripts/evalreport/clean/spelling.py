"""Names that are written in other capitals or with other blanks than they should be, brought to one spelling."""

from collections.abc import Iterable, Iterator, Mapping

from evalreport.codebook.codebook import Codebook, Variable


def key_of(name: str) -> str:
    """What is the same for names that differ in capitals and blanks alone."""
    return "".join(name.casefold().split())


def spellings(variable: Variable, names: Iterable[object], book: Codebook) -> dict[str, str]:
    """Key -> the right name: of `names`, or without these of the answers to the variable; an answer has the first of its texts."""
    found: dict[str, str] = {}
    for text, _ in _right(variable, names, book):
        found.setdefault(key_of(text), text)
    return found


def spelling_problems(variable: Variable, names: Iterable[object], book: Codebook) -> Iterator[tuple[str, str]]:
    """(found, expected) of names that differ in capitals and blanks alone, and of a variable that has no names."""
    names = list(names)
    if not names and not variable.is_coded:
        yield f"{variable.name} is of type {variable.type} and has no names", "List them: values: [Oslo, Nordre Land]"
        return
    meant: dict[str, tuple[str, object]] = {}
    for text, answer in _right(variable, names, book):
        first, of = meant.setdefault(key_of(text), (text, answer))
        if of != answer:
            yield (
                f"{first!r} and {text!r} differ in capitals and blanks alone",
                "Nobody could tell which is meant: use replace",
            )


def _right(variable: Variable, names: Iterable[object], book: Codebook) -> Iterator[tuple[str, object]]:
    """The right texts, and what each means."""
    listed = [str(name).strip() for name in names]
    known: Mapping[str, object] = (
        {name: name for name in listed} if listed else book.value_set(variable.value_set).matches()
    )
    yield from known.items()

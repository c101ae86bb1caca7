"""The engine that templates run in: no way out of it, no text or number without end, and an end after some time."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import TemplateRuntimeError
from jinja2.defaults import DEFAULT_FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

try:
    import resource
except ImportError:  # Windows: memory is not limited
    resource = None  # type: ignore[assignment]

MOST_NUMBERS = 100_000  # of a range
LONGEST = 1_000_000  # characters that one call makes of nothing
MOST_BITS = 10_000  # of a whole number
WIDE = re.compile(r"\d{5,}|%[-+ #0]*\*")  # a width in a format, or one that is computed
WIDTHS = ("center", "indent", "wordwrap", "truncate", "batch", "slice")  # filters that take a width or a length
STATM, PAGE = Path("/proc/self/statm"), 4096


class TooMuch(TemplateRuntimeError):
    """Raised where a template asks for more time, memory or text than a chapter can need."""


class Sandbox(SandboxedEnvironment):
    """Jinja's sandbox; what could make a text or a number without end is looked at before it does."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.globals["range"] = numbers
        self.filters |= {name: _bounded(DEFAULT_FILTERS[name]) for name in WIDTHS}
        self.filters["format"] = _formatting(DEFAULT_FILTERS["format"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of `*`, `**` or `%`; raises TooMuch where it would be too long."""
        if operator == "%" and isinstance(left, str):
            _check_format(left)
        elif operator == "**" and isinstance(left, int) and isinstance(right, int):
            _check_bits(left.bit_length() * right)
        elif operator == "*":
            _check_product(left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **named: Any) -> Any:
        """What a call gives; raises TooMuch where a method of texts would make one that is too long."""
        if isinstance(getattr(obj, "__self__", None), str):
            _check_widths((*args, *named.values()))
        if getattr(obj, "__name__", "") in ("format", "format_map") and isinstance(
            own := getattr(obj, "__self__", getattr(getattr(obj, "__wrapped__", None), "__self__", None)), str
        ):
            _check_format(own)
        return super().call(context, obj, *args, **named)


def numbers(*limits: int) -> range:
    """Python's range, of no more than MOST_NUMBERS; raises TooMuch."""
    found = range(*limits)
    if (found.stop - found.start) // found.step > MOST_NUMBERS:
        raise TooMuch(f"range({', '.join(map(str, limits))}) has more than {MOST_NUMBERS} numbers")
    return found


def _check_bits(bits: int) -> None:
    if bits > MOST_BITS:
        raise TooMuch("a number of more than 3000 digits")


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        _check_bits(left.bit_length() + right.bit_length())
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str | list | tuple) and isinstance(times, int) and len(many) * times > LONGEST:
            raise TooMuch(f"a text or list of {len(many) * times} parts")


def _check_format(text: str) -> None:
    if WIDE.search(text):
        raise TooMuch(f"the format {text[:40]!r}, whose width is too large or computed")


def _check_widths(given: tuple[Any, ...]) -> None:
    for width in given:
        if isinstance(width, int) and width > LONGEST:
            raise TooMuch(f"a text {width} characters wide")


def _bounded(apply: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses a width beyond all use."""

    def checked(*args: Any, **named: Any) -> Any:
        _check_widths((*args[1:], *named.values()))
        return apply(*args, **named)

    vars(checked).update(vars(apply))  # what Jinja hands it first
    return checked


def _formatting(apply: Callable[..., Any]) -> Callable[..., Any]:
    def checked(value: Any, *args: Any, **named: Any) -> Any:
        _check_format(str(value))
        return apply(value, *args, **named)

    return checked


@contextmanager
def within(seconds: float, memory: int) -> Iterator[None]:
    """Raise TooMuch after some seconds of processor time, and MemoryError where that many bytes more are asked for.

    Time is measured where the system has such a clock and in the main thread, memory where it can be limited (Linux).
    """
    with _memory(memory), _time(seconds):
        yield


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooMuch(f"it was not done after {seconds:.0f} seconds: a loop without end, or one inside another")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _memory(most: int) -> Iterator[None]:
    if resource is None or not STATM.is_file():
        yield
        return
    used = int(STATM.read_text(encoding="ascii").split()[0]) * PAGE
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = used + most
    if limit >= (soft if soft != resource.RLIM_INFINITY else limit + 1):
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        with suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

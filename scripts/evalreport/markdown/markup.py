"""What is text and what is Markdown in a template: text is escaped once, at the moment it is printed.

A function of a template gives back text (a label, a number, a fact) as a plain string, and what it has made itself (a table, a
reference) as `Markdown`. So a label can be compared, shortened or joined as it is written, and no sign in it becomes markup.
"""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import make_attrgetter
from markupsafe import Markup

from evalreport.markdown.grid import escape


class Markdown(Markup):
    """Pandoc Markdown. What is added or joined to it is escaped if it is text; Jinja prints it as it is."""

    @classmethod
    def escape(cls, s: Any, /) -> "Markdown":
        """The value as Markdown: Markdown as it is (Jinja's macros give back `Markup`), all else as text."""
        return cls(s if isinstance(s, Markup) else escape(str(s)))


def joined(parts: Iterable[Any], between: Any = "") -> str:
    """Parts as one: text as long as all are text, Markdown when one of them is."""
    found = list(parts)
    if any(isinstance(part, Markup) for part in (*found, between)):
        return Markdown.escape(between).join(found)
    return str(between).join(map(str, found))


def gives_markdown(function: Callable[..., str]) -> Callable[..., Markdown]:
    """The function, whose text is Markdown of its own making."""
    return lambda *args, **named: Markdown(function(*args, **named))


class _Generator(CodeGenerator):
    """Jinja's compiler with a `~` that escapes text as Markdown and not as HTML, and that takes a string in {{ }} for text."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible  # Jinja would escape it as HTML now, before it is printed
        return super()._output_child_to_const(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Write the code of `a ~ b`: a call of `joined`."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


@pass_environment
def _join(environment: Environment, value: Iterable[Any], d: Any = "", attribute: str | int | None = None) -> str:
    """Jinja's filter `join`, for text and Markdown."""
    return joined(value if attribute is None else map(make_attrgetter(environment, attribute), value), d)


def print_as_markdown(environment: Environment) -> None:
    """Let an environment escape what it prints as Markdown, wherever text meets Markdown in it."""
    environment.autoescape = True  # so that macros, calls and blocks are known as printed already
    environment.finalize = Markdown.escape
    environment.code_generator_class = _Generator
    environment.filters["join"] = _join
    environment.joined = joined  # type: ignore[attr-defined]

"""Which groups of an exhibit can be compared although the question changed between waves."""

from evalreport.exhibits.view import View

MARK = "†"


def comparable(view: View, variable: str, *groups: str) -> bool:
    """Whether the groups of an exhibit answered the same question: no break of the variable lies between or inside them."""
    found = view.breaks.get(variable)
    return found is None or len({stretch for group in groups for stretch in found.stretches.get(group, ())}) < 2


def asked(view: View, variable: str, group: str) -> bool:
    """Whether a group was asked a variable whose series breaks; taken for granted of others."""
    found = view.breaks.get(variable)
    return found is None or bool(found.stretches.get(group))

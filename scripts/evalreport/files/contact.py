"""What tells in a text how somebody is reached or who it is: e-mail addresses, and long numbers of telephones, accounts and persons."""

import re

# Days and years with hyphens between them: 2024-06-30, 2008-2009. They are read first, so that nothing of them is taken for a number.
_TIMES = r"(?<![\w-])(?:(?:19|20)\d\d-\d\d?-\d\d?|\d\d?-\d\d?-(?:19|20)\d\d|(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)+)(?![\w-])"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# Eight digits or more, with a blank, a full stop, a hyphen or a bracket between any of them; and a national identity number.
_NUMBER = r"\+?\(?(?<![\d-])\d(?:\)? ?[-‐‑– .]?\(?\d){7,}(?![\d-])|\b\d{6}[ -]\d{5}\b"
_TELLING = re.compile(rf"(?P<times>{_TIMES})|{_MAIL}|{_NUMBER}")


def without_contact(text: str, sign: str) -> str:
    """The text with a sign in place of what tells."""
    return _TELLING.sub(lambda found: found[0] if found["times"] else sign, text)


def holds_contact(text: str) -> bool:
    """Whether something in a text tells who wrote it or how to reach them."""
    return any(not found["times"] for found in _TELLING.finditer(text))

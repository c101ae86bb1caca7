"""What the headers of neighbouring columns share."""

import re


def same_stem(header: str) -> tuple[str, str] | None:
    """What headers of one battery share: ("q4", "") of q4_1 and q4_2; None for a header without a number or letter."""
    numbered = re.fullmatch(r"(.*?)[ _.\-\[(]*(\d+)((?:[^\w]|_)\D*)?", header)
    if numbered:
        return numbered[1].casefold(), (numbered[3] or "").casefold()
    lettered = re.fullmatch(r"(.*\d)[ _.\-]?([A-Za-z])", header)
    return (lettered[1].casefold(), "") if lettered else None

"""Answers that may be none: codes far from all others (-99, 999), words for no answer that many chose, short codes of countries."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

# What survey programs and their users write where nothing was answered.
_CODE = re.compile(r"-(1|[6-9]|[6-9][0-9]|[1-9]{3}|99[0-9]|9999?)$|([6-9])\2+$|9+[6-9]$")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?$")
_FAR = 0.5  # of the range of all other answers, at least that far away
_MANY = 0.05  # share of answers from which a word for no answer is asked about


def far_codes(texts: Sequence[str], codes: Mapping[str, str]) -> list[str]:
    """Numbers without a label that look like codes for no answer and lie far from all others, in order.

    Single digits are left: 8 and 9 may be answers. Negative ones count where no other answer is negative.
    """
    numbers = {text: float(text.replace(",", ".")) for text in set(texts) if _NUMBER.match(text)}
    looks = {text for text in numbers if _CODE.match(text)}
    rest = [value for text, value in numbers.items() if text not in looks]
    rest += [float(code) for code in codes if _NUMBER.match(code) and "," not in code and code not in looks]
    if not rest or len(numbers) < len(set(texts)):
        return []
    low, high = min(rest), max(rest)
    gap = _FAR * max(high - low, 1)
    found = [
        text for text in looks if (numbers[text] < 0 <= low) or numbers[text] > high + gap or numbers[text] < low - gap
    ]
    return sorted(
        (text for text in found if len(text.lstrip("-")) > 1 or text.startswith("-")), key=lambda t: numbers[t]
    )


def short_codes(text: str, texts: Iterable[str]) -> bool:
    """Whether a short word (NA, DK) is one code among others of two letters, such as those of countries."""
    if not re.fullmatch("[A-Za-z]{2}", text):
        return False
    others = {other for other in texts if other != text}
    alike = [other for other in others if re.fullmatch("[A-Za-z]{2}", other) and other.isupper() == text.isupper()]
    return len(alike) >= 2 and len(alike) >= 0.5 * len(others)


def asks_of(
    name: str, texts: Sequence[str], codes: Mapping[str, str], missing: Mapping[str, str], declared: Sequence[str]
) -> tuple[str, ...]:
    """What a person is asked of the answers that were taken for none without the export saying so."""
    counts = Counter(text for text in texts if text in missing)
    numbers = {text: n for text, n in counts.items() if _NUMBER.match(text) and text not in codes and not declared}
    words = {t: n for t, n in counts.items() if not _NUMBER.match(t) and n > max(2, _MANY * len(texts))}
    asks = []
    if numbers:
        shown = ", ".join(
            f"{text} ({n})" for text, n in sorted(numbers.items(), key=lambda each: float(each[0].replace(",", ".")))
        )
        asks.append(f"{name}: {shown} far from the other answers, taken for no answer; is that right?")
    if words:
        shown = ", ".join(f"{text!r} ({n} of {len(texts)})" for text, n in sorted(words.items()))
        asks.append(f"{name}: {shown} taken for no answer; is that right?")
    near = _near(texts, codes, missing)
    if near:
        asks.append(f"{name}: {near} taken for answers; do they stand for no answer?")
    return tuple(asks)


def _near(texts: Sequence[str], codes: Mapping[str, str], missing: Mapping[str, str]) -> str:
    """Numbers that look like codes for no answer, come back, and are the last ones behind a gap."""
    counts = Counter(text for text in texts if text not in missing)
    if codes or not all(re.fullmatch(r"\d+", text) for text in counts):
        return ""
    values = sorted(map(int, counts))
    ends = [v for v in values if re.fullmatch(r"([89])\1*|9[6-9]|99[6-9]", str(v)) and counts[str(v)] > 1]
    rest = [v for v in values if v not in ends]
    gaps = [v for v in ends if rest and v > max(rest) + 1]
    return ", ".join(f"{v} ({counts[str(v)]})" for v in gaps)

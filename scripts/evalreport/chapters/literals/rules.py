"""Which digits in prose are no results (years, dates, sections, names, ends of scales), and which words say a share."""

import re
from collections.abc import Iterator
from functools import cache

from evalreport.words.catalogue import LANGUAGES, catalogue
from evalreport.words.dates import months

_NAMED = dict.fromkeys(name for language in LANGUAGES for name in months(language))
_MONTHS = "|".join(name for name in _NAMED if name.islower())
# Months that are names keep their capital: `may` is no month. In their languages the day may stand behind them.
_CAPITAL_MONTHS = f"(?-i:{'|'.join(name for name in _NAMED if not name.islower())})"
_YEAR = r"(?:19|20)\d\d"
_RANGE = r"\s?[-–/]\s?"
_COUNTED = (  # after these, a number that looks like a year is a quantity
    r"(?:prosent\w*|per cent|percent|kroner|personer?|persons?|people|respondenter|respondentar|respondents|ansatte|tilsette|"
    r"employees|brukere|brukarar|users|svar|answers|skjema\w*|forms|elever|elevar|pupils|kommuner|kommunar|kontor\w*|"
    r"deltakere|deltakarar|participants)(?!\w)"
)
_IN_TIME = (  # after these stands a point in time
    r"(?:i|fra|frå|siden|sidan|før|etter|innen|innan|høsten|hausten|våren|sommeren|sommaren|vinteren|året|år|årene|"
    r"in|from|since|before|after|autumn|spring|summer|winter|year)"
)
_NUMBERED = (  # what carries a number as its name
    r"(?:kapit?tel|kapitlet|kapitlene|kap\.?|(?:del|hoved|under)?(?:prosjekt|mål)|påstand|modul|tema|avsnitt\w*|vedlegg\w*|tabell\w*|figur\w*|boks|punkt|pkt\.|delrapport|rapport|del|side|s\.|sidene|"
    r"artikkel|art\.|ledd|versjon|utgave|utgåve|nr\.|nummer|spørsmål|sp\.|runde|bølge|bølgje|fase|steg|gruppe|modell|hypotese|"
    r"Meld\. ?St\.|St\. ?meld\.|Prop\.|Ot\. ?prp\.|Innst\.|"
    r"chapters?|sections?|goals?|aims?|project|module|appendix|appendices|tables?|figures?|box|pages?|pp?\.|article|version|no\.|number|question|wave|round|phase|step|"
    r"model|hypothesis)"
)
_ORDERED = (
    r"(?:runde|måling|bølge|bølgje|innsamling|utgave|utgåve|opplag|gang|klasse|trinn|kvartal|halvår|semester|termin|"
    r"årstrinn|plass|ledd|århundre|hundreår)\w*"
)
_LABEL = r"(?:\s?\([^()\d]*\))?"  # `7 (very good)`
_MEASURES = "prosentpoeng|percentage|poeng|points|timer|hours|år|years|dager|days|uker|weeks|ganger|times"
_NO_UNIT = rf"(?!\s?%)(?!\s(?:{_COUNTED}|(?:{_MEASURES})(?!\w)))"

# Each begins and ends on what it excuses; a number is excused when all of it lies inside one of them.
EXCUSES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "date": rf"(?<!\d)\d{{1,2}}\.?(?:{_RANGE}\d{{1,2}}\.?)?\s?(?:{_MONTHS}|{_CAPITAL_MONTHS})(?!\w)(?:,?\s{_YEAR})?"
        rf"|{_CAPITAL_MONTHS}\s\d{{1,2}}(?:,\s{_YEAR}|(?=[.,;)]))"
        rf"|(?<!\d)\d{{1,2}}\.\d{{1,2}}\.(?:{_YEAR}|\d\d)(?!\d)|{_YEAR}-\d\d-\d\d|(?:kl\.|klokken|klokka)\s?\d{{1,2}}(?:[.:]\d\d)?",
        "year": rf"{_YEAR}:\d+(?:[-–]\d+)?"
        rf"|(?<![\d,])(?<!\d\.)(?<!kr\s){_YEAR}(?:{_RANGE}(?:{_YEAR}|\d\d))?(?!\d|\s?%)(?![.,]\d)(?!\s{_COUNTED})"
        rf"|(?<!\w){_IN_TIME}\s{_YEAR}(?:{_RANGE}(?:{_YEAR}|\d\d))?(?:\s(?:og|and)\s{_YEAR})?(?!\d|\s?%)(?![.,]\d)"
        r"|(?<!\d)\d{2,4}-(?:tallet|talet|tall|årene|åra)",
        "law": r"§§?\s?\d+(?:[-–.]\d+)*\w?(?:(?:,| og| and| til| to)\s\d+(?:[-–.]\d+)*)*",
        "number of a part": rf"(?<!\w){_NUMBERED}\s?(?:nr\.\s?|no\.\s?)?\d[\d.\-–]*(?<![.])(?!\d|[.,]\d){_NO_UNIT}"
        rf"(?:(?:,|\sog|\sand|\stil|\sto|\seller|\sor)\s\d+(?:\.\d+)*(?!\d|[.,]\d){_NO_UNIT})*|NOU\s\d{{4}}:\s?\d+",
        "order": rf"(?<!\d)\d{{1,2}}\.\s(?:og\s\d{{1,2}}\.\s)?{_ORDERED}|(?<!\d)\d{{1,3}}(?:st|nd|rd|th)(?!\w)",
        "scale": rf"(?<!\w)(?:fra|frå|from|mellom|between)\s[01]{_LABEL}\s(?:til|to|og|and)\s\d{{1,2}}(?!\d|[.,]\d){_NO_UNIT}{_LABEL}"
        rf"|(?<![\d.,–-])[01]\s?[–-]\s?(?:[2-9]|1[01])(?!\d|[.,]\d){_NO_UNIT}"
        r"|(?<!\d)\d{1,2}-?(?:delt\w*|punkt\w*|trinn\w*|point)(?!\w)"
        r"|(?<![\d.,])\d{1,2}(?=\s(?:betyr|betydde|står for|tyder|means|stands for|"
        r"(?:er|som|is) (?:midtpunktet|midten|nøytral\w*|the midpoint|neutral))(?!\w))",
        "level": r"(?<![\d.,])\d{1,2}\s?(?:%|prosents?|per cent)[\s-]"
        r"(?:\w*nivå\w*|konfidens\w*|signifikans\w*|level|confidence|significance)",
        "name": r"(?<!\w)(?-i:(?=[^\W\d_]*[A-ZÆØÅ])[^\W\d_]+)[-‑]?\d+\w*|(?<!\w)[^\W\d_]{4,}[-‑]\d+(?!\w)|(?<!\w)\d(?-i:[A-ZÆØÅ])(?!\w)",
        "identifier": r"(?:tlf\.?|telefon|phone|org\.?\s?nr\.?|organisasjonsnummer|ISBN|ISSN|doi|orcid)\s?:?\s?\d[\d\s./\-–xX]*"
        r"|(?<!\d)10\.\d{4,}/\S+|(?<!\d)\d{3}\s\d{3}\s\d{3}(?=\s(?:MVA|mva))",
    }.items()
}
# Within a line that speaks of a scale, its values in ranges: `1–3 count as one side, 5–7 as the other`.
_SCALE_LINE = re.compile(r"(?<!\w)(?:\w*skala\w*|scales?)(?!\w)", re.IGNORECASE)
_SCALE_VALUES = re.compile(rf"(?<![\d.,–-])\d{{1,2}}\s?[–-]\s?\d{{1,2}}(?!\d|[.,]\d){_NO_UNIT}", re.IGNORECASE)

NUMBER = re.compile(
    r"(?<![\d])[−-]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*(?:\s?(?:%|prosentpoeng|prosent|per cent|percent)(?!\w))?"
)


@cache
def shares(language: str) -> re.Pattern[str]:
    """The words that say a share in a language: `to av tre`, `halvparten`."""
    known = catalogue(language).recognised
    patterns = "|".join(known["shares"]).replace("{few}", known["few"]).replace("{whole}", known["whole"])
    return re.compile(rf"(?<!\w)(?:{patterns})(?!\w)", re.IGNORECASE)


def excused(line: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, why) of each stretch of a line whose digits are no results."""
    for why, pattern in EXCUSES.items():
        yield from ((*match.span(), why) for match in pattern.finditer(line))
    if _SCALE_LINE.search(line):
        yield from ((*match.span(), "scale") for match in _SCALE_VALUES.finditer(line))

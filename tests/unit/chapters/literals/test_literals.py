"""Numbers typed into prose: every one is found on its line, and what is no result is left alone."""

import re
from pathlib import Path

import pytest
from evalreport.chapters.literals.found import DIGITS, WORDS, literals_in, masked
from evalreport.chapters.templates import SUFFIX
from hypothesis import given
from hypothesis import strategies as st

TEMPLATES = Path(__file__).parents[4] / "report_templates"
TINY = Path(__file__).parents[3] / "data" / "tiny" / "report_templates"


def typed(text: str, language: str = "nb") -> list[str]:
    return [literal.text for literal in literals_in(text, "x", language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("41 % svarte ja", ["41 %"]),
        ("41\u00a0% svarte ja", ["41\u00a0%"]),
        ("Andelen er 41,5 prosent.", ["41,5 prosent"]),
        ("Det kom 1 234 svar.", ["1 234"]),
        ("Det kom 1\u00a0234 svar.", ["1\u00a0234"]),
        ("snittet er 5,15, mot 4,98", ["5,15", "4,98"]),
        ("forskjellen (p = 0,012)", ["0,012"]),
        ("p < 0,05", ["0,05"]),
        ("12 prosentpoeng flere", ["12 prosentpoeng"]),
        ("N = 280", ["280"]),
        ("N=280 og n=12", ["280", "12"]),
        ("Vi spurte 2009 personer.", ["2009"]),
        ("1950 ansatte svarte", ["1950"]),
        ("omtrent 2000 kroner", ["2000"]),
        ("fra 12 til 19 prosent", ["12", "19 prosent"]),
        ("fra 1 til 7 prosent", ["1", "7 prosent"]),
        ("38–46 %", ["38", "46 %"]),
        ("1–7 timer i uka", ["1", "7"]),
        ("I 2009 svarte 41 %, mot 38 % i 2008", ["41 %", "38 %"]),
        ("tabell 3 viser at 41 personer svarte", ["41"]),
        ("tabell 3 og 41 personer", ["41"]),
        ("for 41 personer", ["41"]),
        ("en endring på −3", ["−3"]),
        ("- 41 svarte ja", ["41"]),
        ("> 41 svarte ja", ["41"]),
        ("## Bare 41 svarte {#sec-12}", ["41"]),
        ("**41** av *38*", ["41", "38"]),
        ("[41 personer](http://a.no/38)", ["41"]),
        ("| 41 | 38 |", ["41", "38"]),
        ('{{ pct("a", k=3) }} og 41', ["41"]),
        ("i 24 av 42 kontorer", ["24", "42"]),
        ("av de 17 som svarte", ["17"]),
        ("ti eller 12 år", ["12"]),
        ("2,5 ganger", ["2,5"]),
        ("prosjekt 41 prosent av dem", ["41 prosent"]),
        ("In May 41 pupils may answer", ["41"]),
        ("of whom 41 may return", ["41"]),
    ],
)
def test_typed_numbers_are_found(text, found):
    assert typed(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "I 2009 svarte flere enn i 2008.",
        "2008–2009, 2008/09 og 2008-2010",
        "Forsøket varte fra 2006 til 2011.",
        "utvalget fra 2009 ansatte noen",
        "2008-utvalget og 1990-tallet, 90-årene",
        "3. mai 2009, 12. juni og 3.–5. mai",
        "3 June 2025 and June 3, 2025",
        "01.02.2009 og 2009-02-01, kl. 12.30",
        "§ 5-1, §§ 5-1 og 5-2 og § 3a",
        "kapittel 3, avsnitt 4.2, vedlegg 2, tabell 8.3 og figur 2.1.",
        "tabell 3 og 4, side 12–14, s. 7",
        "delrapport 2, NOU 2010: 3, Meld. St. 12 (2014–2015), Prop. 1 S",
        "spørsmål 14 i runde 2, versjon 2.1, delprosjekt 4, mål 1, kap 8 og påstand 2",
        "1.januar 2008, Hansen m.fl.2008 og (Ringdal 2007:111)",
        "2. runde, 10. klasse, 3. kvartal, 1. og 2. måling",
        "the 2nd round, chapter 3 and figures 2 and 4",
        "fra 1 til 7, 1–7, 0-10",
        "fra 1 (svært uenig) til 7 (svært enig), der 4 er midtpunktet",
        "from 1 (never) to 5 (always)",
        "På skalaen regnes 1–3 som den ene siden og 5–7 som den andre.",
        "1 betyr nei og 3 betyr ingen endring",
        "en 7-punktsskala",
        "5 %-nivå, 5 prosents nivå og 95 % konfidensintervall",
        "COVID-19, covid-19, SF-36, RR2, SHA-256, NAV2, PISA-2018",
        "tlf. 22 33 44 55, org.nr. 123 456 789, ISBN 978-82-7894-123-4",
        "doi:10.1000/182.5",
        "1. Første\n2. Andre\n   3) Tredje\n(4) Fjerde",
        "`x = 41` og ```41```",
        "```r\nx <- 41\n```\nEtter.",
        "[se](http://a.no/41) og https://a.no/41/38",
        '![Figur](bilde.png){width=41% alt="41"}',
        "## Svar {#sec-41 .klasse2}",
        "Som vist [@hansen2009, s. 41] og @olsen41.",
        "Se noten.[^12]\n\n[^12]: En note.",
        "<!-- 41 --> <span data-n='41'>tekst</span>",
        "{## 41 ##}",
        '{{ pct("x", decimals=1) }} og {% if 3 > 2 %}ja{% endif %}',
        "::: {.ramme bredde=41}\nTekst\n:::",
    ],
)
def test_what_is_no_result_is_left_alone(text):
    assert typed(text) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("nb", "Tre av fire svarte, halvparten ofte og to tredeler sjelden.", ["Tre av fire", "halvparten", "to tredeler"]),
        ("nb", "dobbelt så mange; hver femte; tre ganger så ofte", ["dobbelt så", "hver femte", "tre ganger så"]),
        ("nb", "tre av bydelene, hver fjerde uke, den andre runden", []),
        ("nn", "Ein av fem, helvta, to tredelar, kvar fjerde", ["Ein av fem", "helvta", "to tredelar", "kvar fjerde"]),
        ("en", "One in five, half of them, two thirds and twice as many", ["One in five", "half of", "two thirds", "twice as"]),
        ("en", "every other week, half an hour, tre av fire", []),
    ],
)  # fmt: skip
def test_shares_in_words(language, text, found):
    literals = literals_in(text, "x", language)
    assert [literal.text for literal in literals] == found
    assert {literal.kind for literal in literals} <= {WORDS}


def test_a_claim_excuses_words_but_not_digits():
    text = '{% claim "majority", "x" %}Over halvparten, 52 %, svarte.{% endclaim %} Halvparten av dem er 41.'
    found = [(literal.text, literal.kind) for literal in literals_in(text, "x", "nb")]
    assert found == [("52 %", DIGITS), ("41", DIGITS), ("Halvparten", WORDS)]


def test_a_claim_around_another_tag():
    text = '{%- claim "a", "x" -%} {% if x %}{% claim "b", "y" %}halvparten{% endclaim %}{% endif %} tre av fire {% endclaim %} to tredeler'
    assert typed(text) == ["to tredeler"]


def test_lines_are_those_of_the_file():
    text = (
        '# T {#t}\r\n\r\n{{ table(\r\n  "x"\r\n) }}\r\n41 her.\r\n{## a\nb ##}\n  {%- if x -%}\n 38 der\n{% endif %}\n'
    )
    assert [(literal.line, literal.text) for literal in literals_in(text, "x", "nb")] == [(6, "41"), (10, "38")]


def test_the_context_shows_what_stands_around():
    (literal,) = literals_in("Av dem som svarte, er 41 % fornøyd med tiden.", "x", "nb")
    assert "svarte, er 41 % fornøyd" in literal.context and literal.start == 22
    (literal,) = literals_in('Av {{ n("x") }} er 41 % fornøyd ({{ ref("x") }}).', "x", "nb")
    assert literal.context == "Av … er 41 % fornøyd (…)."


@given(st.text(alphabet="a1 .,%–\n{}#`[]()@<>-§", max_size=60))
def test_masking_keeps_every_character_where_it_was(text):
    source = re.sub(r"\{(?=[{%#])", "(", text)
    digits, words = masked(source)
    assert [len(line) for line in digits.split("\n")] == [len(line) for line in source.split("\n")]
    assert len(words) == len(source)


KINDS = {
    "pct": ("{a} %", "{a},{b} %"),
    "n": ("{a}", "1\u00a0{a}{b}"),
    "mean": ("{b},{a}",),
    "diff": ("{a} prosentpoeng", "0,{a}"),
    "p": ("p = 0,0{a}", "p < 0,001"),
    "fact": ("{a}",),
    "wave_count": ("{a}{b}",),
}
CALL = re.compile(r"\{\{ ?(pct|n|mean|diff|p|fact|wave_count)\([^{}]*\) ?\}\}")


def typed_in_place(source: str) -> tuple[str, list[tuple[int, str]]]:
    """The template with numbers typed where functions stood, and (line, number) of each."""
    out, expected, last = "", [], 0
    for index, call in enumerate(CALL.finditer(source)):
        forms = KINDS[call[1]]
        text = forms[index % len(forms)].format(a=10 + index * 7 % 89, b=1 + index % 9)
        out += source[last : call.start()] + text
        expected.append((out.count("\n") + 1, text))
        last = call.end()
    return out + source[last:], expected


@pytest.mark.parametrize(("folder", "language", "least"), [(TEMPLATES / "husk", "nb", 400), (TINY / "tiny", "en", 9)])
def test_numbers_typed_in_place_of_functions_are_all_found_and_hardly_anything_else(folder, language, least):
    """The chapters as somebody would type them: every number found on its line; false alarms below 5 per cent."""
    count, missed, extra = 0, [], []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        source, expected = typed_in_place(path.read_text(encoding="utf-8"))
        found = [(x.line, x.text) for x in literals_in(source, path.name, language) if x.kind == DIGITS]
        count += len(expected)
        for line, text in expected:
            number = text.removeprefix("p = ").removeprefix("p < ")
            hit = next((x for x in found if x[0] == line and x[1].startswith(number)), None)
            if hit:
                found.remove(hit)
            else:
                missed.append((path.name, line, text))
        extra += [(path.name, *x) for x in found]
    assert count >= least and not missed
    assert len(extra) / (count + len(extra)) < 0.05, extra

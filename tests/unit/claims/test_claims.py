"""Claims in a template: the tag, the mark, the sentence as it is listed, and Markdown that stays whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from evalreport.chapters.chapter import Given
from evalreport.chapters.cited import citations, exhibits_quoted
from evalreport.chapters.templates import templates_of
from evalreport.claims.collect import Claim, file_name, plain_text, with_mark
from evalreport.claims.report import claims_csv, counts_line, read_claims, refusals, summary_section, worst_first
from evalreport.claims.verdicts import FAILS, HOLDS, UNKNOWN, WEAKENED
from evalreport.files.errors import BadInput
from test_chapters import FULL, SETTINGS, differences, estimates, render

MORE = '{% claim "higher", "use", category="2", group="a", than="b" %}'  # 48 % against 43 %
LESS = '{% claim "lower", "use", category="2", group="a", than="b" %}'
END = "{% endclaim %}"
BAD = "[holder ikke]{.claim_fails}"


@pytest.fixture
def chapter(tmp_path):
    def chapter(text: str, p: float = 0.03, **claims) -> tuple[str, list[Claim]]:
        path = tmp_path / "chapter.md.jinja"
        path.write_text(text, encoding="utf-8")
        settings = SETTINGS | {"claims": {"margins": {}, "marks": True} | claims}
        return render(Given(path, [tmp_path], estimates(FULL), differences(p), settings))

    return chapter


def test_a_claim_that_holds_leaves_no_trace(chapter):
    text, (claim,) = chapter(f'A. {MORE}Flere: {{{{ pct("use", "2", "a") }}}} ({{{{ ref("use") }}}}).{END} B.\n')
    assert text.replace("\u00a0", " ") == "A. Flere: 48 % ([](#tbl-use){.ref}). B.\n"
    assert (claim.chapter, claim.line, claim.verdict) == ("chapter", 1, HOLDS)
    assert claim.sentence.replace("\u00a0", " ") == "Flere: 48 % (use)."
    assert claim.condition == "higher: use, category 2, group a, than b"
    assert claim.numbers == "a 48 %; b 43 %"


def test_a_claim_that_fails_is_marked_in_a_draft_only(chapter):
    assert chapter(f"A. {LESS}Færre.{END} B.\n")[0] == f"A. Færre. {BAD} B.\n"
    text, (claim,) = chapter(f"A. {LESS}Færre.{END} B.\n", marks=False)
    assert text == "A. Færre. B.\n" and claim.verdict == FAILS


def test_weakened_and_unknown_have_marks_of_their_own(chapter):
    about = '{% claim "significant", "use" %}Sikkert.{% endclaim %}'
    assert chapter(about, p=0.07)[0] == "Sikkert. [svekket]{.claim_weakened}"
    assert chapter(about, p=float("nan"))[0] == "Sikkert. [kan ikke avgjøres]{.claim_unknown}"


@pytest.mark.parametrize("opening", [MORE, LESS])
def test_lists_and_paragraphs_stay_whole(chapter, opening):
    mark = "" if opening == MORE else f" {BAD}"
    text, _ = chapter(f"- {opening}ett{END}\n- {opening}to{END}\n\n{opening}tre{END}\nog mer {opening}fire{END}\nfem\n")
    assert text == f"- ett{mark}\n- to{mark}\n\ntre{mark}\nog mer fire{mark}\nfem\n"


@pytest.mark.parametrize("opening", [MORE, LESS])
def test_a_claim_on_lines_of_its_own_holds_whole_blocks(chapter, opening):
    mark = "" if opening == MORE else f" {BAD}"
    text, _ = chapter(f"En.\n\n{opening}\nTo.\n\n- tre\n- fire\n{END}\n\nFem.\n")
    assert text == f"En.\n\nTo.\n\n- tre\n- fire{mark}\n\nFem.\n"


def test_after_a_table_the_mark_is_a_paragraph(chapter):
    text, _ = chapter(f'{LESS}\n{{{{ table("use") }}}}\n{END}\n\nEtter.\n')
    assert f":::\n\n{BAD}\n" in text and text.endswith("\n\nEtter.\n")
    assert with_mark("| a |\n", FAILS, "en") == "| a |\n\n[does not hold]{.claim_fails}\n"


def test_the_two_blanks_of_a_hard_break_stay(chapter):
    assert chapter(f"{LESS}a{END}  \nb\n")[0] == f"a {BAD}  \nb\n"


def test_claims_nest_in_the_order_of_the_text(chapter):
    text, claims = chapter(f"{MORE}ytre {LESS}indre{END} slutt{END}\n")
    assert text == f"ytre indre {BAD} slutt\n"
    assert [(c.sentence, c.verdict) for c in claims] == [("ytre indre slutt", HOLDS), ("indre", FAILS)]


def test_several_conditions_of_one_claim(chapter):
    tag = '{% claim "higher", "use", category="2", group="a", than="b" and "not_significant", "use" %}'
    _, (claim,) = chapter(f"{tag}Litt flere.{END}", p=0.4)
    assert claim.verdict == HOLDS and claim.numbers == "a 48 %; b 43 %; p = 0,40"
    assert claim.condition == "higher: use, category 2, group a, than b and not_significant: use"
    assert chapter(f"{tag}Litt flere.{END}", p=0.01)[1][0].verdict == FAILS


def test_the_decimals_of_the_sentence_count(tmp_path):
    near = {"a": (497, 503), "b": (502, 498)}

    def found(text: str) -> str:
        path = tmp_path / "chapter.md.jinja"
        path.write_text(text, encoding="utf-8")
        return render(Given(path, [tmp_path], estimates(near), differences(0.5), SETTINGS))[1][0].verdict

    assert found(f'{MORE}{{{{ pct("use", "2", "a") }}}}{END}') == WEAKENED
    assert found(f'{MORE}{{{{ pct("use", "2", "a", decimals=1) }}}}{END}') == HOLDS


def test_lines_and_files_are_those_of_the_template(chapter, tmp_path):
    (tmp_path / "part.md.jinja").write_text(f"\n{LESS}delt{END}\n", encoding="utf-8")
    (tmp_path / "macros.md.jinja").write_text(
        f"{{% macro twice(x) %}}\n{LESS}{{{{ x }}}}{END}{{% endmacro %}}\n", encoding="utf-8"
    )
    text = '{% from "macros.md.jinja" import twice %}\nx\n{% include "part.md.jinja" %}\n{{ twice("en") }} {{ twice("to") }}\n'
    _, claims = chapter(text)
    assert [(Path(c.template).name, c.line, c.sentence) for c in claims] == [
        ("part.md.jinja", 2, "delt"),
        ("macros.md.jinja", 2, "en"),
        ("macros.md.jinja", 2, "to"),
    ]
    paths = templates_of(tmp_path / "chapter.md.jinja", [tmp_path])
    assert exhibits_quoted(citations(paths)) == ["use"]


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ('{% claim "higher", "use" group="a" %}', "a claim's arguments are separated by commas"),
        ('{% claim group="a", "use" %}', "an argument of a claim after a named one needs a name too"),
        ('{% claim "higher", "use", group="a", group="b" %}', "the argument 'group' stands twice"),
        ('{% claim "higher", "use" %}x', "endclaim"),
    ],
)
def test_a_slip_in_a_tag_names_its_line(tmp_path, tag, message):
    path = tmp_path / "chapter.md.jinja"
    path.write_text(f"a\n{tag}" + ("" if tag.endswith("x") else f"b{END}"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"chapter.md.jinja, line 2: template error: ") as caught:
        citations([path])
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("- **Fet** og *skrå*,\n  `kode` \\* her", "Fet og skrå, kode * her"),
        ("Se [](#fig-a_b){.ref .cap} og [lenke](http://x).", "Se a_b og lenke."),
        ("1. Én\n2. To [holder ikke]{.claim_fails}", "Én To"),
        ("::: note\n# Tittel\n:::", "Tittel"),
        ("2 * 3 i a_b_c", "2 * 3 i a_b_c"),
    ],
)
def test_the_sentence_is_listed_without_markdown(markdown, expected):
    assert plain_text(markdown) == expected


def test_a_path_is_the_same_on_every_machine():
    assert file_name("report_templates/x/c.md.jinja") == "report_templates/x/c.md.jinja"
    assert file_name("/somewhere/report_templates/shared/c.md.jinja") == "shared/c.md.jinja"


def claim(verdict: str, line: int = 1, chapter: str = "c") -> Claim:
    return Claim(chapter, f"{chapter}.md.jinja", line, "Flere, «mener» folk.", "higher: use", "a 1 %; b 2 %", verdict)


CLAIMS = [claim(HOLDS, 1), claim(WEAKENED, 2), claim(FAILS, 3), claim(HOLDS, 4), claim(UNKNOWN, 5)]


def test_claims_csv_is_read_as_it_was_written(tmp_path):
    (tmp_path / "claims.csv").write_text(claims_csv(CLAIMS), encoding="utf-8")
    assert read_claims(tmp_path / "claims.csv") == CLAIMS
    assert claims_csv([]) == "chapter,template,line,sentence,condition,numbers,verdict,references\n"


def test_the_line_at_the_end():
    assert counts_line(CLAIMS) == "Claims: 2 hold, 1 weakened, 1 fails, 1 unknown (see claims.csv)"
    assert counts_line(CLAIMS[:1]) == "Claims: 1 holds, 0 weakened, 0 fail (see claims.csv)"
    assert counts_line([]) == ""


def test_the_worst_come_first_in_the_summary():
    assert [c.line for c in worst_first(CLAIMS)] == [3, 5, 2, 1, 4]
    head, counts, listed = summary_section(CLAIMS)
    assert head == "## Claims" and counts == counts_line(CLAIMS)
    assert [line.split("**")[1] for line in listed.splitlines()] == [FAILS, UNKNOWN, WEAKENED]
    assert len(summary_section([claim(HOLDS)])) == 2 and summary_section([]) == []


def test_what_a_final_edition_refuses():
    found = refusals(CLAIMS, refuse_weakened=False)
    assert [p.place for p in found] == ["line 3 (chapter c)", "line 5 (chapter c)"]
    assert "«Flere, «mener» folk.» fails" in str(found[0]) and "a 1 %; b 2 %" in str(found[0])
    assert "Rewrite the sentence" in str(found[0])
    assert len(refusals(CLAIMS, refuse_weakened=True)) == 3


@pytest.mark.parametrize(
    ("sentence", "condition", "told"),
    [
        ("Tilfredsheten har økt minst for planen.", "smallest: x, variable plan, group a", "økt"),
        ("Satisfaction has Increased most with it.", "ranked: x, order u+v, group a", "Increased"),
        ("Tilfredsheten har økt minst for planen.", "smallest: x, variable plan, group a, above 3", ""),
        ("Tilfredsheten er lavest for planen.", "smallest: x, variable plan, group a", ""),
        ("Andelen har økt.", "increase: x, variable u, group a, than b", ""),
        ("Økt, og høyest.", "increase: x, group a, than b and largest: x, variable u", ""),
        ("Et økonomisk råd er størst.", "largest: x, variable u", ""),  # no word of its own
    ],
)
def test_a_sentence_of_growth_over_a_condition_of_order_is_named_in_the_summary(sentence, condition, told):
    text = "\n".join(summary_section([replace(claim(HOLDS), sentence=sentence, condition=condition)]))
    assert ("may say more" in text) == bool(told) and (not told or f"(*{told}*)" in text)

"""Lines that speak of earlier waves alone, after a wave has come: what they name, and what counts as speaking of the newest."""

import pytest
from evalreport.project.needs.earlier_waves import earlier_waves

YEARS = """\
  - {id: by_year, title: {en: By year}, kind: distribution, instrument: staff, variables: [satisfied], collapse: three,
     by: [year], test: chi2}
"""
OLD = (
    '  - {id: old, title: {en: Old}, kind: mean, instrument: staff, variables: [satisfied], where: {wave: ["2008"]}}\n'
)
ARMS = """\
  - {id: by_arm, title: {en: By arm}, kind: distribution, instrument: staff, variables: [satisfied], collapse: three,
     by: [group, early], test: chi2}
  - {id: new, title: {en: New}, kind: distribution, instrument: staff, variables: [satisfied], collapse: three,
     where: {wave: ["2009"]}}
  - {id: both, title: {en: Both}, kind: joined, of: [by_year, new]}
"""
EARLY = """\
  early:
    label: {en: Early}
    groups:
      early_treated: {label: {en: Treated early}, where: {wave: ["2008"], arm: ["t"]}}
      early_control: {label: {en: Control early}, where: {wave: ["2008"], arm: ["c"]}}
"""
LATE = "  - {id: late, title: {en: Late}, kind: distribution, instrument: staff, variables: [nav]}\n"
FIRST = '{{ pct("by_year", category="high", group="first") }}'
CLAIM = '{% claim "at_least", "by_year", category="high", group="first", share=1 %}Many.{% endclaim %}'


def lines(small, text):
    small.change("exhibits/results.yaml", "exhibits:\n", f"exhibits:\n{YEARS}{OLD}{LATE}{ARMS}")
    small.change("evaluation.yaml", "groupings:\n", f"groupings:\n{EARLY}")
    small.change("results.md.jinja", '{{ table("satisfaction") }}', f'{{{{ table("satisfaction") }}}}\n\n{text}')
    found = earlier_waves(small.project())
    return [[place, *rest] for file, place, *rest in found if file.endswith("results.md.jinja")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"In the first year {FIRST}.", [["line 5", "by_year", "2008", "2009"]]),
        (f'From {FIRST} to {{{{ pct("by_year", category="high", group="second") }}}}.', []),
        ('{{ diff("by_year", category="high", group="first", than="second") }}', []),
        ('{{ p("by_year") }}', []),  # the test of both
        ('{{ mean("old") }}', [["line 5", "old", "2008", "2009"]]),
        (f'{{{{ mean("old") }}}} and {FIRST}', [["line 5", "old, by_year", "2008", "2009"]]),
        ('{{ mean("old") }}; {{ pct("satisfaction", category="high", group="total") }} in both', []),
        ('{{ pct("late", category="1") }}', []),  # asked in the newest wave alone
        (CLAIM, [["line 5", "by_year", "2008", "2009"]]),
        ('{{ rank("by_year", category="high", group="first", among="groups") }} of the years', []),
        ('{{ p("by_arm", panel="early") }}', [["line 5", "by_arm", "2008", "2009"]]),
        ('{{ p("by_arm", panel="group") }}', []),  # of all waves
        ('{{ pct("both", category="high", group="by_year:first") }}', [["line 5", "by_year", "2008", "2009"]]),
        ('{{ pct("both", category="high", group="new:total") }}', []),  # the other part's first year is not spoken of
        ('{{ largest_group("both", category="high") }}', []),
        (f"In the first year {FIRST}.\n\nThen {{{{ n('by_year', group='second') }}}}.", [["line 5", "by_year", "2008", "2009"]]),
    ],
)  # fmt: skip
def test_lines_of_earlier_waves(small, text, expected):
    assert lines(small, text) == expected


@pytest.mark.parametrize(
    ("more", "expected"), [("", [["line 5", "by_year", "2008", "2009"]]), (FIRST.replace("first", "second"), [])]
)
def test_a_claim_by_id_stands_at_its_sentence(small, more, expected):
    (small.config / "small" / "claims").mkdir()
    table = "id,claim,exhibit,category,group,share\nc-old,at_least,by_year,high,first,1\n"
    (small.config / "small" / "claims" / "results.csv").write_text(table, encoding="utf-8")
    assert lines(small, f"[Many.]{{.claim #c-old}} {more}") == expected


def test_an_edition_of_one_wave_has_none(small):
    small.change("evaluation.yaml", '{staff: ["2008", "2009"]}', '{staff: ["2008"]}')
    small.change("methods.md.jinja", '{{ wave_count("staff", "2009") }} answers; ', "")
    small.change("exhibits/results.yaml", "exhibits:\n", f"exhibits:\n{OLD}")
    small.change("results.md.jinja", '{{ table("satisfaction") }}', '{{ table("satisfaction") }} \n\n{{ mean("old") }}')
    assert earlier_waves(small.project()) == []

"""A whole small evaluation in a folder, for tests that need one, and one way to run property tests."""

from pathlib import Path

import pytest
from hypothesis import settings

# The machine's speed is not what a property test is about; the same examples on every run keep the suite reproducible.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("house")

EVALUATION = """\
title: {en: Small evaluation}
language: en
commissioner: Somebody
institution: Somewhere
authors: [A. Author]
data_note: {en: "These data are made up."}
value_notes:
  invented: {en: "The values are invented."}
instruments:
  staff:
    label: {en: Staff}
    codebook: codebook/staff.csv
    cleaning: cleaning/staff.yaml
    waves:
      "2008": {file: staff_2008.csv, reader: csv}
      "2009": {file: staff_2009.csv, reader: csv}
groupings:
  group:
    label: {en: Group}
    groups:
      treated: {label: {en: Treated}, where: {arm: [t]}, colour: "#112233"}
      control: {label: {en: Control}, where: {arm: [c]}}
  year:
    label: {en: "Year?"}
    groups:
      first: {label: {en: "2008"}, where: {wave: ["2008"]}}
      second: {label: {en: "2009"}, where: {wave: ["2009"]}}
significance_levels: [0.10, 0.05]
disclosure: {minimum_cell: 0, minimum_base: 0}
editions:
  final:
    title: {en: Final report}
    date: {en: June 2010}
    status: draft
    waves: {staff: ["2008", "2009"]}
    chapters:
      - {id: results, number: 1}
      - {id: methods, appendix: 1}
"""

CODEBOOK = """\
variable,type,label_en,value_set,battery,section,asked_of,values_status,source_2008,map_2008,source_2009,map_2009,note
key,id,,,,,,,Key,,Key,,
arm,single,Arm,arm,,,,,Arm,,Arm,,
satisfied,scale,How satisfied are you?,scale5,,,,,Q1,,Q1,,
time,scale,Lack of time,scale5,barriers,,,,Q2,,Q2,,
money,scale,Lack of money,scale5,barriers,,,,Q3,,Q3,,
nav,single,Works at an office?,yesno,,,managers,,,,Q4,,
age,number,Age,,,,,,Q5,,Q5,,
"""

VALUE_SETS = """\
value_set,code,label_en,missing,note
arm,t,Treated,,
arm,c,Control,,
scale5,1,1,,
scale5,2,2,,
scale5,3,3,,
scale5,4,4,,
scale5,5,5,,
scale5,9,Don't know,dont_know,
yesno,1,Yes,,
yesno,2,No,,
"""

COLLAPSES = """\
collapse,category,label_en,codes,note
three,low,Low,1-2,
three,middle,Middle,3,
three,high,High,4-5,
ages,young,Under 40,-39,
ages,old,40 or more,40-,
"""

BATTERIES = "instrument,battery,label_en,note\nstaff,barriers,What stands in the way?,\n"

CLEANING = """\
rules:
  - {id: unfinished, type: drop_where, column: Status, values: ["no"], reason: {en: Not finished}}
  - {id: out_of_range, type: set_missing, variables: [satisfied], values: ["55"], reason: {en: Out of range}}
"""

RESULTS = """\
exhibits:
  - {id: satisfaction, title: {en: Satisfaction}, kind: distribution, instrument: staff, variables: [satisfied],
     collapse: three, by: [group], total: true, test: chi2, values: invented}
  - {id: satisfaction_figure, title: {en: Satisfaction by group and year}, kind: distribution, instrument: staff,
     variables: [satisfied], collapse: three, by: [group, year], display: stacked}
  - {id: barriers, title: {en: Barriers}, kind: share, instrument: staff, battery: barriers, collapse: three,
     counted: [high], by: [group], test: chi2, landscape: true}
  - {id: barrier_means, title: {en: Barriers. Means}, kind: mean, instrument: staff, battery: barriers, by: [group],
     test: t, decimals: 2}
  - {id: everyone, title: {en: All ages}, kind: distribution, instrument: staff, variables: [age], collapse: ages}
"""

METHODS = """\
exhibits:
  - {id: cleaned, title: {en: What the cleaning did}, kind: cleaning, instrument: staff, decimals: 0}
  - {id: answers, title: {en: Answers to each question}, kind: valid_n, instrument: staff, variables: [satisfied, nav],
     by: [group], decimals: 0}
"""

RESULTS_TEMPLATE = """\
# Results {#ch-results}

{{ table("satisfaction") }}

Of the treated, {{ pct("satisfaction", category="high", group="treated") }} are satisfied ({{ Ref("satisfaction_figure") }}).
{{ p("satisfaction") }}. The programme has {{ fact("offices") }} offices.

{{ figure("satisfaction_figure") }}

{{ table("barriers") }}

{% include "shared_part.md.jinja" %}
"""

SHARED_TEMPLATE = '{{ table("everyone") }}\n'

METHODS_TEMPLATE = """\
# Methods {#ch-methods}

## Cleaning {#sec-cleaning}

{{ wave_count("staff", "2009") }} answers; {{ ref("satisfaction") }} in {{ section("ch-results") }}. {{ data_note() }}

{{ table("cleaned") }}

{{ questionnaire("staff") }}

{{ inputs() }}
"""

FILES = {
    "config/small/evaluation.yaml": EVALUATION,
    "config/small/codebook/staff.csv": CODEBOOK,
    "config/small/codebook/value_sets.csv": VALUE_SETS,
    "config/small/codebook/collapses.csv": COLLAPSES,
    "config/small/codebook/batteries.csv": BATTERIES,
    "config/small/cleaning/staff.yaml": CLEANING,
    "config/small/exhibits/results.yaml": RESULTS,
    "config/small/exhibits/methods.yaml": METHODS,
    "config/small/facts.csv": "id,value,unit,source,note\noffices,1318,offices,the plan,\n",
    "report_templates/small/results.md.jinja": RESULTS_TEMPLATE,
    "report_templates/small/methods.md.jinja": METHODS_TEMPLATE,
    "report_templates/shared/shared_part.md.jinja": SHARED_TEMPLATE,
}


class SmallEvaluation:
    """The folder of a small evaluation whose files a test may change before it loads them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.config = folder / "config"
        self.templates = folder / "report_templates"
        for name, text in FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a text that must be there in one of the files (`name` without folders is enough)."""
        (path,) = [self.folder / file for file in FILES if file.endswith(name)]
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def evaluation(self):
        from evalreport.evaluation.load import load_evaluation

        return load_evaluation(self.config, "small")

    def project(self):
        from evalreport.project.open import load_project

        asked = {"evaluation": "small", "edition": "final"}
        return load_project(asked, self.config, self.templates, self.templates / "shared")


@pytest.fixture
def small(tmp_path: Path) -> SmallEvaluation:
    """A whole evaluation: one survey in two waves, two groupings, two chapters."""
    return SmallEvaluation(tmp_path)

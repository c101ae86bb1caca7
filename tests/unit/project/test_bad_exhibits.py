"""Slips in the plan of exhibits: each is told with its place."""

import pytest
from spoil import (
    LAUGHS,
    LIFE,
    MEASURES,
    WELLBEING,
    add,
    assert_told,
    both,
    chapter,
    exhibit,
    put,
    settings,
    stored_as,
    swap,
)

PICTURE = "\n  - {id: plan, title: {en: Plan}, kind: picture, file: pictures/plan.svg, alt: {en: A plan}}\n"
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
CASES = {
    "empty": (put(WELLBEING, ""), "wellbeing.yaml, top level: found nothing"),
    "not list": (put(WELLBEING, "exhibits: none\n"), "wellbeing.yaml, exhibits: found 'none'"),
    "utf16": (stored_as(WELLBEING, "utf-16"), "wellbeing.yaml: not UTF-8 (the file looks like utf-16)"),
    "laughs": (
        add(WELLBEING, LAUGHS),
        "wellbeing.yaml, line 32: with its aliases the file stands for more than 300000 values",
    ),
    "id twice": (
        settings(WELLBEING, lambda d: d["exhibits"].append(dict(d["exhibits"][0]))),
        "wellbeing.yaml, wellbeing: the exhibit 'wellbeing' stands in config/tiny/exhibits/wellbeing.yaml too",
    ),
    "id bad": (exhibit(WELLBEING, "sleep", id="slee p"), "wellbeing.yaml, exhibits > [slee p] > id: found 'slee p'"),
    "kind unknown": (
        exhibit(WELLBEING, "sleep", kind="means"),
        "wellbeing.yaml, exhibits > [sleep] > kind: found 'means'",
    ),
    "trend of what has no order": (
        exhibit(WELLBEING, "wellbeing_table", variables=["gender"], test="trend"),
        "wellbeing.yaml, wellbeing_table: test: trend of gender, whose answers have no order (type single)",
    ),
    "exact test of means": (
        exhibit(WELLBEING, "sleep", test="exact"),
        "wellbeing.yaml, sleep: test: exact in an exhibit of kind mean",
    ),
    "picture missing": (
        add(WELLBEING, PICTURE),
        "wellbeing.yaml, plan: config/tiny/pictures/plan.svg does not exist. There is no folder config/tiny/pictures either",
    ),
    "picture no picture": (
        both(add(WELLBEING, PICTURE), put("pictures/plan.svg", "<html/>")),
        "wellbeing.yaml, plan: plan.svg is no SVG: it begins with <html>",
    ),
    "picture that runs": (
        both(add(WELLBEING, PICTURE), put("pictures/plan.svg", DRAWN.replace("/>", "><script/></svg>"))),
        "wellbeing.yaml, plan: plan.svg has <script>",
    ),
    "picture without alt": (
        both(add(WELLBEING, PICTURE.replace(", alt: {en: A plan}", "")), put("pictures/plan.svg", DRAWN)),
        "wellbeing.yaml, plan: kind picture without `alt`",
    ),
    "picture elsewhere": (
        add(WELLBEING, PICTURE.replace("pictures", "../../secret")),
        "wellbeing.yaml, exhibits > [plan] > file: found '../../secret/plan.svg'",
    ),
    "picture jpeg": (
        add(WELLBEING, PICTURE.replace(".svg", ".jpeg")),
        "wellbeing.yaml, exhibits > [plan] > file: found 'pictures/plan.jpeg'",
    ),
    "file of a table": (
        settings(
            WELLBEING, lambda d: [e for e in d["exhibits"] if e["id"] == "sleep"][0].update(file="pictures/plan.svg")
        ),
        "wellbeing.yaml, sleep: `file` in an exhibit of kind mean",
    ),
    "no variables": (
        exhibit(WELLBEING, "sleep", variables=[]),
        "wellbeing.yaml, exhibits > [sleep] > variables: found [], which is empty",
    ),
    "variables twice": (
        exhibit(WELLBEING, "sleep", variables=["sleep", "sleep"]),
        "wellbeing.yaml, exhibits > [sleep] > variables: 'sleep' stands here twice",
    ),
    "mean nominal": (
        exhibit(WELLBEING, "sleep", variables=["gender"]),
        "wellbeing.yaml, sleep: gender is of type single and has no mean",
    ),
    "mean of yes_no": (
        exhibit(WELLBEING, "sleep", variables=["homework_help"]),
        "wellbeing.yaml, sleep: homework_help is of type single and has no mean",
    ),
    "mean text var": (
        exhibit(WELLBEING, "sleep", variables=["school"]),
        "wellbeing.yaml, sleep: school is of type id and has no mean",
    ),
    "distribution of number": (
        exhibit(WELLBEING, "wellbeing_table", variables=["sleep"]),
        "wellbeing.yaml, wellbeing_table: sleep is of type number and has no answer categories",
    ),
    "distribution of id": (
        exhibit(WELLBEING, "wellbeing_table", variables=["school"]),
        "wellbeing.yaml, wellbeing_table: school is of type id and has no answer categories",
    ),
    "collapse unknown": (
        exhibit(WELLBEING, "wellbeing", collapse="welbeing3"),
        "wellbeing.yaml, wellbeing: unknown collapse 'welbeing3'",
    ),
    "collapse other set": (
        exhibit(WELLBEING, "wellbeing", variables=["gender"]),
        "wellbeing.yaml, wellbeing: category 'good' of collapse 'wellbeing3' has none of gender's answers",
    ),
    "counted unknown": (
        exhibit(LIFE, "climate", counted=["agre"]),
        "school_life.yaml, climate: climate_fair has no answer 'agre'",
    ),
    "counted all": (
        exhibit(LIFE, "climate", counted=["agree", "neither", "disagree"]),
        "school_life.yaml, climate: counted names every answer to climate_fair",
    ),
    "counted empty": (
        exhibit(LIFE, "climate", counted=[]),
        "school_life.yaml, exhibits > [climate] > counted: found [], which is empty",
    ),
    "counted twice": (
        exhibit(LIFE, "climate", counted=["agree", "agree"]),
        "school_life.yaml, exhibits > [climate] > counted: 'agree' stands here twice",
    ),
    "counted nine": (
        exhibit(LIFE, "activities", counted=[9]),
        "school_life.yaml, activities: activity_gaming has no answer 9",
    ),
    "by twice": (
        exhibit(WELLBEING, "sleep", by=["wave", "wave"]),
        "wellbeing.yaml, exhibits > [sleep] > by: 'wave' stands here twice",
    ),
    "by unknown": (exhibit(WELLBEING, "sleep", by=["waves"]), "wellbeing.yaml, sleep: unknown grouping 'waves'"),
    "where text code": (
        exhibit(WELLBEING, "wellbeing_table", where={"gender": ["1"]}),
        "wellbeing.yaml, wellbeing_table: where: gender is never '1'",
    ),
    "where wave number": (
        exhibit(WELLBEING, "wellbeing_table", where={"wave": [2025]}),
        "wellbeing.yaml, wellbeing_table: where: wave is never 2025",
    ),
    "where unknown": (
        exhibit(WELLBEING, "wellbeing_table", where={"wave": ["2026"]}),
        "wellbeing.yaml, wellbeing_table: where: wave is never '2026'",
    ),
    "where empty": (
        exhibit(WELLBEING, "wellbeing_table", where={"wave": []}),
        "wellbeing.yaml, exhibits > [wellbeing_table] > where > wave: found [], which is empty",
    ),
    "decimals negative": (
        exhibit(WELLBEING, "sleep", decimals=-1),
        "wellbeing.yaml, exhibits > [sleep] > decimals: -1 is less than the minimum of 0",
    ),
    "decimals many": (
        exhibit(WELLBEING, "sleep", decimals=400),
        "wellbeing.yaml, exhibits > [sleep] > decimals: 400 is greater than the maximum of 3",
    ),
    "decimals float": (
        exhibit(WELLBEING, "sleep", decimals=1.5),
        "wellbeing.yaml, exhibits > [sleep] > decimals: found 1.5",
    ),
    "test group itself": (
        exhibit(WELLBEING, "wellbeing", test_groups=[["pilot_2023", "pilot_2023"]]),
        "wellbeing.yaml, exhibits > [wellbeing] > test_groups > 0: 'pilot_2023' stands here twice",
    ),
    "test groups twice": (
        exhibit(WELLBEING, "wellbeing", test_groups=[["pilot_2023", "pilot_2025"], ["pilot_2025", "pilot_2023"]]),
        "wellbeing.yaml, wellbeing: test_groups: pilot_2023 and pilot_2025 twice",
    ),
    "test groups one": (
        exhibit(WELLBEING, "wellbeing", test_groups=[["pilot_2023"]]),
        "wellbeing.yaml, exhibits > [wellbeing] > test_groups > 0: ['pilot_2023'] is too short",
    ),
    "test unknown": (
        exhibit(WELLBEING, "sleep", test="anovva"),
        "wellbeing.yaml, exhibits > [sleep] > test: found 'anovva'",
    ),
    "test no by": (
        exhibit(WELLBEING, "wellbeing_table", by=None),
        "wellbeing.yaml, wellbeing_table: test: chi2 without `by`",
    ),
    "groups empty": (
        exhibit(WELLBEING, "wellbeing", groups=[]),
        "wellbeing.yaml, exhibits > [wellbeing] > groups: found [], which is empty",
    ),
    "groups twice": (
        exhibit(WELLBEING, "wellbeing", groups=["pilot_2023", "pilot_2023", "pilot_2025"]),
        "wellbeing.yaml, exhibits > [wellbeing] > groups: 'pilot_2023' stands here twice",
    ),
    "title empty": (
        exhibit(WELLBEING, "sleep", title={"en": ""}),
        "wellbeing.yaml, exhibits > [sleep] > title > en: found '', which is empty",
    ),
    "title loop": (
        exhibit(WELLBEING, "sleep", title={"en": "{% for i in range(10**12) %}x{% endfor %}"}),
        "wellbeing.yaml, sleep: title: 'i' cannot stand in a caption, note or alt text",
    ),
    "note unclosed": (
        exhibit(WELLBEING, "sleep", note={"en": 'Sleep {{ n("sleep"'}),
        "wellbeing.yaml, sleep: note: template error: unexpected end of template, expected ','.",
    ),
    "note control": (
        exhibit(WELLBEING, "sleep", note={"en": "Sleep\x1b[31m red"}),
        "wellbeing.yaml, line 44: a control character (U+001B)",
    ),
    "display unknown": (
        exhibit(WELLBEING, "sleep", display="pie"),
        "wellbeing.yaml, exhibits > [sleep] > display: found 'pie'",
    ),
    "battery and variables": (
        exhibit(LIFE, "climate", variables=["gender"]),
        "school_life.yaml, climate: variables and battery",
    ),
    "quantile 2": (
        exhibit(WELLBEING, "sleep", kind="quantile", quantiles=[2]),
        "wellbeing.yaml, exhibits > [sleep] > quantiles > 0: 2 is greater than or equal to the maximum of 1",
    ),
    "quantile nan": (
        exhibit(WELLBEING, "sleep", kind="quantile", quantiles=[float("nan")]),
        "wellbeing.yaml, line 44: '.nan' is no number that can be counted with",
    ),
    "weights unknown": (exhibit(WELLBEING, "sleep", weights="invited"), "wellbeing.yaml, sleep: weights: no 'invited'"),
    "design unknown": (
        exhibit(WELLBEING, "sleep", design="clustered"),
        "wellbeing.yaml, sleep: design: no 'clustered'",
    ),
    "editions unknown": (
        exhibit(WELLBEING, "sleep", editions=["secnd"]),
        "wellbeing.yaml, sleep: unknown edition 'secnd'",
    ),
    "records unknown": (
        exhibit(MEASURES, "measures_by_stage", records="measure.rows"),
        "measures.yaml, measures_by_stage: unknown records 'measure.rows'",
    ),
    "records table": (
        exhibit(MEASURES, "measures_by_stage", records="measures.row"),
        "measures.yaml, measures_by_stage: measures has no table 'row'",
    ),
    "records column": (
        exhibit(MEASURES, "measures_by_stage", rows={"column": "measures", "codes": "measure"}),
        "measures.yaml, measures_by_stage: measures.rows has no column 'measures'",
    ),
    "records codes": (
        exhibit(MEASURES, "measures_by_stage", rows={"column": "measure", "codes": "stage"}),
        "measures.md.jinja, line 3: n('measures_by_stage'): no category 'club'",
    ),
    "records where": (
        exhibit(MEASURES, "measures_by_stage", where={"stage": ["runing"]}),
        "measures.yaml, measures_by_stage: where: stage is never 'runing'",
    ),
    "listing order": (
        exhibit(MEASURES, "measures_list", order=["skool"]),
        "measures.yaml, measures_list: measures.rows has no column 'skool'",
    ),
    "shown unknown": (
        exhibit(MEASURES, "measures_matrix", rows={"column": "measure", "codes": "measure", "shown": ["clubb"]}),
        "measures.yaml, measures_matrix: the code list measure has no 'clubb'",
    ),
    "yaml date": (
        swap(WELLBEING, "id: sleep", "id: 2025-01-01"),
        "wellbeing.yaml, exhibits > [2025-01-01] > id: found 2025-01-01",
    ),
    "yaml bool id": (swap(WELLBEING, "id: sleep", "id: no"), "wellbeing.yaml, exhibits > [False] > id: found false"),
}

# Told when a chapter is written.
COMPUTED = {
    "title jinja": (
        exhibit(WELLBEING, "sleep", title={"en": "Sleep {{ 1/0 }}"}),
        "wellbeing.md.jinja, line 21: ZeroDivisionError: division by zero",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_reads(tmp_path, name):
    assert_told(tmp_path, *CASES[name])


@pytest.mark.parametrize("name", COMPUTED)
def test_what_a_person_reads_of_a_build(tmp_path, name):
    assert_told(tmp_path, *COMPUTED[name], chapter)

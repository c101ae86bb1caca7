"""Slips in the codebook, its tables and the cleaning rules: each is told with its place."""

import pytest
from spoil import (
    BATTERIES,
    CLEANING,
    COLLAPSES,
    MAPS,
    PUPILS,
    VALUES,
    add,
    assert_told,
    both,
    cell,
    first_rule,
    place,
    put,
    rows,
    rule,
    settings,
    stored_as,
    swap,
    tables,
)

CASES = {
    "codebook: empty": (put(PUPILS, ""), "pupils.csv, row 1: no header row"),
    "codebook: header only": (
        rows(PUPILS, lambda r: r[:1]),
        "batteries.csv, battery activities: no variable of pupils belongs to it",
    ),
    "codebook: no name": (cell(PUPILS, 5, "variable", ""), "pupils.csv, row 6, column variable: ''"),
    "codebook: name twice": (
        cell(PUPILS, 5, "variable", "gender"),
        "pupils.csv, row 6, column variable: 'gender' a second time",
    ),
    "codebook: name space": (
        cell(PUPILS, 5, "variable", "help home"),
        "pupils.csv, row 6, column variable: 'help home'",
    ),
    "codebook: name reserved": (cell(PUPILS, 5, "variable", "wave"), "pupils.csv, row 6, column variable: 'wave'"),
    "codebook: type unknown": (cell(PUPILS, 4, "type", "scala"), "pupils.csv, row 5, column type: 'scala'"),
    "codebook: type empty": (cell(PUPILS, 4, "type", ""), "pupils.csv, row 5, column type: ''"),
    "codebook: label empty": (cell(PUPILS, 4, "label_en", ""), "pupils.csv, row 5, column label_en: empty"),
    "codebook: label control": (
        cell(PUPILS, 4, "label_en", "How\x0b are you"),
        "pupils.csv, line 5: a control character (U+000B)",
    ),
    "codebook: label null": (
        cell(PUPILS, 4, "label_en", "How\x00 are you"),
        "pupils.csv, line 5: a control character (U+0000)",
    ),
    "codebook: set unknown": (
        cell(PUPILS, 4, "value_set", "welbeing"),
        "pupils.csv, row 5, column value_set: unknown value set 'welbeing'",
    ),
    "codebook: set empty": (cell(PUPILS, 4, "value_set", ""), "pupils.csv, row 5, column value_set: no value set"),
    "codebook: set on number": (
        cell(PUPILS, 6, "value_set", "agree"),
        "pupils.csv, row 7, column value_set: a number has no value set",
    ),
    "codebook: battery unknown": (
        cell(PUPILS, 7, "battery", "klimate"),
        "pupils.csv, row 8, column battery: unknown battery 'klimate'",
    ),
    "codebook: battery one set differs": (
        cell(PUPILS, 7, "value_set", "wellbeing"),
        "pupils.csv, row 10, column value_set: value set 'agree', other items of 'climate' have 'wellbeing'",
    ),
    "codebook: source missing": (
        cell(PUPILS, 4, "source_2023", "How are they?"),
        "pupils_2023.csv, header: no column 'How are they?' (variable wellbeing)",
    ),
    "codebook: source twice": (
        cell(PUPILS, 4, "source_2023", "Sex"),
        "pupils.csv, row 5, column source_2023: 'Sex', the column of 'gender'",
    ),
    "codebook: source none": (
        both(cell(PUPILS, 6, "source_2023", ""), cell(PUPILS, 6, "source_2025", "")),
        "pupils.yaml, rule 4 (sleep_out_of_range): sleep is not asked in 2023",
    ),
    "codebook: map unknown": (
        cell(PUPILS, 3, "map_2025", "gender"),
        "pupils.csv, row 4, column map_2025: unknown map 'gender'",
    ),
    "codebook: map on number": (
        cell(PUPILS, 6, "map_2025", "gender_2025"),
        "pupils.csv, row 7, column map_2025: a number has no codes to map",
    ),
    "codebook: status": (
        cell(PUPILS, 4, "values_status", "publishd"),
        "pupils.csv, row 5, column values_status: 'publishd'",
    ),
    "codebook: shifted": (
        rows(PUPILS, lambda r: [r[0]] + [x if i != 3 else [""] + x[:-1] for i, x in enumerate(r[1:])]),
        "pupils.csv, row 5, column battery: unknown battery 'wellbeing'",
    ),
    "codebook: short row": (
        rows(PUPILS, lambda r: [*r[:4], r[4][:5], *r[5:]]),
        "pupils.csv, row 5: 5 cells, the header has 13",
    ),
    "codebook: column twice": (
        rows(PUPILS, lambda r: [x + [x[2]] for x in r]),
        "pupils.csv, row 1: column 'label_en' stands twice",
    ),
    "codebook: quote open": (
        swap(PUPILS, "I feel safe", '"I feel safe'),
        "pupils.csv: it cannot be read as a table (unexpected end of data)",
    ),
    "codebook: breaks unknown": (
        rows(PUPILS, lambda r: [r[0] + ["breaks"]] + [x + (["2024"] if x[0] == "sleep" else [""]) for x in r[1:]]),
        "pupils.csv, row 7, column break_note_en: empty",
    ),
    "codebook: reversed yes": (
        rows(
            PUPILS, lambda r: [r[0] + ["reversed"]] + [x + (["yes"] if x[0] == "climate_fair" else [""]) for x in r[1:]]
        ),
        "pupils.csv, row 9, column reversed: 'yes'",
    ),
    "value set: code twice": (
        add(VALUES, "wellbeing,5,Again,,\n"),
        "value_sets.csv, row 21, column code: '5' a second time in 'wellbeing'",
    ),
    "value set: label twice": (
        add(VALUES, "wellbeing,6,Good,,\n"),
        "value_sets.csv, row 21, column code: 'Good' means both 4 and 6 in 'wellbeing'",
    ),
    "value set: label empty": (
        cell(VALUES, 5, "label_en", ""),
        "value_sets.csv, row 6, column label_en: empty",
    ),
    "value set: code empty": (cell(VALUES, 5, "code", ""), "value_sets.csv, row 6, column code: empty"),
    "value set: set empty": (cell(VALUES, 5, "value_set", ""), "value_sets.csv, row 6, column value_set: empty"),
    "value set: mixed codes": (
        add(VALUES, "wellbeing,six,Six,,\n"),
        "value_sets.csv, row 21, column value_set: 'wellbeing' again, apart from its rows",
    ),
    "value set: missing unknown": (
        cell(VALUES, 10, "missing", "dontknow"),
        "value_sets.csv, row 11, column missing: 'dontknow'",
    ),
    "value set: all missing": (
        rows(VALUES, lambda r: [r[0]] + [x[:3] + ["dont_know", ""] if x[0] == "gender" else x for x in r[1:]]),
        "exhibits/sample.yaml, characteristics: all answers of gender (gender) are missing codes. See the column missing",
    ),
    "value set: code 1e400": (
        add(VALUES, "wellbeing,1e400,Six,,\n"),
        "value_sets.csv, row 21, column value_set: 'wellbeing' again, apart from its rows",
    ),
    "value set: code float": (
        add(VALUES, "wellbeing,5.5,Six,,\n"),
        "value_sets.csv, row 21, column value_set: 'wellbeing' again, apart from its rows",
    ),
    "value set: code huge": (
        add(VALUES, "wellbeing,99999999999999999999,Six,,\n"),
        "value_sets.csv, row 21, column value_set: 'wellbeing' again, apart from its rows",
    ),
    "value set: gap": (
        put(VALUES, "value_set,code,label_en,missing,note\n"),
        "pupils.csv, row 10, column value_set: unknown value set 'agree'",
    ),
    "value set: missing file": (lambda w: place(w, VALUES).unlink(), "value_sets.csv: the file does not exist"),
    "code map: raw twice": (
        add(MAPS, "gender_2025,F,2,\n"),
        "code_maps.csv, row 4, column raw: 'F' a second time in 'gender_2025'",
    ),
    "code map: code unknown": (
        add(MAPS, "gender_2025,X,9,\n"),
        "pupils.csv, row 4, column map_2025: map 'gender_2025' gives '9', no code of 'gender'",
    ),
    "collapse: reversed": (
        cell(COLLAPSES, 3, "codes", "5-4"),
        "collapses.csv, row 4, column codes: 5-4 runs backwards",
    ),
    "collapse: overlap": (
        cell(COLLAPSES, 3, "codes", "3-5"),
        "collapses.csv, row 4, column codes: codes also in 'so_so' of 'wellbeing3'",
    ),
    "collapse: empty": (cell(COLLAPSES, 3, "codes", ""), "collapses.csv, row 4, column codes: no codes"),
    "collapse: nonsense": (
        cell(COLLAPSES, 3, "codes", "good"),
        "collapses.csv, row 4, column codes: 'good' is no code of any value set",
    ),
    "collapse: endless many": (
        cell(COLLAPSES, 3, "codes", "0-99999999999999999999999"),
        "collapses.csv, row 4, column codes: codes also in 'bad' of 'wellbeing3'",
    ),
    "collapse: leaves out": (
        rows(COLLAPSES, lambda r: [x for x in r if x[1] != "so_so"]),
        "wellbeing.yaml, wellbeing: collapse 'wellbeing3' has no category for 3 of wellbeing",
    ),
    "collapse: category twice": (
        cell(COLLAPSES, 3, "category", "so_so"),
        "collapses.csv, row 4, column category: 'so_so' a second time in 'wellbeing3'",
    ),
    "collapse: label twice": (
        cell(COLLAPSES, 3, "label_en", "Bad"),
        "collapses.csv, row 4, column category: 'Bad' is what 'bad' is called too",
    ),
    "collapse: label empty": (cell(COLLAPSES, 3, "label_en", ""), "collapses.csv, row 4, column label_en: empty"),
    "battery: unknown instrument": (
        cell(BATTERIES, 1, "instrument", "pupil"),
        "pupils.csv, row 10, column battery: unknown battery 'climate'",
    ),
    "battery: twice": (
        add(BATTERIES, "pupils,climate,Again?,\n"),
        "batteries.csv, row 4, column battery: 'climate' stands in row 2 already",
    ),
    "battery: no items": (
        add(BATTERIES, "pupils,other,Again?,\n"),
        "batteries.csv, battery other: no variable of pupils belongs to it",
    ),
    "battery: label empty": (cell(BATTERIES, 1, "label_en", ""), "batteries.csv, row 2, column label_en: empty"),
    "cleaning: not list": (put(CLEANING, "rules: yes\n"), "pupils.yaml, top level: no list of rules"),
    "cleaning: empty": (put(CLEANING, ""), "pupils_2025.xlsx, row 10, column 'q1': '55' is not known"),
    "cleaning: utf16": (stored_as(CLEANING, "utf-16"), "pupils.yaml: not UTF-8 (the file looks like utf-16)"),
    "cleaning: rule text": (put(CLEANING, "rules: [drop]\n"), "pupils.yaml, rule 1: 'drop'"),
    "cleaning: id twice": (
        settings(CLEANING, lambda d: d["rules"].append(dict(d["rules"][0]))),
        "pupils.yaml, rule 6: the id 'unfinished' a second time",
    ),
    "cleaning: id missing": (
        settings(CLEANING, lambda d: d["rules"][0].pop("id")),
        "pupils.yaml, rule 1 (?): the key 'id' is missing",
    ),
    "cleaning: id list": (first_rule(id=["a"]), "pupils.yaml, rule 1 (['a']): id: ['a']"),
    "cleaning: reason empty": (first_rule(reason={}), "pupils.yaml, rule 1 (unfinished): reason: {}"),
    "cleaning: reason list": (first_rule(reason=["x"]), "pupils.yaml, rule 1 (unfinished): reason: ['x']"),
    "cleaning: reason number": (first_rule(reason=5), "pupils.yaml, rule 1 (unfinished): reason: 5"),
    "cleaning: type list": (first_rule(type=["x"]), "pupils.yaml, rule 1 (unfinished): type ['x']"),
    "cleaning: waves text": (first_rule(waves="2023"), "pupils.yaml, rule 1 (unfinished): waves: '2023'"),
    "cleaning: waves unknown": (first_rule(waves=["2024"]), "pupils.yaml, rule 1 (unfinished): unknown wave '2024'"),
    "cleaning: matches nothing": (
        rule(variables=["sleep"], values=["99"]),
        "pupils.yaml: the rule 'extra' finds nothing. Correct it, or take it out.",
    ),
    "cleaning: drop matches nothing": (
        rule(type="drop_where", column="Status", waves=["2023"], values=["Finished"]),
        "pupils.yaml: the rule 'extra' finds nothing. Correct it, or take it out.",
    ),
    "cleaning: drop all": (
        rule(type="drop_where", column="Status", waves=["2023"], values=["Complete"]),
        "pupils_2023.csv: cleaning leaves no row of this wave. See the rules that drop rows.",
    ),
    "cleaning: values empty": (rule(variables=["sleep"], values=[]), "pupils.yaml, rule 6 (extra): values: empty"),
    "cleaning: values map": (
        rule(variables=["sleep"], values={"a": "b"}),
        "pupils.yaml, rule 6 (extra): values: {'a': 'b'}",
    ),
    "cleaning: values nested": (
        rule(variables=["sleep"], values=[["9"]]),
        "pupils.yaml, rule 6 (extra): values: ['9'] inside",
    ),
    "cleaning: unknown column": (
        rule(type="drop_where", column="Stat", waves=["2023"], values=["x"]),
        "pupils_2023.csv, header: no column 'Stat', which rule 'extra' needs",
    ),
    "cleaning: unknown variable": (
        rule(variables=["slep"], values=["99"]),
        "pupils.yaml, rule 6 (extra): unknown variable 'slep'",
    ),
    "cleaning: variables text": (
        rule(variables="sleep", values=["99"]),
        "pupils.yaml, rule 6 (extra): variables: 'sleep'",
    ),
    "cleaning: variable list": (
        rule(variable=["sleep"], values=["99"]),
        "pupils.yaml, rule 6 (extra): variable: ['sleep']",
    ),
    "cleaning: correct no row": (
        rule(type="correct", variable="sleep", row=900, waves=["2023"], old="8", new="9"),
        "pupils_2023.csv, row 900: no such row (or dropped before)",
    ),
    "cleaning: correct other old": (
        rule(type="correct", variable="sleep", row=1, waves=["2023"], old="9.9", new="9"),
        "pupils_2023.csv, row 1, sleep: '8.3', not '9.9' as rule 'extra' says",
    ),
    "cleaning: correct all waves": (
        rule(type="correct", variable="sleep", row=1, old="8.3", new="9"),
        "pupils_2025.xlsx, row 1, sleep: '7', not '8.3' as rule 'extra' says",
    ),
    "cleaning: reverse wrong range": (
        rule(type="reverse", variable="climate_fair", minimum=1, maximum=9),
        "pupils.yaml, rule 6 (extra): minimum 1 and maximum 9, but climate_fair goes from 1 to 5",
    ),
    "cleaning: reverse backwards": (
        rule(type="reverse", variable="climate_fair", minimum=5, maximum=1),
        "pupils.yaml, rule 6 (extra): minimum 5 and maximum 1, but climate_fair goes from 1 to 5",
    ),
    "cleaning: reverse endless": (
        rule(type="reverse", variable="climate_fair", minimum=1, maximum=10**12),
        "pupils.yaml, rule 6 (extra): minimum 1 and maximum 1000000000000, but climate_fair goes from 1 to 5",
    ),
    "cleaning: minimum too many": (
        rule(type="drop_if_answers_below", minimum=100),
        "pupils.yaml, rule 6 (extra): minimum: 100 of 13 answers",
    ),
    "cleaning: minimum negative": (
        rule(type="drop_if_answers_below", minimum=-1),
        "pupils.yaml, rule 6 (extra): minimum: -1 of 13 answers",
    ),
    "cleaning: dup keys empty": (
        rule(type="drop_duplicates", keys=[], keep="first"),
        "pupils.yaml, rule 6 (extra): keys: empty",
    ),
    "cleaning: dup key that is same": (
        rule(type="drop_duplicates", keys=["Status"], keep="first", waves=["2023"]),
        "pupils_2023.csv: column 'Help with homework?' (homework_help) has no answer at all. See the export; take",
    ),
    "cleaning: format bad": (
        rule(type="parse_date", variable="respondent_key", formats=["%Q"], **{"as": "date"}),
        "pupils.yaml, rule 6 (extra): formats: '%Q'",
    ),
    "cleaning: minimum missing": (
        rule(type="drop_if_answers_below"),
        "pupils.yaml, rule 6 (extra): the key 'minimum' is missing",
    ),
    "cleaning: ends missing": (
        rule(type="reverse", variables=["gender"]),
        "pupils.yaml, rule 6 (extra): the key 'maximum' is missing",
    ),
    "cleaning: replace to unknown": (
        rule(type="replace", variable="gender", waves=["2023"], values={"Boy": "Lad"}),
        "pupils_2023.csv, rows 1, 3, 5, 6, 8 and 4 more, column 'Sex': 'Lad' is not known",
    ),
    "cleaning: from itself": (
        rule(type="fill_from", variable="gender", **{"from": "gender"}, values={"Boy": "Boy"}),
        "pupils.yaml: the rule 'extra' finds nothing. Correct it, or take it out.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_reads(tmp_path, name):
    assert_told(tmp_path, *CASES[name], tables)

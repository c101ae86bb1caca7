"""Slips in config.yaml, evaluation.yaml and the facts: each is told with its place, and nothing is taken without a word."""

import pytest
from spoil import (
    CONFIG,
    EVALUATION,
    FACTS,
    LAUGHS,
    WELLBEING,
    add,
    assert_told,
    case,
    cell,
    derived,
    exhibit,
    key,
    numbers,
    put,
    settings,
    stored_as,
    swap,
    tables,
)

CASES = {
    "config.yaml: broken": (
        put(CONFIG, "evaluation: tiny\nedition: [second\n"),
        "config.yaml, line 3: did not find expected ',' or ']'",
    ),
    "config.yaml: tab": (
        put(CONFIG, "evaluation: tiny\n\tedition: second\n"),
        "config.yaml, line 2: found a tab character that violates indentation",
    ),
    "config.yaml: empty": (put(CONFIG, ""), "config.yaml, top level: found nothing"),
    "config.yaml: list": (
        put(CONFIG, "- evaluation: tiny\n"),
        "config.yaml, top level: found [{'evaluation': 'tiny'}]",
    ),
    "config.yaml: scalar": (put(CONFIG, "tiny\n"), "config.yaml, top level: found 'tiny'"),
    "config.yaml: utf16": (stored_as(CONFIG, "utf-16"), "config.yaml: not UTF-8 (the file looks like utf-16)"),
    "config.yaml: cp1252": (
        put(CONFIG, "# für alle\nevaluation: tiny\nedition: second\n".encode("cp1252")),
        "config.yaml, line 1: not UTF-8 (the file looks like cp1252)",
    ),
    "config.yaml: twice": (
        put(CONFIG, "evaluation: tiny\nedition: first\nedition: second\n"),
        "config.yaml, line 3: the key 'edition' is written twice",
    ),
    "config.yaml: number edition": (put(CONFIG, "evaluation: tiny\nedition: 2\n"), "config.yaml, edition: found 2"),
    "config.yaml: null": (put(CONFIG, "evaluation: tiny\nedition:\n"), "config.yaml, edition: found nothing"),
    "config.yaml: eval unknown": (put(CONFIG, "evaluation: tine\nedition: second\n"), "config: no evaluation 'tine'"),
    "config.yaml: laughs": (
        put(CONFIG, LAUGHS + "evaluation: tiny\nedition: second\n"),
        "config.yaml, line 1: with its aliases the file stands for more than 300000 values",
    ),
    "config.yaml: control": (
        put(CONFIG, 'evaluation: "ti\x07ny"\nedition: second\n'),
        "config.yaml, line 1: a control character (U+0007)",
    ),
    "config.yaml: python tag": (
        put(CONFIG, 'evaluation: !!python/object/apply:os.system ["true"]\nedition: second\n'),
        "config.yaml, line 1: could not determine a constructor for the tag",
    ),
    "config.yaml: date edition": (
        put(CONFIG, "evaluation: tiny\nedition: 2025-01-01\n"),
        "config.yaml, edition: found 2025-01-01",
    ),
    "evaluation: empty": (put(EVALUATION, ""), "evaluation.yaml, top level: found nothing"),
    "evaluation: list": (put(EVALUATION, "- 1\n"), "evaluation.yaml, top level: found [1]"),
    "evaluation: utf16": (stored_as(EVALUATION, "utf-16"), "evaluation.yaml: not UTF-8 (the file looks like utf-16)"),
    "evaluation: laughs": (
        add(EVALUATION, "\n" + LAUGHS),
        "evaluation.yaml, line 130: with its aliases the file stands for more than 300000 values",
    ),
    "evaluation: alias recursion": (
        add(EVALUATION, "\nkeywords: &a [*a]\n"),
        "evaluation.yaml, line 130: values nested more than 60 deep, or an alias inside what it stands for",
    ),
    "evaluation: merge self": (
        add(EVALUATION, "\nx: &a\n  <<: *a\n"),
        "evaluation.yaml, line 130: values nested more than 60 deep, or an alias inside what it stands for",
    ),
    "evaluation: unknown alias": (
        add(EVALUATION, "\nkeywords: *nothing\n"),
        "evaluation.yaml, line 130: found undefined alias",
    ),
    "evaluation: deep nesting": (
        put(EVALUATION, "a: " + "[" * 20000 + "]" * 20000 + "\n"),
        "evaluation.yaml, line 1: values nested more than 60 deep, or an alias inside what it stands for",
    ),
    "evaluation: unhashable key": (
        add(EVALUATION, "\n? [a, b]\n: 1\n"),
        "evaluation.yaml, line 130: a list or mapping where a key should be",
    ),
    "evaluation: title number": (key("title/en", 2025), "evaluation.yaml, title > en: found 2025"),
    "evaluation: title empty": (key("title/en", ""), "evaluation.yaml, title > en: found '', which is empty"),
    "evaluation: title none": (key("title", {}), "evaluation.yaml, title: found {}, which is empty"),
    "evaluation: language unknown": (key("language", "xx"), "evaluation.yaml, language: found 'xx'"),
    "evaluation: authors text": (key("authors", "A. Author"), "evaluation.yaml, authors: found 'A. Author'"),
    "evaluation: author without a name": (
        key("authors", [{"role": {"en": "lead"}}]),
        "evaluation.yaml, authors > 0: the key 'name' is missing",
    ),
    "evaluation: isbn slip": (
        key("editions/second/isbn", "978-0-306-40651-7"),
        "isbn: found '978-0-306-40651-7', which is no ISBN: digits are missing, or the last does not fit the others",
    ),
    "evaluation: issn slip": (
        key("editions/second/issn", "0378-5956"),
        "issn: found '0378-5956', which is no ISSN: digits are missing, or the last does not fit the others",
    ),
    "evaluation: authors empty": (key("authors", []), "evaluation.yaml, authors: found [], which is empty"),
    "evaluation: wave name number": (
        swap(EVALUATION, '"2023": {file', "2023: {file"),
        "evaluation.yaml, instruments > pupils > waves: found 2023",
    ),
    "evaluation: wave bool name": (
        swap(EVALUATION, '"2023": {file', "yes: {file"),
        "pupils has no wave '2023'",
    ),
    "evaluation: file parent": (
        key("instruments/pupils/waves/2023/file", "../../config/config.yaml"),
        "config.yaml, header: no column 'Gaming' (variable activity_gaming)",
    ),
    "evaluation: file is folder": (
        key("instruments/pupils/waves/2023/file", "reports"),
        "evaluation.yaml, instruments > pupils > waves > 2023 > file: data/tiny/reports does not exist",
    ),
    "evaluation: file empty": (
        key("instruments/pupils/waves/2023/file", ""),
        "evaluation.yaml, instruments > pupils > waves > 2023 > file: found ''",
    ),
    "evaluation: reader unknown": (
        key("instruments/pupils/waves/2023/reader", "csvv"),
        "evaluation.yaml, instruments > pupils > waves > 2023 > reader: found 'csvv'",
    ),
    "evaluation: reader wrong": (
        key("instruments/pupils/waves/2023/reader", "xlsx"),
        "pupils_2023.csv, reader xlsx: option 'delimiter'",
    ),
    "evaluation: encoding unknown": (
        key("instruments/pupils/waves/2023/encoding", "utf-9"),
        "pupils_2023.csv: unknown encoding 'utf-9'",
    ),
    "evaluation: delimiter long": (
        key("instruments/pupils/waves/2023/delimiter", ",,"),
        "evaluation.yaml, instruments > pupils > waves > 2023 > delimiter: ',,' is too long",
    ),
    "evaluation: delimiter empty": (
        key("instruments/pupils/waves/2023/delimiter", ""),
        "evaluation.yaml, instruments > pupils > waves > 2023 > delimiter: found '', which is empty",
    ),
    "evaluation: delimiter newline": (
        key("instruments/pupils/waves/2023/delimiter", "\n"),
        "pupils_2023.csv, header: one column when split at '\\n'",
    ),
    "evaluation: delimiter wrong": (
        key("instruments/pupils/waves/2023/delimiter", ";"),
        "pupils_2023.csv, header: one column when split at 'semicolon'",
    ),
    "evaluation: skip_rows negative": (
        key("instruments/pupils/waves/2023/skip_rows", -1),
        "evaluation.yaml, instruments > pupils > waves > 2023 > skip_rows: -1 is less than the minimum of 0",
    ),
    "evaluation: skip_rows all": (
        key("instruments/pupils/waves/2023/skip_rows", 10**9),
        "pupils_2023.csv, line 1000000001: no header",
    ),
    "evaluation: skip_footer all": (
        key("instruments/pupils/waves/2023/skip_footer", 22),
        "pupils_2023.csv: a header but no rows",
    ),
    "evaluation: codebook missing": (
        key("instruments/pupils/codebook", "codebook/pupil.csv"),
        "pupil.csv: the file does not exist",
    ),
    "evaluation: codebook folder": (key("instruments/pupils/codebook", "codebook"), "codebook: this is a folder"),
    "evaluation: cleaning missing": (
        key("instruments/pupils/cleaning", "cleaning/pupil.yaml"),
        "pupil.yaml: the file does not exist",
    ),
    "evaluation: cleaning folder": (key("instruments/pupils/cleaning", "cleaning"), "cleaning: this is a folder"),
    "evaluation: derived unknown instrument": (
        key("derived", {"pupil": {}}),
        "evaluation.yaml, derived: unknown instrument 'pupil'",
    ),
    "evaluation: lookup unknown instrument": (
        key("derived/pupils/programme/lookup/instrument", "school"),
        "evaluation.yaml, derived > pupils > programme: lookup: unknown instrument 'school'",
    ),
    "evaluation: lookup unknown key": (
        key("derived/pupils/programme/lookup/key", "skool"),
        "evaluation.yaml, derived > pupils > programme: lookup: pupils has no variable 'skool'",
    ),
    "evaluation: lookup unknown value": (
        key("derived/pupils/programme/lookup/value", "programm"),
        "evaluation.yaml, derived > pupils > programme: lookup: schools has no variable 'programm'",
    ),
    "evaluation: lookup unknown wave": (
        key("derived/pupils/programme/lookup/wave", "2099"),
        "evaluation.yaml, derived > pupils > programme: lookup: schools has no wave '2099'",
    ),
    "evaluation: lookup without a wave of the respondents": (
        key("derived/pupils/programme/lookup/wave", {"2025": "2025"}),
        "evaluation.yaml, derived > pupils > programme: lookup: wave: nothing for '2023'. Name a wave of schools for each",
    ),
    "evaluation: lookup itself": (
        key("derived/pupils/programme/lookup/instrument", "pupils"),
        "evaluation.yaml, derived > pupils: pupils, which looks up in pupils: a circle, in which none can be",
    ),
    "evaluation: derived unknown set": (
        key("derived/pupils/programme/value_set", "programmes"),
        "evaluation.yaml, derived > pupils > programme: unknown value set 'programmes'",
    ),
    "evaluation: derived no way": (
        key("derived/pupils/programme/lookup", None),
        "evaluation.yaml, derived > pupils > programme: it has none of cases, lookup, index",
    ),
    "evaluation: derived reserved": (
        key(
            "derived/pupils/wave",
            {
                "type": "single",
                "value_set": "programme",
                "label": {"en": "W"},
                "cases": [{"when": {"school": ["101"]}, "code": "pilot"}],
            },
        ),
        "evaluation.yaml, derived > pupils > wave: the name 'wave'",
    ),
    "evaluation: derived bad name": (
        key(
            "derived/pupils/Prog ramme",
            {
                "type": "single",
                "value_set": "programme",
                "label": {"en": "W"},
                "cases": [{"when": {"school": ["101"]}, "code": "pilot"}],
            },
        ),
        "evaluation.yaml, derived > pupils > Prog ramme: the name 'Prog ramme'",
    ),
    "evaluation: derived existing": (
        key(
            "derived/pupils/gender",
            {
                "type": "single",
                "value_set": "programme",
                "label": {"en": "W"},
                "cases": [{"when": {"school": ["101"]}, "code": "pilot"}],
            },
        ),
        "evaluation.yaml, derived > pupils > gender: the codebook of pupils has a variable 'gender' too",
    ),
    "evaluation: cases unknown var": (
        case({"skool": ["101"]}, "pilot"),
        "evaluation.yaml, derived > pupils > made: case 1: unknown variable 'skool'",
    ),
    "evaluation: cases unknown code": (
        case({"gender": [7]}, "pilot"),
        "evaluation.yaml, derived > pupils > made: case 1: gender is never 7",
    ),
    "evaluation: cases text code": (
        case({"gender": ["1"]}, "pilot"),
        "evaluation.yaml, derived > pupils > made: case 1: gender is never '1'",
    ),
    "evaluation: cases bad result": (
        case({"gender": [1]}, "pilott"),
        "evaluation.yaml, derived > pupils > made: case 1: 'pilott' is no code of 'programme'",
    ),
    "evaluation: cases never met": (
        case({"school": ["999"]}, "pilot"),
        "evaluation.yaml, derived > pupils > made, case 1: a case of made holds for nobody. See its condition.",
    ),
    "evaluation: cases shadowed": (
        derived(cases=[{"when": {"gender": [1, 2]}, "code": "pilot"}, {"when": {"gender": [1]}, "code": "comparison"}]),
        "evaluation.yaml, derived > pupils > made, case 2: a case of made holds for nobody. See its condition.",
    ),
    "evaluation: cases empty": (derived(cases=[]), "evaluation.yaml, derived > pupils > made: cases: there is none"),
    "evaluation: index one item twice": (
        derived(type="number", value_set=None, index={"items": ["climate_listen", "climate_listen"], "minimum": 1}),
        "evaluation.yaml, derived > pupils > made: index: 'climate_listen' stands there twice",
    ),
    "evaluation: index nominal": (
        derived(type="number", value_set=None, index={"items": ["gender", "climate_fair"], "minimum": 1}),
        "evaluation.yaml, derived > pupils > made: index: 'gender' is no scale",
    ),
    "evaluation: group where unknown": (
        key("groupings/programme/groups/pilot/where", {"programm": ["pilot"]}),
        "evaluation.yaml, groupings > programme > pilot: unknown variable 'programm'",
    ),
    "evaluation: group where code": (
        key("groupings/programme/groups/pilot/where", {"programme": ["pilt"]}),
        "evaluation.yaml, groupings > programme > pilot: programme is never 'pilt'",
    ),
    "evaluation: group where text number": (
        key("groupings/programme/groups/pilot/where", {"gender": ["1"]}),
        "evaluation.yaml, groupings > programme > pilot: gender is never '1'",
    ),
    "evaluation: group where no codes": (
        key("groupings/programme/groups/pilot/where", {"programme": []}),
        "evaluation.yaml, groupings > programme > groups > pilot > where > programme: found [], which is empty",
    ),
    "evaluation: group where code twice": (
        key("groupings/programme/groups/pilot/where", {"programme": ["pilot", "pilot"]}),
        "evaluation.yaml, groupings > programme > groups > pilot > where > programme: 'pilot' stands here twice",
    ),
    "evaluation: groups same where": (
        key("groupings/programme/groups/comparison/where", {"programme": ["pilot"]}),
        "evaluation.yaml, groupings > programme: 'comparison' has the condition of 'pilot': they are the same",
    ),
    "evaluation: group wave unknown": (
        key("groupings/wave/groups/wave_2023/where", {"wave": ["2022"]}),
        "evaluation.yaml, groupings > wave > wave_2023: wave is never '2022'",
    ),
    "evaluation: group wave number": (
        key("groupings/wave/groups/wave_2023/where", {"wave": [2023]}),
        "evaluation.yaml, groupings > wave > wave_2023: wave is never 2023",
    ),
    "evaluation: group same label": (
        key("groupings/programme/groups/comparison/label", {"en": "Pilot schools"}),
        "evaluation.yaml, groupings > programme: 'comparison' has the label of 'pilot'",
    ),
    "evaluation: group colour word": (
        key("groupings/programme/groups/comparison/colour", "blue"),
        "evaluation.yaml, groupings > programme > groups > comparison > colour: found 'blue'",
    ),
    "evaluation: group named total": (
        settings(
            EVALUATION,
            lambda d: d["groupings"]["programme"]["groups"].update(
                total=d["groupings"]["programme"]["groups"]["pilot"]
            ),
        ),
        "evaluation.yaml, groupings > programme: 'total' has the condition of 'pilot': they are the same",
    ),
    "evaluation: group label empty": (
        key("groupings/programme/groups/comparison/label", {"en": ""}),
        "evaluation.yaml, groupings > programme > groups > comparison > label > en: found '', which is empty",
    ),
    "evaluation: grouping empty": (
        key("groupings/programme/groups", {}),
        "evaluation.yaml, groupings > programme > groups: found {}, which is empty",
    ),
    "evaluation: response group unknown": (
        key("response/groups", ["pilots"]),
        "sample.yaml, response: the response is not counted for the group 'comparison'",
    ),
    "evaluation: weighting bounds reversed": (
        key("weighting/invited_pupils/waves/2025/bounds", [5, 0.2]),
        "evaluation.yaml, weighting > invited_pupils > waves > 2025 > bounds: 5 to 0.2",
    ),
    "evaluation: weighting bounds nan": (
        key("weighting/invited_pupils/waves/2025/bounds", [0.2, float("nan")]),
        "evaluation.yaml, line 101: '.nan' is no number that can be counted with",
    ),
    "evaluation: weighting bounds inf": (
        key("weighting/invited_pupils/waves/2025/bounds", [0.2, float("inf")]),
        "evaluation.yaml, line 101: '.inf' is no number that can be counted with",
    ),
    "evaluation: weighting minimum zero": (
        key("weighting/invited_pupils/waves/2025/minimum", 0),
        "evaluation.yaml, weighting > invited_pupils > waves > 2025 > minimum: 0 is less than the minimum of 1",
    ),
    "evaluation: weighting key result code": (
        key("weighting/invited_pupils/key_results/0/counted", [4, 9]),
        "evaluation.yaml, weighting > invited_pupils > key_results > doing_well: wellbeing has no answer 9",
    ),
    "evaluation: weighting count unknown": (
        key("weighting/invited_pupils/waves/2025/population/0/count", "invitd"),
        "evaluation.yaml, weighting > invited_pupils > waves > 2025 > population > 1: schools has no variable",
    ),
    "evaluation: levels empty": (
        key("significance_levels", []),
        "evaluation.yaml, significance_levels: found [], which is empty",
    ),
    "evaluation: levels over 1": (
        key("significance_levels", [5]),
        "evaluation.yaml, significance_levels > 0: 5 is greater than or equal to the maximum of 1",
    ),
    "evaluation: levels twice": (
        key("significance_levels", [0.05, 0.05]),
        "evaluation.yaml, significance_levels: 0.05 stands here twice",
    ),
    "evaluation: levels nan": (
        key("significance_levels", [float("nan")]),
        "evaluation.yaml, line 234: '.nan' is no number that can be counted with",
    ),
    "evaluation: minimum 1e400": (
        swap(EVALUATION, "minimum_cell: 0", "minimum_cell: 1.0e+400"),
        "evaluation.yaml, line 103: '1.0e+400' is no number that can be counted with",
    ),
    "evaluation: minimum negative": (
        key("disclosure/minimum_cell", -3),
        "evaluation.yaml, disclosure > minimum_cell: -3 is less than the minimum of 0",
    ),
    "evaluation: minimum text": (
        swap(EVALUATION, "minimum_cell: 0", "minimum_cell: 1e400"),
        "evaluation.yaml, disclosure > minimum_cell: found '1e400'",
    ),
    "evaluation: minimum float": (
        key("disclosure/minimum_cell", 2.5),
        "evaluation.yaml, disclosure > minimum_cell: found 2.5",
    ),
    "evaluation: minimum huge": (
        swap(EVALUATION, "minimum_cell: 0", "minimum_cell: 1" + "0" * 5000),
        "evaluation.yaml, line 103: a number of 5001 digits",
    ),
    "evaluation: chapter twice": (
        settings(EVALUATION, lambda d: d["editions"]["second"]["chapters"].append({"id": "wellbeing", "number": 9})),
        "evaluation.yaml, editions > second > chapters: the chapter 'wellbeing' stands there twice",
    ),
    "evaluation: chapter number twice": (
        swap(EVALUATION, "{id: school_life, number: 3}", "{id: school_life, number: 2}"),
        "evaluation.yaml, editions > second > chapters: school_life has number 2, as wellbeing has",
    ),
    "evaluation: chapter number zero": (
        swap(EVALUATION, "{id: school_life, number: 3}", "{id: school_life, number: 0}"),
        "evaluation.yaml, editions > second > chapters > [school_life] > number: 0 is less than the minimum of 1",
    ),
    "evaluation: chapter number and appendix": (
        swap(EVALUATION, "{id: school_life, number: 3}", "{id: school_life, number: 3, appendix: 2}"),
        "evaluation.yaml, editions > second > chapters: school_life has a number and an appendix number",
    ),
    "evaluation: chapter no template": (
        swap(EVALUATION, "{id: school_life, number: 3}", "{id: school_lyfe, number: 3}"),
        "school_lyfe.md.jinja: the template does not exist",
    ),
    "evaluation: chapter id path": (
        swap(EVALUATION, "{id: school_life, number: 3}", "{id: ../school_life, number: 3}"),
        "evaluation.yaml, editions > second > chapters > [../school_life] > id: found '../school_life'",
    ),
    "evaluation: chapters none": (
        key("editions/second/chapters", []),
        "evaluation.yaml, editions > second > chapters: found [], which is empty",
    ),
    "evaluation: edition wave twice": (
        key("editions/second/waves/pupils", ["2023", "2025", "2023"]),
        "evaluation.yaml, editions > second > waves > pupils: '2023' stands here twice",
    ),
    "evaluation: edition no waves": (
        key("editions/second/waves/pupils", []),
        "appendix.md.jinja, line 13: questionnaire: no 'pupils'",
    ),
    "evaluation: edition status": (
        key("editions/second/status", "ready"),
        "evaluation.yaml, editions > second > status: found 'ready'",
    ),
    "evaluation: edition date yaml": (
        swap(EVALUATION, "date: {en: June 2025}", "date: 2025-06-01"),
        "evaluation.yaml, editions > second > date: found 2025-06-01",
    ),
    "evaluation: edition name path": (
        swap(EVALUATION, "  second:\n", "  sec/ond:\n"),
        "evaluation.yaml, editions: found 'sec/ond'",
    ),
    "evaluation: records reader": (
        key("records/measures/reader", "tabel"),
        "evaluation.yaml, records > measures > reader: found 'tabel'",
    ),
    "evaluation: records column": (
        key("records/measures/columns/school/source", "Skool"),
        "measures.csv, header: column 'Skool' is missing",
    ),
    "evaluation: records codes": (
        key("records/measures/columns/measure/codes", "measures"),
        "measures.csv: the file does not exist",
    ),
    "evaluation: records key unknown": (
        key("records/measures/key", ["nummer"]),
        "evaluation.yaml, records > measures > key: no column 'nummer'",
    ),
    "evaluation: records file": (
        key("records/measures/files/0/file", "measure.csv"),
        "evaluation.yaml, records > measures > files > 1 > file: data/tiny/measure.csv does not exist",
    ),
    "evaluation: years number": (
        key("records/reports/years", [2023, 2025]),
        "evaluation.yaml, records > reports > years > 0: found 2023",
    ),
    "evaluation: years none": (
        key("records/reports/years", []),
        "evaluation.yaml, records > reports > years: found [], which is empty",
    ),
    "evaluation: value_note unused": (
        exhibit(WELLBEING, "sleep", values="inventd"),
        "wellbeing.yaml, exhibits > [sleep] > values: found 'inventd'",
    ),
    "evaluation: title control": (
        key("title/en", "A good\x08 day"),
        "evaluation.yaml, line 2: a control character (U+0008)",
    ),
    "facts: empty value": (cell(FACTS, 1, "value", ""), "facts.csv, row 2, column value: empty"),
    "facts: twice": (add(FACTS, "towns,4,towns,,\n"), "facts.csv, row 4, column id: 'towns' a second time"),
    "facts: id empty": (add(FACTS, ",4,towns,,\n"), "facts.csv, row 4, column id: empty"),
    "facts: control": (cell(FACTS, 1, "value", "3\x0c"), "facts.csv, line 2: a control character (U+000C)"),
    "facts: short": (add(FACTS, "a,4\n"), "facts.csv, row 4: 2 cells, the header has 5"),
}

# Told when numbers are computed.
COMPUTED = {
    "evaluation: group where empty": (
        key("groupings/programme/groups/pilot/where", {}),
        "weighting > invited_pupils > 2025, margin programme, unit 201: it is in 2 of the groups",
    ),
    "evaluation: groups overlap": (
        key("groupings/programme/groups/comparison/where", {"programme": ["pilot", "comparison"]}),
        "weighting > invited_pupils > 2025, margin programme, unit 101: it is in 2 of the groups",
    ),
    "evaluation: response group nobody knows": (
        key("response/groups", ["pilot", "comparison", "pilots"]),
        "evaluation.yaml, response > groups: unknown group 'pilots'. Did you mean 'pilot'",
    ),
    "evaluation: response group of a wave": (
        key("response/waves/2025/groups", ["pilot", "comparisons"]),
        "evaluation.yaml, response > waves > 2025 > groups: unknown group 'comparisons'",
    ),
    "evaluation: response unit unknown": (
        key("response/waves/2025/frame/unit", "skool"),
        "evaluation.yaml, response > waves > 2025 > frame: unknown variable 'skool'",
    ),
    "evaluation: response wave unknown": (
        key("response/waves/2025/frame/wave", "2024"),
        "evaluation.yaml, response > waves > 2025 > frame: no rows of wave '2024'",
    ),
    "evaluation: response count text": (
        key("response/waves/2025/forms/handed_out", "name"),
        "evaluation.yaml, response > waves > 2025 > forms: 'name' holds no numbers",
    ),
    "evaluation: weighting margin group": (
        key("weighting/invited_pupils/waves/2025/margins/0/groups", ["pilot"]),
        "weighting > invited_pupils > 2025, margin programme, unit 201: it is in 0 of the groups",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_reads(tmp_path, name):
    assert_told(tmp_path, *CASES[name], tables)


@pytest.mark.parametrize("name", COMPUTED)
def test_what_a_person_reads_of_a_build(tmp_path, name):
    assert_told(tmp_path, *COMPUTED[name], numbers)

"""Several answers, open answers, classes, ages and weeks, with tables as a Norwegian Excel saves them: one build, counted by hand."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import yaml
from conftest import Workspace

CHANNELS = ["TV, Radio", "Radio", "TV, Paper", "Radio, TV", "Paper", "TV", "", "Radio, my sister, mostly"]
WHY = ["too little pay, says Ola Nordmann", "far away", "", "pay and distance"]
MENTIONS = [("Pris", "Tid"), ("Tid", ""), ("Pris", "Annet"), ("Annet", "Tid")]
WEEKS = {"from": "2025-09-29", "to": "2025-11-16"}
START, FORMS = date(2025, 9, 29), 40  # a Monday, in week 40


def rows() -> list[dict[str, str]]:
    """Forms that go round in eights; every third respondent is a man."""
    return [
        {
            "Key": f"k{i}",
            "Sex": "Mann" if i % 3 == 0 else "Kvinne",
            "Born": f"{1950 + i}-06-15",
            "Sent": (START + timedelta(days=i)).isoformat(),
            "Channels": CHANNELS[i % 8],
            "First": MENTIONS[i % 4][0],
            "Second": MENTIONS[i % 4][1],
            "Why": f"{WHY[i % 4]} {i}" if WHY[i % 4] else "",
        }
        for i in range(FORMS)
    ]


def text(words: str) -> dict[str, str]:
    return {"nb": words}


def exhibit(id: str, kind: str, **keys) -> dict:
    return {"id": id, "title": text(id), "instrument": "survey", "kind": kind} | keys


BOXES = ("tv", "radio", "paper", "other")
EXHIBITS = [
    *(
        exhibit(f"channels_{base}", "share", battery="channels", counted=[1], base=base, decimals=0)
        for base in ("answered", "all", "named")
    ),
    exhibit("channels_sex", "share", battery="channels", counted=[1], by=["sex"], test="chi2", display="bars"),
    exhibit("mentions", "share", battery="mentions", counted=[1], decimals=0),
    exhibit("ages", "distribution", variables=["age_group"], decimals=0),
    exhibit("weeks", "distribution", variables=["week"], display="bars"),
    exhibit("why", "open_answers", variables=["why"], by=["sex"], shortest=10, most=8),
    exhibit("why_few", "open_answers", variables=["why"], where={"age_group": [3]}),
    exhibit("reasons", "share", battery="reasons", counted=[1], by=["sex"], total=True, test="chi2", decimals=0),
]  # fmt: skip


def settings() -> dict:
    several = [
        {"columns": ["Channels"], "separator": ", ", "answers": ["TV", "Radio", "Paper"], "other": "Annet"},
        {"columns": ["First", "Second"], "name": "Mentions"},
    ]
    source = {"file": "forms.csv", "reader": "csv", "encoding": "utf-8", "delimiter": ",", "several": several}
    return {
        "title": text("Svar"), "commissioner": "Tests", "institution": "Tests", "authors": ["Tests"], "language": "nb",
        "instruments": {"survey": {
            "label": text("Skjema"), "codebook": "codebook/survey.csv", "cleaning": "cleaning/survey.yaml", "waves": {"2025": source},
        }},
        "derived": {"survey": {
            "age": {"type": "number", "label": text("Alder"), "age": {"born": "born", "at": "sent"}},
            "age_group": {"type": "scale", "label": text("Alder"), "classes": {"of": "age", "limits": [None, 50, 70, None]}},
            "week": {"type": "single", "label": text("Uke"), "period": {"of": "sent", "by": "week", **WEEKS}},
        }},
        "codings": {"survey": {"reasons": {
            "of": "why", "file": "codings/reasons.csv", "codes": "reasons", "label": text("Hvorfor?"), "by": "key",
        }}},
        "groupings": {"sex": {"label": text("Kjønn"), "groups": {
            "women": {"label": text("Kvinner"), "where": {"sex": [1]}}, "men": {"label": text("Menn"), "where": {"sex": [2]}},
        }}},
        "significance_levels": [0.05], "disclosure": {"minimum_cell": 3, "minimum_base": 10},
        "editions": {"only": {
            "title": text("Alt"), "date": text("2025"), "status": "draft", "waves": {}, "chapters": [{"id": "results", "number": 1}],
        }},
    }  # fmt: skip


def codebook() -> list[tuple[str, ...]]:
    head = (
        "variable",
        "type",
        "label_nb",
        "value_set",
        "battery",
        "section",
        "asked_of",
        "values_status",
        "source_2025",
        "note",
    )
    boxes = [
        (f"channel_{n}", "tick", label, "tick", "channels", "", "", "", f"Channels [{label}]", "")
        for n, label in zip(BOXES, ("TV", "Radio", "Paper", "Annet"), strict=True)
    ]
    mentions = [
        (f"mention_{n}", "tick", label, "tick", "mentions", "", "", "", f"Mentions [{label}]", "")
        for n, label in (("price", "Pris"), ("time", "Tid"), ("other", "Annet"))
    ]
    single = [
        ("key", "id", "", "", "", "", "", "", "Key", ""),
        ("sex", "single", "Kjønn; som oppgitt", "sex", "", "", "", "", "Sex", ""),
        ("born", "date", "", "", "", "", "", "", "Born", ""),
        ("sent", "date", "", "", "", "", "", "", "Sent", ""),
        ("why", "text", "Hvorfor sluttet du?", "", "", "", "", "", "Why", ""),
    ]  # fmt: skip
    return [head, *single, *boxes, *mentions]


def coded() -> list[tuple[str, str]]:
    found = {0: "pay", 1: "distance", 3: "pay;distance"}
    return [(row["Key"], found[i % 4]) for i, row in enumerate(rows()) if row["Why"]]


def write_excel_csv(path: Path, lines) -> None:
    """As Excel in Norway saves a table: semicolons, cp1252, CRLF."""
    with path.open("w", newline="", encoding="cp1252") as file:
        csv.writer(file, delimiter=";").writerows(lines)


def write_workbook(path: Path, lines) -> None:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in line])
    book.save(path)


def write_evaluation(folder: Path) -> None:
    config, data, templates = (folder / part / "answers" for part in ("config", "data", "report_templates"))
    for path in (*(config / n for n in ("codebook", "cleaning", "exhibits", "codings", "codes")), data, templates):
        path.mkdir(parents=True)
    (folder / "config" / "config.yaml").write_text("evaluation: answers\nedition: only\n")
    with (data / "forms.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows()[0]))
        writer.writeheader()
        writer.writerows(rows())
    (config / "evaluation.yaml").write_text(yaml.safe_dump(settings(), sort_keys=False, allow_unicode=True))
    (config / "cleaning" / "survey.yaml").write_text("rules: []\n")
    (config / "exhibits" / "results.yaml").write_text(
        yaml.safe_dump({"exhibits": EXHIBITS}, sort_keys=False, allow_unicode=True)
    )
    write_excel_csv(config / "codebook" / "survey.csv", codebook())
    sets = [
        ("sex", "1", "Jenter og kvinner", "", "Kvinne"),
        ("sex", "2", "Gutter og menn", "", "Mann"),
        ("tick", "0", "Ikke valgt", "", ""),
        ("tick", "1", "Valgt", "", ""),
    ]
    write_workbook(
        config / "codebook" / "value_sets.xlsx", [("value_set", "code", "label_nb", "missing", "raw"), *sets]
    )
    write_excel_csv(
        config / "codebook" / "batteries.csv",
        [
            ("instrument", "battery", "label_nb"),
            ("survey", "channels", "Hvor så du det?"),
            ("survey", "mentions", "Hva gjelder?"),
        ],
    )
    write_excel_csv(config / "codes" / "reasons.csv", [("code", "label_nb"), ("pay", "Lønn"), ("distance", "Avstand")])
    write_workbook(config / "codings" / "reasons.xlsx", [("key", "codes"), *coded()])
    write_excel_csv(config / "stop_names.csv", [("name",), ("Ola Nordmann",)])
    shown = [f'{{{{ {"figure" if each.get("display") == "bars" else "table"}("{each["id"]}") }}}}' for each in EXHIBITS]
    (templates / "results.md.jinja").write_text("# Svar {#ch-results}\n\n" + "\n\n".join(shown) + "\n")


@pytest.fixture(scope="module")
def answers(program, tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("answers")
    write_evaluation(folder)
    workspace = Workspace(program, folder, "answers", "only")
    workspace.snakemake("results/answers/only/chapters/results.md")
    return workspace


def estimates(answers: Workspace, exhibit: str) -> dict[tuple[str, str, str], dict[str, str]]:
    with (answers.build / "exhibits" / f"{exhibit}.estimates.csv").open(encoding="utf-8", newline="") as file:
        return {(r["variable"], r["category"], r["group"]): r for r in csv.DictReader(file)}


def share(answers: Workspace, exhibit: str, variable: str, category: str = "counted", group: str = "total") -> float:
    return float(estimates(answers, exhibit)[variable, category, group]["estimate"])


@pytest.mark.parametrize(("base", "n"), [("answered", 35), ("all", 40), ("named", 35)])
def test_several_answers_are_shares_of_the_base_that_the_plan_names(answers, base, n):
    found = estimates(answers, f"channels_{base}")
    for box, times in zip(BOXES, (20, 20, 10, 5), strict=True):  # 5 rounds of eight forms
        assert int(found[f"channel_{box}", "*", "total"]["n"]) == n
        assert share(answers, f"channels_{base}", f"channel_{box}") == pytest.approx(times / n)


def test_groups_of_several_answers_are_tested_and_mentions_are_several_answers(answers):
    table = (answers.build / "exhibits" / "channels_sex.tests.csv").read_text(encoding="utf-8")
    tested = [line.split(",")[1] for line in table.splitlines()[1:]]
    # Of the fourth box a number of the men is withheld, and the test of it with it.
    assert tested == [f"channel_{box}" for box in BOXES[:3]]
    for name, times in (("price", 20), ("time", 30), ("other", 20)):
        assert share(answers, "mentions", f"mention_{name}") == pytest.approx(times / 40)


def test_ages_and_weeks_are_classes_in_order(answers):
    ages = [
        d.year - b.year - ((d.month, d.day) < (b.month, b.day))
        for row in rows()
        for d, b in [(date.fromisoformat(row["Sent"]), date.fromisoformat(row["Born"]))]
    ]
    classes = [sum(a < 50 for a in ages), sum(50 <= a < 70 for a in ages), sum(a >= 70 for a in ages)]
    assert [share(answers, "ages", "age_group", str(c)) for c in (1, 2, 3)] == pytest.approx([n / 40 for n in classes])
    weeks = {key[1]: row for key, row in estimates(answers, "weeks").items() if key[1].isdecimal()}
    assert list(weeks) == [f"2025{week}" for week in range(40, 47)]
    assert [int(row["n"]) for row in weeks.values()] == [7, 7, 7, 7, 7, 5, 0]
    printed = answers.texts()["results"]
    assert all(label in printed for label in ("under 50", "50–69", "70 eller mer"))


def test_open_answers_are_read_by_group_without_names(answers):
    printed = answers.texts()["results"]
    assert "Nordmann" not in printed and "too little pay, says" in printed
    assert "Høyst 8 svar" in printed and "færre enn 10 tegn" in printed
    with (answers.build / "exhibits" / "why.texts.csv").open(encoding="utf-8", newline="") as file:
        texts = list(csv.DictReader(file))
    assert {group: sum(t["heading"] == group for t in texts) for group in ("women", "men")} == {"women": 8, "men": 8}
    men = {row["Why"].replace("Ola Nordmann", "[…]") for row in rows() if row["Sex"] == "Mann"}
    assert all(len(t["text"]) >= 10 for t in texts) and {t["text"] for t in texts if t["heading"] == "men"} <= men


def test_texts_of_few_are_withheld(answers):
    assert [row["suppressed"] for row in estimates(answers, "why_few").values()] == ["1"]
    assert (answers.build / "exhibits" / "why_few.texts.csv").read_text(encoding="utf-8").count("\n") == 1
    assert "Holdt tilbake av hensyn til personvernet" in answers.texts()["results"]


def test_codes_of_open_answers_are_shares_of_those_who_wrote(answers):
    found = estimates(answers, "reasons")
    assert int(found["reasons_pay", "*", "total"]["n"]) == 30
    assert share(answers, "reasons", "reasons_pay") == pytest.approx(20 / 30)
    men = [codes for (key, codes) in coded() if int(key[1:]) % 3 == 0]
    assert share(answers, "reasons", "reasons_distance", group="men") == pytest.approx(
        sum("distance" in codes for codes in men) / len(men)
    )
    printed = answers.texts()["results"]
    assert "Lønn" in printed and "Avstand" in printed


def test_a_label_of_text_exports_can_be_written_anew(answers):
    log = (answers.folder / "results" / "answers" / "confidential" / "clean" / "survey.log.csv").read_text(
        encoding="utf-8"
    )
    assert log.count("\n") == 1  # no cell was changed or lost: raw says what the export writes
    assert int(estimates(answers, "channels_sex")["channel_tv", "*", "men"]["n"]) == sum(
        row["Sex"] == "Mann" and bool(row["Channels"]) for row in rows()
    )


def test_an_answer_that_the_table_of_codes_takes_for_another_stops_the_build(answers, tmp_path):
    work = answers.copy_to(tmp_path / "other")
    lines = [
        ("key", "codes", "text"),
        *((key, codes, "") for key, codes in coded()[1:]),
        ("k0", "pay", "Something else"),
    ]
    write_workbook(work.config / "codings" / "reasons.xlsx", lines)
    told = work.snakemake("results/answers/only/chapters/results.md", good=False).output
    assert re.search(r"codings/reasons.xlsx, row 31: the answer is 'too little pay.*, not 'Something else'", told)

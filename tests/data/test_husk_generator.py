"""The reconstructed raw data: same bytes on every run, and the published counts come out of the cleaned answers.

The cleaning here is a second, deliberately plain reading of config/husk/cleaning, independent of the library.
"""

import csv
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import yaml
from openpyxl import load_workbook
from scipy.stats import chi2_contingency

ROOT = Path(__file__).resolve().parents[2]
DATA, CONFIG = ROOT / "data" / "husk", ROOT / "config" / "husk"
RAW = [
    "staff_survey_2008.csv",
    "staff_survey_2009.sav",
    "offices.csv",
    "kostra_fte_2007.csv",
    "office_forms_2009.xlsx",
    "user_survey_2009.xlsx",
    "generate/likeness.csv",
    "coding/projects.xlsx",
    "coding/coder_a.xlsx",
    "coding/coder_b.csv",
    "coding/adjudication.xlsx",
]
REGION = {"HiO": "hio", "HiA": "hia", "UiS": "uis", "HIST/NTNU": "hist_ntnu"}
PROXIMITY = {
    "Kontrollkommune": "1",
    "HUSK komm, ikke kjennskap til prosjekt": "2",
    "HUSK komm, kjennskap til prosjekt": "3",
    "HUSK komm, deltar i prosjekt": "4",
}
NAV = {"NAV-kontor": "1", "Ikke NAV": "2"}
HUSK, KONTROLL = {"group": "husk"}, {"group": "kontroll"}


# ---------------------------------------------------------------- reading


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codebook(name: str) -> list[dict[str, str]]:
    return rows_of(CONFIG / "codebook" / f"{name}.csv")


def raw_2008(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / RAW[0], sep=";", encoding="cp1252", dtype=str, keep_default_na=False)
    return named(table, "2008")


def raw_2009(folder: Path) -> pd.DataFrame:
    table, _ = pyreadstat.read_sav(folder / RAW[1], user_missing=True)
    text = table.map(lambda cell: cell if isinstance(cell, str) else "" if pd.isna(cell) else str(int(cell)))
    return named(text, "2009")


def named(table: pd.DataFrame, wave: str) -> pd.DataFrame:
    """Codebook variables under their own names beside the raw columns; `row` counts the data rows."""
    asked = [row for row in codebook("staff_survey") if row[f"source_{wave}"]]
    columns = {row["variable"]: table[row[f"source_{wave}"]] for row in asked}
    tool = table[[c for c in ("Status", "Nøkkel", "Innsendt", "skjemanr") if c in table]]
    return pd.concat([pd.DataFrame(columns), tool], axis=1).assign(row=range(1, len(table) + 1), wave=wave)


# ---------------------------------------------------------------- a plain reading of the cleaning rules


def applied(table: pd.DataFrame, rule: dict) -> pd.DataFrame:
    kind, table = rule["type"], table.copy()
    if kind == "drop_where":
        return table[~table[rule["column"]].isin(rule["values"])]
    if kind == "drop_if_answers_below":
        asked = [name for name in rule["variables"] if name in table]
        return table[(table[asked] != "").sum(axis=1) >= rule["minimum"]]
    if kind == "drop_duplicates":
        ordered = table.sort_values(rule["order_by"], kind="stable") if "order_by" in rule else table
        return table.loc[sorted(ordered.drop_duplicates(rule["keys"], keep=rule["keep"]).index)]
    if kind == "fill_from":
        found = table[rule["from"]].map(rule["values"]).fillna("")
        return table.assign(**{rule["variable"]: table[rule["variable"]].mask(table[rule["variable"]] == "", found)})
    if kind == "correct":
        hit = table["row"] == rule["row"]
        assert table.loc[hit, rule["variable"]].tolist() == [rule["old"]], rule["id"]
        table.loc[hit, rule["variable"]] = rule["new"]
        return table
    for name in rule.get("variables", [rule.get("variable")]):
        if name in table:
            table[name] = table[name].map(lambda cell, rule=rule: changed(cell, rule))
    return table


def changed(cell: str, rule: dict) -> str:
    if rule["type"] == "replace":
        return rule["values"].get(cell, cell)
    if rule["type"] == "set_missing":
        return "" if cell in rule["values"] else cell
    if rule["type"] == "parse_date" and cell:
        return year_of(cell)
    return cell


def year_of(cell: str) -> str:
    if len(cell) == 4:
        return cell
    if cell.isdigit():
        return str((date(1899, 12, 30) + timedelta(days=int(cell))).year)
    return str(datetime.strptime(cell, "%d.%m.%Y" if "." in cell else "%Y-%m-%d").year)


def coded(table: pd.DataFrame, wave: str, rules: list[dict]) -> pd.DataFrame:
    """Labels to codes by value set or code map, missing codes to "", then reversed and recoded items."""
    sets, maps = {}, {}
    for row in codebook("value_sets"):
        sets.setdefault(row["value_set"], []).append(row)
    for row in codebook("code_maps"):
        maps.setdefault(row["map"], {})[row["raw"]] = row["code"]
    table = table.copy()
    for row in codebook("staff_survey"):
        name = row["variable"]
        if not row["value_set"] or name not in table:
            continue
        values = sets[row["value_set"]]
        direct = {value[key]: value["code"] for key in ("label_nb", "code") for value in values}
        known = maps[row[f"map_{wave}"]] if row[f"map_{wave}"] else direct
        unknown = set(table[name]) - set(known) - {""}
        assert not unknown, f"{name} {wave}: {unknown}"
        missing = {value["code"] for value in values if value["missing"]}
        known = {raw: "" if code in missing else code for raw, code in known.items()}
        table[name] = table[name].map(lambda cell, known=known: known.get(cell, ""))
        for rule in (r for r in rules if r.get("variable") == name and wave in r["waves"]):
            if rule["type"] == "reverse":
                ends = rule["minimum"] + rule["maximum"]
                table[name] = table[name].map(lambda cell, ends=ends: str(ends - int(cell)) if cell else "")
            if rule["type"] == "recode":
                table[name] = table[name].map(lambda cell, rule=rule: maps[rule["map"]].get(cell, ""))
    return table


def cleaned_from(folder: Path) -> pd.DataFrame:
    rules = yaml.safe_load((CONFIG / "cleaning" / "staff_survey.yaml").read_text(encoding="utf-8"))["rules"]
    waves = []
    for wave, table in (("2008", raw_2008(folder)), ("2009", raw_2009(folder))):
        for rule in rules:
            if wave in rule["waves"]:
                table = applied(table, rule)
        waves.append(coded(table, wave, rules))
    answers = pd.concat(waves, ignore_index=True).fillna("")
    frame = {row["office"]: row for row in rows_of(folder / "offices.csv")}
    answers["group"] = answers["office"].map(lambda office: frame[office]["group"] if office else "")
    answers["region"] = [
        REGION.get(frame[office]["region"], "") if office and group == "husk" else ""
        for office, group in zip(answers["office"], answers["group"], strict=True)
    ]
    answers["proximity"] = [proximity(row) for row in answers.itertuples()]
    return answers


def proximity(row) -> str:
    if row.wave != "2009" or not row.group:
        return ""
    if row.group == "kontroll":
        return "1"
    if row.husk_project_participates == "1":
        return "4"
    if row.husk_project_participates == "2" and "1" in (row.husk_project_known, row.husk_project_known_elsewhere):
        return "3"
    no = (row.husk_project_participates, row.husk_project_known, row.husk_project_known_elsewhere) == ("2", "2", "2")
    return "2" if no else ""


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return cleaned_from(DATA)


# ---------------------------------------------------------------- published counts


def subset(answers: pd.DataFrame, **where: str) -> pd.DataFrame:
    for column, value in where.items():
        answers = answers[answers[column] == value]
    return answers


def column_where(table: str, column: str) -> dict[str, str] | None:
    """Which respondents a column of derived_counts.csv holds; None = all of a wave or of both."""
    wave = {"wave": "2008"} if "2008" in column else {"wave": "2009"} if "2009" in column else {}
    if " | " in column and table.endswith("_nav"):
        group, nav = column.split(" | ")
        return {"wave": "2009", "group": "husk" if group == "HUSK" else "kontroll", "nav_office": NAV[nav]}
    if column in PROXIMITY:
        return {"wave": "2009", "proximity": PROXIMITY[column]}
    if column in REGION:
        return {"region": REGION[column]}
    if column.startswith("region="):
        return {"wave": "2009", "region": REGION[column[7:]]}
    if column.startswith("nav_kontor="):
        return {"wave": "2009", "group": "husk", "nav_office": {"Ja": "1", "Nei": "2"}[column[11:]]}
    if table == "t_nav_office":
        wave = {"wave": "2009"}
    if "HUSK" in column or "Husk" in column:
        return wave | HUSK
    return wave | KONTROLL if "Kontroll" in column else wave


VARIABLE = {
    "t_sample_gender": "gender",
    "t_sample_age": "age_group",
    "t_sample_education": "education",
    "t_use_of_research": "use_of_research",
    "t_nav_office": "nav_office",
    "f_research_based_claim_by_knowledge_region_nav": "claim_research_based",
    "f_competence_vs_year_ago": "own_competence_vs_year_ago",
    "f_workplace_competence_vs_year_ago": "workplace_competence_vs_year_ago",
    "f_workplace_competence": "workplace_competence",
    "f_education_opportunity_nav": "opportunity_education_vs_year_ago",
    "f_literature_time_nav": "opportunity_literature_vs_year_ago",
    "f_last_read_nav": "last_read_literature",
    "t_user_participation_satisfaction_region": "satisfaction_user_participation",
}
COLLAPSE = {
    "t_use_of_research": "frequency3",
    "f_research_based_claim_by_knowledge_region_nav": "agree3",
    "f_competence_vs_year_ago": "degree3",
    "f_workplace_competence_vs_year_ago": "degree3",
}


def codes_of(table: str, label: str) -> set[str]:
    """Codes behind a printed row label."""
    if table in COLLAPSE:
        rows = [r for r in codebook("collapses") if r["collapse"] == COLLAPSE[table] and r["label_nb"] == label]
        low, _, high = rows[0]["codes"].partition("-")
        return {str(code) for code in range(int(low), int(high or low) + 1)}
    value_set = next(r["value_set"] for r in codebook("staff_survey") if r["variable"] == VARIABLE[table])
    return {r["code"] for r in codebook("value_sets") if r["value_set"] == value_set and r["label_nb"] == label}


def test_published_counts_come_out(answers):
    wrong = []
    for row in rows_of(DATA / "generate" / "derived_counts.csv"):
        table, where = row["table_id"], column_where(row["table_id"], row["column"])
        if table not in VARIABLE:
            continue
        if table == "t_user_participation_satisfaction_region":
            where = where | HUSK
        found = int(subset(answers, **where)[VARIABLE[table]].isin(codes_of(table, row["row_label"])).sum())
        if found != int(row["count"]):
            wrong.append((table, row["row_label"], row["column"], int(row["count"]), found))
    assert not wrong


def test_sizes_of_the_samples(answers):
    sizes = answers.groupby(["wave", "group"]).size().to_dict()
    assert sizes == {
        ("2008", "husk"): 153,
        ("2008", "kontroll"): 33,
        ("2008", ""): 1,
        ("2009", "husk"): 286,
        ("2009", "kontroll"): 115,
        ("2009", ""): 6,
    }


def test_regions_and_nearness(answers):
    regions = subset(answers, group="husk").groupby(["wave", "region"]).size()
    assert regions["2008"].to_dict() == {"": 3, "hio": 55, "hia": 24, "uis": 40, "hist_ntnu": 31}
    assert regions["2009"].to_dict() == {"hio": 109, "hia": 46, "uis": 67, "hist_ntnu": 64}
    nearness = subset(answers, wave="2009")["proximity"].value_counts()
    assert nearness.to_dict() == {"1": 115, "3": 112, "2": 88, "4": 76, "": 16}


def test_three_means_of_the_claim_on_experience(answers):
    found = {}
    for group, wave in (("husk", "2009"), ("kontroll", "2009"), ("husk", "2008")):
        values = pd.to_numeric(subset(answers, group=group, wave=wave)["claim_experience_based"]).dropna()
        found[group, wave] = int(values.mean() * 100 + 0.5) / 100
    assert found == {("husk", "2009"): 5.15, ("kontroll", "2009"): 5.00, ("husk", "2008"): 4.99}
    assert (answers["claim_research_based"] != "").sum() == 586
    assert (answers["claim_experience_based"] != "").sum() == 585


def test_response_rates():
    sheet = load_workbook(DATA / "office_forms_2009.xlsx")["Registrering"]
    forms = list(sheet.iter_rows(values_only=True))
    handed = {row[0] or 212: row[4] for row in forms[1:]}  # the last form of an office counts; 212 came without number
    frame = {int(row["office"]): row for row in rows_of(DATA / "offices.csv")}
    kostra = (DATA / "kostra_fte_2007.csv").read_text(encoding="cp1252").splitlines()[4:-5]
    fte = {line.split(";")[1]: line.split(";")[2].replace(",", ".") for line in kostra}
    rates = {}
    for group, answers in (("husk", 286), ("kontroll", 115)):
        answering = {number: row for number, row in frame.items() if row["group"] == group and row["answered"] == "Ja"}
        years = sum(float(fte[unit]) for unit in {row["kostra_unit"] for row in answering.values()})
        leaders = sum(handed.get(number, int(row["eligible_reported"])) for number, row in answering.items())
        rates[group] = (round(100 * answers / years), round(100 * answers / leaders))
    assert rates == {"husk": (59, 73), "kontroll": (73, 84)}


def test_user_survey_has_the_published_number_of_answers():
    rows = list(load_workbook(DATA / "user_survey_2009.xlsx")["Svar"].iter_rows(values_only=True))
    valid = {name: sum(row[place] is not None for row in rows[1:]) for place, name in enumerate(rows[0])}
    few = {name: count for name, count in valid.items() if count < 17}
    assert len(rows) == 18
    assert sorted(few.values()) == [2, 6, 8, 10, 10, 10, 10, 10, 11, 11, 12, 14, 16, 16, 16, 16]
    assert few["Har du i løpet av de to siste årene vært deltaker i prosjekter ved ditt soskontor?"] == 16
    assert sum(all(cell is not None for cell in row) for row in rows[1:]) == 0


def test_colleagues_are_alike_by_about_five_per_cent():
    mean = rows_of(DATA / "generate" / "likeness.csv")[-1]
    assert mean["variable"] == "mean"
    assert all(0.035 < float(mean[column]) < 0.075 for column in ("HUSK 2009", "Kontroll 2009", "HUSK 2008"))


def test_an_office_is_half_like_itself_from_wave_to_wave(answers):
    """Means of offices that answered in both waves, over the items of scales: neither the same people twice nor strangers."""
    scales = [row["variable"] for row in codebook("staff_survey") if row["type"] == "scale"]
    known = answers[answers["office"] != ""]
    correlations = []
    for name in scales:
        given = known[known[name] != ""]
        offices = given.assign(value=pd.to_numeric(given[name])).groupby(["office", "wave"])["value"]
        means, sizes = offices.mean().unstack().dropna(), offices.size().unstack()
        if {"2008", "2009"} <= set(means):
            enough = means[(sizes.loc[means.index] >= 3).all(axis=1)]
            correlations.append(enough["2008"].corr(enough["2009"]))
    assert len(correlations) == 62
    assert 0.4 < sum(correlations) / len(correlations) < 0.6


def test_every_rule_finds_something_to_do():
    rules = yaml.safe_load((CONFIG / "cleaning" / "staff_survey.yaml").read_text(encoding="utf-8"))["rules"]
    idle = set()
    for wave, table in (("2008", raw_2008(DATA)), ("2009", raw_2009(DATA))):
        for rule in (r for r in rules if wave in r["waves"] and r["type"] not in ("flag", "reverse", "recode")):
            after = applied(table, rule)
            if after.equals(table):
                idle.add((rule["id"], wave))
            table = after
    assert not idle


def test_generator_writes_the_committed_bytes(tmp_path):
    subprocess.run([sys.executable, str(DATA / "generate"), "--out", str(tmp_path)], check=True, timeout=300)
    differing = [name for name in RAW if (tmp_path / name).read_bytes() != (DATA / name).read_bytes()]
    assert not differing


STATEMENTS = [  # variable, grouping, who, collapse ("" = as answered), p lies between
    ("claim_research_based", "region", "husk_2009", "agree3", 0, 0.05),
    ("claim_research_based", "nav_office", "husk_2009", "agree3", 0.05, 0.10),
    ("claim_experience_based", "set", "three", "agree3", 0.05, 0.10),
    ("claim_experience_based", "proximity", "2009", "agree3", 0.10, 1),
    ("use_of_research", "set", "three", "frequency3", 0.10, 1),
    ("use_of_research", "region", "husk_2009", "", 0, 0.05),
    ("barrier_no_time_released", "set", "three", "agree3", 0, 0.05),
    ("barrier_little_interest_leader", "set", "three", "agree3", 0, 0.05),
    ("barrier_too_many_changes", "set", "three", "agree3", 0, 0.05),
    ("barrier_project_fatigue", "set", "three", "agree3", 0, 0.05),
    ("barrier_little_interest_colleagues", "set", "three", "agree3", 0.10, 1),
    ("own_competence", "set", "three", "", 0.10, 1),
    ("opportunity_literature_vs_year_ago", "proximity", "2009", "", 0.05, 0.10),
    ("opportunity_education_vs_year_ago", "proximity", "2009", "", 0.10, 1),
    ("read_research_reports", "set", "three", "", 0, 0.05),
    ("read_white_papers", "set", "three", "", 0, 0.05),
    ("last_read_literature", "proximity", "2009", "", 0.05, 0.10),
    ("devproject_now", "wave", "husk", "", 0.05, 0.07),
    ("husk_project_known", "wave", "husk", "", 0, 0.05),
    ("statement_ideal_not_practice", "set", "three", "agree3", 0, 0.05),
    ("nav_effect", "set", "two", "", 0, 0.05),
    ("nav_effect", "region", "husk_2009", "", 0, 0.05),
    ("advice_daily_problems", "region", "husk_2009", "satisfaction5_3", 0, 0.05),
    ("opportunity_literature_vs_year_ago", "nav_office", "husk_2009", "", 0, 0.05),
]
WHO = {
    "three": ("husk_2009", "kontroll_2009", "husk_2008"),
    "two": ("husk_2009", "kontroll_2009"),
    "husk": ("husk_2009", "husk_2008"),
    "husk_2009": ("husk_2009",),
    "2009": ("husk_2009", "kontroll_2009"),
}


@pytest.mark.parametrize(("variable", "by", "who", "collapse", "low", "high"), STATEMENTS)
def test_statements_of_significance(answers, variable, by, who, collapse, low, high):
    table = answers.assign(set=answers["group"] + "_" + answers["wave"])
    table = table[table["set"].isin(WHO[who]) & (table[variable] != "") & (table[by] != "")]
    groups = {}
    for row in codebook("collapses"):
        if row["collapse"] == collapse:
            first, _, last = row["codes"].partition("-")
            groups |= {str(code): row["category"] for code in range(int(first), int(last or first) + 1)}
    given = table[variable].map(groups) if collapse else table[variable]
    p = chi2_contingency(pd.crosstab(table[by], given), correction=False).pvalue
    assert low <= p <= high

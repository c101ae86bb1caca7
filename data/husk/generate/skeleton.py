"""The respondents before they answer: wave, group, region, office, NAV and nearness to the projects."""

import pandas as pd
from allocation import fill
from codebook import HERE, read_rows
from latent import latent, stream, unwillingness
from targets import MISSING, Margin

UNKNOWN = {"2009": 6, "2008": 1}  # respondents whose office and municipality nobody knows
NAV_MISSING = {"husk_2009": 2, "kontroll_2009": 1}
REGION_ID = {"HiO": "hio", "HiA": "hia", "UiS": "uis", "HIST/NTNU": "hist_ntnu", "": "none"}


def read_frame() -> list[dict[str, str]]:
    return read_rows(HERE / "frame.csv")


def usable_respondents() -> pd.DataFrame:
    """One row a usable respondent, offices in frame order, waves 2008 then 2009."""
    rows = []
    for wave in ("2008", "2009"):
        for office in read_frame():
            row = {"wave": wave, "group": office["group"], "office": office["office"], "place": office["place"]}
            row["region"] = REGION_ID[office["region"]] if office["group"] == "husk" else ""
            row["nav_of_office"] = office["nav"]
            rows += [row] * int(office[f"n_{wave}"])
        nobody_knows = dict.fromkeys(("office", "place", "region", "nav_of_office"), "")
        rows += [nobody_knows | {"wave": wave, "group": "none"}] * UNKNOWN[wave]
    people = pd.DataFrame(rows)
    return people.assign(gw=people["group"] + "_" + people["wave"])


def with_nav(people: pd.DataFrame, margins: list[Margin]) -> pd.DataFrame:
    """NAV office or not: a property of the office, with a few respondents who left the question open."""
    answer = people["nav_of_office"].map({"Ja": "1", "Nei": "2", "": MISSING}).where(people["wave"] == "2009", MISSING)
    for group, count in NAV_MISSING.items():
        target = next(m for m in margins if m.cell == group)
        for code, wanted in zip(target.codes, target.counts, strict=True):
            holders = people.index[(people["gw"] == group) & (answer == code)]
            surplus = len(holders) - wanted
            if not 0 <= surplus <= count:
                raise ValueError(f"frame.csv: {len(holders)} {group} respondents with nav={code}, wanted {wanted}")
            answer[stream("nav", group, code).choice(holders, surplus, replace=False)] = MISSING
    return people.assign(nav=answer)


def with_nearness(people: pd.DataFrame, targets: dict[str, list[Margin]]) -> pd.DataFrame:
    """Knowledge of and participation in projects; these cluster strongly by office."""
    for short, name in (
        ("known", "husk_project_known"),
        ("participates", "husk_project_participates"),
        ("elsewhere", "husk_project_known_elsewhere"),
    ):
        value = -latent(name, "husk_project", people, icc=0.10)
        answer = fill(people, targets[name], value, unwillingness(name, people), stream("round", name))
        people = people.assign(**{short: answer})
    return people.assign(proximity=[proximity(row) for row in people.itertuples()])


def proximity(row) -> str:
    """The report's four groups (2009): the same cases as in evaluation.yaml, first match wins."""
    if row.wave != "2009" or row.group == "none":
        return MISSING
    if row.group == "kontroll":
        return "1"
    if row.participates == "1":
        return "4"
    if row.participates == "2" and (row.known == "1" or row.elsewhere == "1"):
        return "3"
    if row.participates == "2" and row.known == "2" and row.elsewhere == "2":
        return "2"
    return MISSING


def build_skeleton(targets: dict[str, list[Margin]]) -> pd.DataFrame:
    """All usable respondents with the columns targets.csv may group by."""
    people = with_nav(usable_respondents(), targets["nav_office"])
    return with_nearness(people, targets)

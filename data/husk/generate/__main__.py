"""Writes the raw files of the demonstration evaluation: python data/husk/generate [--out FOLDER]

The microdata are RECONSTRUCTED so that the published figures come out of them; see data/husk/README.md.
"""

import argparse
from pathlib import Path

from annual_reports import write_annual_reports
from answers import all_answers
from coding_sheets import write_coding
from likeness import likeness_table
from paper_form import paper_form_2009
from registers import write_kostra, write_office_forms, write_offices
from skeleton import build_skeleton
from targets import read_targets
from user_survey import write_user_survey
from web_form import web_form_2008
from writers import write_sav, write_table_csv


def generate(folder: Path) -> None:
    """All raw files into `folder`, the same bytes on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = read_targets()
    answers = all_answers(build_skeleton(targets), targets)
    write_table_csv(folder / "staff_survey_2008.csv", web_form_2008(answers), ";", "cp1252")
    write_sav(folder / "staff_survey_2009.sav", paper_form_2009(answers))
    write_offices(folder / "offices.csv")
    write_kostra(folder / "kostra_fte_2007.csv")
    write_office_forms(folder / "office_forms_2009.xlsx")
    write_user_survey(folder / "user_survey_2009.xlsx")
    write_annual_reports(folder / "annual_reports")
    write_coding(folder / "coding")
    write_table_csv(folder / "generate" / "likeness.csv", likeness_table(answers), ",", "utf-8", "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1], help="folder to write into")
    folder = parser.parse_args().out
    (folder / "generate").mkdir(parents=True, exist_ok=True)
    generate(folder)


if __name__ == "__main__":
    main()

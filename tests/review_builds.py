"""A build as small as a review needs, written into a folder: what tests of reviews change."""

import pandas as pd
from evalreport.exhibits.view import Item, Panel, View
from evalreport.review.sides import Side
from PIL import Image

EVALUATION = """
instruments: {staff: {label: {en: Staff}}, users: {label: {en: Users}}}
groupings: {by_sex: {groups: {w: {where: {sex: [1]}}}}}
editions: {interim: {chapters: [{id: main, template: main_short}]}}
"""
PLAN = "exhibits:\n  - {id: use, instrument: staff, variables: [use], by: [by_sex], decimals: 0}\n"
CODEBOOK = "variable,type,value_set,battery,source_2008\nuse,single,often,,How often?\nsex,single,sex,,Sex\nage,single,age,,Age\n"
VALUES = "value_set,code,label_en\noften,1,Often\noften,2,Seldom\n"
TEMPLATE = 'Use is {{ pct("use") }}.\n'
CLAIM = {"chapter": "main", "condition": "x", "sentence": "It is high.", "verdict": "holds"}


def view(name="use"):
    groups = Panel("by_sex", "Sex", (Item("w", "Women"),))
    answers = (Item("1", "Often"),)
    return View(
        name,
        "main",
        "en",
        f"The {name}",
        "distribution",
        "bars",
        "share",
        (Item("use", "Use"),),
        answers,
        (groups,),
        decimals=0,
    )


class Build:
    """A build in a folder, as small as a review needs."""

    def __init__(self, folder, name):
        self.shown: dict[str, str] | None = {"use": "figure"}
        self.folder, self.name = folder / name, name
        self.share, self.p, self.colour, self.label = 0.5, 0.2, 100, "Often"
        self.text, self.verdict = "# Main\n\nUse is 50%.\n", "holds"
        self.sources = {
            "config/x/evaluation.yaml": EVALUATION,
            "config/x/exhibits/main.yaml": PLAN,
            "config/x/codebook/staff.csv": CODEBOOK,
            "config/x/codebook/value_sets.csv": VALUES,
            "report_templates/x/main_short.md.jinja": TEMPLATE,
        }
        self.height, self.caption = 50, ""
        self.claim: dict[str, str] = {}
        self.design = {"report_templates/shared/fonts/a.ttf": "1"}
        self.answers = {"How often?": "1", "Sex": "1", "Age": "1"}

    def side(self) -> Side:
        self._write()
        marks = {name: str(hash(text)) for name, text in self.sources.items()}
        answers = "".join(self.answers.values())
        source = {"instrument": "staff", "wave": "2008", "rows": 1}
        inputs = {
            "data": {"data/x/staff.csv": {"sha256": answers, "size": 1, "sources": [source]}},
            "config": {name: mark for name, mark in marks.items() if name.startswith("config/")},
            "templates": {name: mark for name, mark in marks.items() if not name.startswith("config/")},
            "design": self.design,
        }
        index = {"evaluation": "x", "edition": "interim", "title": "Interim", "date": "May", "status": "draft"}
        rows = pd.DataFrame(
            [("staff", "2008", "", "a", answers)], columns=["instrument", "wave", "key_column", "respondent", "row"]
        )
        columns = pd.DataFrame(
            [("staff", "2008", name, value) for name, value in self.answers.items()],
            columns=["instrument", "wave", "column", "digest"],
        )
        content = {"views": {"use": view().to_dict()}, "levels": [0.05, 0.1], "shown": self.shown}
        files = {p.relative_to(self.folder).as_posix(): p for p in sorted(self.folder.rglob("*")) if p.is_file()}
        whole = {**index, "row_key": "k", "inputs": inputs}
        return Side(self.name, whole, content, files, self.sources, (rows, columns))

    def _write(self):
        for name in ("exhibits", "figures", "chapters"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        head = "exhibit,variable,category,group,n,n_weighted,estimate,se,ci_low,ci_high,deff,suppressed\n"
        rows = f"use,use,1,w,5,,{self.share},,,,,0\nuse,use,*,w,10,,,,,,,0\n"
        self._put("exhibits/use.estimates.csv", head + rows)
        tests = "exhibit,variable,groups,test,statistic,df1,df2,p,p_adjusted,effect,effect_size,reason\n"
        self._put("exhibits/use.tests.csv", f"{tests}use,use,w|m,chi2,1,1,,{self.p},,,,\n")
        data = "panel,variable,variable_label,group,category,category_label,printed,status\n"
        self._put("figures/use.csv", f"{data}by_sex,use,Use,w,1,{self.label},{100 * self.share:.0f},shown\n")
        rect = f'<rect width="{100 * self.share}" height="50" fill="rgb({self.colour},0,0)"/>'
        frame = f'<svg xmlns="http://www.w3.org/2000/svg" width="100pt" height="{self.height}pt" viewBox="0 0 100 {self.height}">'
        name = f'<text x="1" y="20" font-size="6">{self.caption}</text>' if self.caption else ""
        self._put("figures/use.svg", f"{frame}{rect}{name}<desc>{self.label}</desc></svg>")
        Image.new("L", (40, 20), self.colour).save(self.folder / "figures/use.png")
        self._put("chapters/main.md", self.text)
        claim = CLAIM | {"verdict": self.verdict} | self.claim
        self._put("claims.csv", ",".join(claim) + "\n" + ",".join(claim.values()) + "\n")

    def _put(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

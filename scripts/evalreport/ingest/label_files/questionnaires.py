"""Labels in the files of survey programs: Qualtrics (.qsf), LimeSurvey (.lss), DDI codebooks (.xml)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from evalreport.ingest.label_files.labels import Labels


def from_qsf(content: bytes) -> Labels | None:
    """Labels of a Qualtrics survey: questions by their export tag, items and choices by their recode values.

    Matrix items are columns `Q1_1`; questions with several answers have one column a choice, `Q2_1`, with 1 or its text.
    """
    survey = json.loads(content)
    elements = survey.get("SurveyElements") if isinstance(survey, dict) else None
    if not isinstance(elements, list):
        return None
    found = Labels()
    for element in elements:
        if element.get("Element") == "SQ" and isinstance(element.get("Payload"), dict):
            found |= _qualtrics(element["Payload"])
    return found


def _qualtrics(question: Mapping[str, Any]) -> Labels:
    tag, text = str(question.get("DataExportTag", "")), str(question.get("QuestionText", ""))
    choices = {str(k): str(v.get("Display", "")) for k, v in _pairs(question.get("Choices"))}
    answers = {str(k): str(v.get("Display", "")) for k, v in _pairs(question.get("Answers"))}
    recoded = {str(k): str(v) for k, v in _pairs(question.get("RecodeValues"))}
    tags = {str(k): str(v) for k, v in _pairs(question.get("ChoiceDataExportTags"))}
    kind, selector = str(question.get("QuestionType", "")), str(question.get("Selector", ""))
    if kind == "Matrix":
        columns = {
            tags.get(k) or f"{tag}_{recoded.get(k, k) if not answers else k}": label for k, label in choices.items()
        }
        codes = {recoded.get(k, k): label for k, label in answers.items()}
        return Labels(
            {c: f"{text} - {label}" for c, label in columns.items()},
            dict.fromkeys(columns, codes),
            dict.fromkeys(columns, text),
        )
    if kind == "MC" and selector.startswith("MA"):
        columns = {f"{tag}_{recoded.get(k, k)}": label for k, label in choices.items()}
        labels = {c: f"{text} - {label}" for c, label in columns.items()}
        return Labels(labels, {}, dict.fromkeys(columns, text), {tag: ","})
    codes = {recoded.get(k, k): label for k, label in choices.items()} if kind == "MC" else {}
    return Labels({tag: text}, {tag: codes} if codes else {})


def _pairs(found: Any) -> Iterator[tuple[str, Any]]:
    """Key and value of what Qualtrics writes as an object, or as a list where the keys are 0, 1, …"""
    if isinstance(found, dict):
        yield from found.items()
    elif isinstance(found, list):
        yield from ((str(i), each) for i, each in enumerate(found))


_BOXES = "MP"  # types of LimeSurvey: multiple choice
_YES_NO = {"Y": "Yes", "N": "No"}


def from_lss(content: bytes) -> Labels | None:
    """Labels of a LimeSurvey questionnaire: columns `Q1`, `Q1[SQ001]` and `Q1_SQ001`, answers by their codes."""
    root = ElementTree.fromstring(content)
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        return None
    wording = {row.get("qid", ""): row.get("question", "") for row in _table(root, "question_l10ns")}
    spoken = {row.get("aid", ""): row.get("answer", "") for row in _table(root, "answer_l10ns")}
    answers: dict[str, dict[str, str]] = {}
    for row in _table(root, "answers"):
        answers.setdefault(row.get("qid", ""), {})[row.get("code", "")] = row.get("answer") or spoken.get(
            row.get("aid", ""), ""
        )
    parts: dict[str, list[dict[str, str]]] = {}
    for row in _table(root, "subquestions"):
        parts.setdefault(row.get("parent_qid", ""), []).append(row)
    found = Labels()
    for row in _table(root, "questions"):
        qid = row.get("qid", "")
        text = row.get("question") or wording.get(qid, "")
        items = [
            (p.get("title", ""), p.get("question") or wording.get(p.get("qid", ""), "")) for p in parts.get(qid, [])
        ]
        found |= _lime(row.get("title", ""), row.get("type", ""), text, items, answers.get(qid, {}))
    return found


def _lime(name: str, kind: str, text: str, items: list[tuple[str, str]], answers: Mapping[str, str]) -> Labels:
    known = {"Y": _YES_NO, "G": {"F": "Female", "M": "Male"}}.get(kind, answers)
    if not items:
        return Labels({name: text}, {name: known} if known else {})
    columns = {form: item for code, item in items for form in (f"{name}[{code}]", f"{name}_{code}")}
    codes = {} if kind in _BOXES or not answers else dict.fromkeys(columns, answers)
    return Labels({c: f"{text} [{item}]" for c, item in columns.items()}, codes, dict.fromkeys(columns, text))


def _table(root: ElementTree.Element, name: str) -> list[dict[str, str]]:
    return [{cell.tag: (cell.text or "").strip() for cell in row} for row in root.iterfind(f"{name}/rows/row")]


def from_ddi(content: bytes) -> Labels | None:
    """Labels of a DDI codebook (versions 1 to 2.5): var, its labl or qstnLit, and catgry with catValu and labl."""
    root = ElementTree.fromstring(content)
    if _name(root) != "codeBook":
        return None
    labels, codes = {}, {}
    for variable in (e for e in root.iter() if _name(e) == "var"):
        name = variable.get("name", "")
        question = next((_text(e) for e in variable.iter() if _name(e) == "qstnLit"), "")
        own = next((_text(e) for e in variable if _name(e) == "labl"), "")
        labels[name] = question or own
        found = {}
        for category in (e for e in variable if _name(e) == "catgry"):
            code = next((_text(e) for e in category if _name(e) == "catValu"), "")
            label = next((_text(e) for e in category if _name(e) == "labl"), "")
            if code and label:
                found[code] = label
        if found:
            codes[name] = found
    return Labels(labels, codes)


def _name(element: ElementTree.Element) -> str:
    return re.sub(r"\{.*\}", "", element.tag) if isinstance(element.tag, str) else ""


def _text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())

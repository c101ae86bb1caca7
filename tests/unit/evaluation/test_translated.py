"""An evaluation in several languages: which language an edition has, where its templates lie, and texts that lack it."""

import csv

import pytest
import yaml
from evalreport.evaluation.facts import load_facts
from evalreport.evaluation.translated import untranslated
from evalreport.files.errors import BadInput
from evalreport.files.schema import load_yaml


def both(content):
    """A configuration whose English texts are in bokmål too."""
    if isinstance(content, dict) and set(content) == {"en"}:
        return content | {"nb": f"{content['en']} (nb)"}
    if isinstance(content, dict):
        return {key: both(value) for key, value in content.items()}
    return [both(value) for value in content] if isinstance(content, list) else content


def in_bokmaal(small):
    """The small evaluation with its edition in another language than its own, all of it translated."""
    small.change("evaluation.yaml", "    status: draft", "    status: draft\n    language: nb")
    for path in sorted(small.config.rglob("*.yaml")):
        content = both(load_yaml(path))
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    for path in sorted((small.config / "small" / "codebook").glob("*.csv")):
        rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
        at = rows[0].index("label_en")
        rows = [[*row, f"{row[at]} (nb)" if number else "label_nb"] for number, row in enumerate(rows)]
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    own = small.templates / "small"
    (own / "nb").mkdir()
    for path in sorted(own.glob("*.jinja")):
        (own / "nb" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")


def test_an_edition_may_be_in_another_language(small):
    in_bokmaal(small)
    project = small.project()
    evaluation = project.evaluation
    assert (evaluation.language, evaluation.shared_language, evaluation.in_translation) == ("nb", "en", True)
    assert project.template_folder == small.templates / "small" / "nb"
    assert project.templates["results"][0].parent == project.template_folder
    view = project.views["satisfaction"]
    assert (view.language, view.title) == ("nb", "Satisfaction (nb)")
    assert [group.label for group in view.groups][:2] == ["Treated (nb)", "Control (nb)"]
    assert project.views["barriers"].stem == "What stands in the way? (nb)"
    assert project.metadata()["language"] == "nb" and project.records.folder == "records_nb"
    assert {each["language"] for each in project.codebook_params().values()} == {"nb"}


def test_an_edition_in_the_language_of_the_evaluation_is_as_before(small):
    project = small.project()
    assert (project.evaluation.language, project.evaluation.in_translation) == ("en", False)
    assert (project.template_folder, project.records.folder) == (small.templates / "small", "records")
    (small.templates / "small" / "en").mkdir()
    for path in (small.templates / "small").glob("*.jinja"):
        path.rename(path.parent / "en" / path.name)
    assert small.project().template_folder == small.templates / "small" / "en"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("evaluation.yaml", "nb: Treated (nb)", "nn: Treated", "treated > label: no text in nb, the language of this edition. Write"),
        ("results.yaml", "nb: Barriers (nb)", "nn: Barriers", "results.yaml, exhibits > [barriers] > title: no text in nb"),
        ("cleaning/staff.yaml", "nb: Not finished (nb)", "nn: Not", "staff.yaml, rules > [unfinished] > reason: no text in nb"),
        ("batteries.csv", "label_nb", "label_sv", "batteries.csv, row 1: column 'label_nb' is missing"),
    ],
)  # fmt: skip
def test_what_is_not_translated_is_told(small, name, old, new, message):
    in_bokmaal(small)
    small.change(name, old, new)
    with pytest.raises(BadInput) as error:
        small.project()
    assert message in str(error.value)


def test_a_chapter_that_is_not_translated_is_told_and_not_taken_from_the_other_language(small):
    in_bokmaal(small)
    (small.templates / "small" / "nb" / "methods.md.jinja").unlink()
    with pytest.raises(BadInput) as error:
        small.project()
    assert "small/nb/methods.md.jinja" in str(error.value)


def test_other_editions_need_no_translation(small):
    in_bokmaal(small)
    small.change("evaluation.yaml", "editions:\n", "editions:\n  other:\n    title: {en: Other}\n    date: {en: x}\n    status: draft\n    waves: {}\n    chapters: [{id: results}]\n")  # fmt: skip  # noqa: E501
    assert small.project().edition.language == "nb"


def test_a_claim_by_id_may_stand_in_the_templates_of_another_language(small):
    in_bokmaal(small)
    (small.config / "small" / "claims").mkdir()
    condition = "majority,satisfaction,high,treated\n"
    table = f"id,claim,exhibit,category,group\nc-most,{condition}c-english,{condition}c-none,{condition}"
    (small.config / "small" / "claims" / "results.csv").write_text(table, encoding="utf-8")
    for folder, name in (("nb", "c-most"), ("", "c-english")):
        with (small.templates / "small" / folder / "results.md.jinja").open("a", encoding="utf-8") as stream:
            stream.write(f"\n[Most.]{{.claim #{name}}}\n")
    with pytest.raises(BadInput) as error:
        small.project()
    assert [problem.found for problem in error.value.problems] == ["the claim 'c-none' stands in no template"]


def test_texts_are_told_from_other_mappings():
    content = {
        "a": {"en": "x"},
        "b": {"en": [1]},
        "labels": {"en": ["x"]},
        "c": {"en": "x", "other": "y"},
        "d": [{"id": "k", "t": {"nn": "x"}}],
        "e": {},
    }
    places = [problem.place for problem in untranslated(content, "nb", "f")]
    assert places == ["a", "labels", "d > [k] > t"]
    assert [*untranslated({"a": {"en": "x", "nb": "y"}}, "nb", "f")] == []


def test_a_fact_may_be_written_otherwise_in_a_language(tmp_path):
    (tmp_path / "facts.csv").write_text(
        "id,value,unit,value_nb,unit_nb\nlength,3,years,,år\nstart,spring 2024,,våren 2024,\n", encoding="utf-8"
    )
    nb, en = (load_facts(tmp_path / "facts.csv", language) for language in ("nb", "en"))
    assert (nb["length"]["value"], nb["length"]["unit"], nb["start"]["value"]) == ("3", "år", "våren 2024")
    assert (en["length"]["unit"], en["start"]["value"]) == ("years", "spring 2024") and "unit_nb" not in en["length"]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ({"en": ["young", "old"]}, ["age_class > classes > labels"]),
        ({"en": ["young", "old"], "nb": ["ung", "gammel"]}, []),
        ({"nb": ["ung", "gammel"]}, []),
        ({"en": [1, 2]}, []),  # no texts: the schema tells that
    ],
)
def test_labels_of_classes_are_texts_in_a_language_too(labels, told):
    content = {"age_class": {"classes": {"of": "age", "limits": [0, 30, 60], "labels": labels}}}
    assert [problem.place for problem in untranslated(content, "nb", "evaluation.yaml")] == told


@pytest.mark.parametrize(("language", "told"), [("en", False), ("de", True)])
def test_labels_of_classes_are_in_languages_that_there_are(small, language, told):
    derived = (
        "derived:\n  staff:\n    age_class: {type: single, label: {en: Age}, classes: {of: age, limits: [0, 30, 60], "
        f"labels: {{{language}: [Young, Old]}}}}}}\n"
    )
    small.change("evaluation.yaml", "significance_levels", derived + "significance_levels")
    if told:
        with pytest.raises(BadInput, match="found 'de'. Possible: |unknown key 'de'"):
            small.evaluation()
    else:
        assert small.evaluation().derived["staff"]["age_class"]["classes"]["labels"] == {"en": ["Young", "Old"]}

"""Parts of a report: their heading goes with the chapter they begin with, in the language of the edition."""


def test_a_part_goes_with_its_first_chapter(small):
    small.change(
        "evaluation.yaml",
        "{id: methods, appendix: 1}",
        '{id: methods, appendix: 1, part: {en: "Part II", nb: "Del II"}}',
    )
    project = small.project()
    assert project.numbering() == [{"number": 1, "appendix": None}, {"number": None, "appendix": 1, "part": "Part II"}]
    assert project.printed_numbering()[:2] == project.numbering()

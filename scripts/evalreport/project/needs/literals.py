"""What the search for typed numbers needs."""

from typing import TYPE_CHECKING, Any

from evalreport.chapters.foreign import foreign_templates

if TYPE_CHECKING:
    from evalreport.project.project import Project


def literal_params(project: "Project") -> dict[str, Any]:
    """What `literal_calls.literal_table` needs, as plain data: the typed numbers, and the exhibits of the chapter each stands in."""
    evaluation, literals = project.evaluation, project.literals
    cited = {str(path): project.quoted(chapter) for chapter, paths in project.templates.items() for path in paths}
    cited |= {str(evaluation.exhibit_file(chapter)): project.analysed(chapter) for chapter in project.plan}
    files = sorted({x.file for x in literals})
    known = foreign_templates(project.chapters, project.templates, evaluation.language)
    foreign = {file: language for file, language in known.items() if file in files}
    return {
        "literals": [[x.file, x.line, x.text, x.kind, x.context] for x in literals],
        "statistics": {name: view.statistic for name, view in project.views.items()} if literals else {},
        "quoted": {file: cited[file] for file in files},
        "language": evaluation.language,
        **({"languages": foreign} if foreign else {}),
    }

"""An evaluation taken through the stages of a build in this process: what a job reads and writes is what its rule says."""

import shutil
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analyse_chapter import analyse_chapter
from assemble_docx import assemble_docx
from assemble_pdf import assemble_pdf
from audit_own import audit_own
from clean_survey import clean_survey
from collect_claims import collect_claims
from compare_published import compare_published
from draw_figures import draw_figures
from evalreport.clean.notice import notices_in
from evalreport.evaluation.codings import coding_params
from evalreport.files.errors import raise_if
from evalreport.files.tables import ALL_TEXT, read_table
from evalreport.ingest.manifests import read_manifests, rows_received
from evalreport.programs.versions import software_versions
from evalreport.project.config import load_main_config, read_config
from evalreport.project.dependencies import answering, counted_waves, lookups, response_groups
from evalreport.project.layout import Layout
from evalreport.project.missing_inputs import missing_inputs, read_instruments
from evalreport.project.needs.earlier_waves import earlier_waves
from evalreport.project.needs.literals import literal_params
from evalreport.project.open import load_project
from evalreport.project.project import Project
from evalreport.weighting.schemes import scheme_instruments, scheme_params
from ingest_source import ingest_source
from protect_chapter import protect_chapter
from read_records import read_records
from respond_survey import respond_survey
from summarise_build import summarise_build
from weight_survey import weight_survey
from write_chapter import write_chapter
from write_figure_data import write_figure_data

REPOSITORY = Path(__file__).parents[1]
TINY = REPOSITORY / "tests" / "data" / "tiny"
SOURCES = ("config", "data", "report_templates")


@dataclass
class Stages:
    """A folder with an evaluation, and what its stages write below `folder/results`, each made once and when it is asked for."""

    folder: Path
    asked: dict[str, str] = field(default_factory=dict)  # what stands after --config
    made: set[str] = field(default_factory=set)
    program: Path = REPOSITORY

    def copy_to(self, folder: Path, forget: str = "") -> "Stages":
        """The same somewhere else, with what has been made but for jobs of this name."""
        for name in (*SOURCES, *(("results",) if (self.folder / "results").exists() else ())):
            shutil.copytree(self.folder / name, folder / name)
        return Stages(folder, self.asked, {job for job in self.made if not job.startswith(forget or "-")})

    @cached_property
    def project(self) -> Project:
        """The project, opened as `open_project` does; raises BadInput."""
        config = load_main_config(read_config(self.folder / "config/config.yaml") | self.asked)
        shared = self.shared
        project = load_project(config, self.folder / "config", self.folder / "report_templates", shared)
        raise_if(missing_inputs(project, self.data))
        return project

    @property
    def shared(self) -> Path:
        return self.program / "report_templates" / "shared"

    @property
    def config(self) -> Path:
        return self.folder / "config" / "tiny"

    @property
    def data(self) -> Path:
        return self.folder / "data" / "tiny"

    @property
    def templates(self) -> Path:
        return self.folder / "report_templates" / "tiny"

    @property
    def paths(self) -> Layout:
        return Layout(self.project.evaluation.id, self.project.edition.id, self.project.records.folder)

    def at(self, name: str) -> Path:
        """The place of a result, with its folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _first(self, job: str) -> bool:
        first = job not in self.made
        self.made.add(job)
        return first

    def ingest(self, instrument: str) -> dict[str, Path]:
        """Read all waves of an instrument; wave -> its table."""
        waves = self.project.evaluation.instruments[instrument].waves
        tables = {}
        for wave, source in waves.items():
            tables[wave] = self.at(self.paths.ingested([(instrument, wave)])[0])
            if self._first(f"ingest {instrument} {wave}"):
                options = {key: value for key, value in source.items() if key not in ("file", "reader")}
                to = (tables[wave], self.at(self.paths.manifests([(instrument, wave)])[0]), self.at("log.txt"))
                ingest_source(self.data / source["file"], source["reader"], options, instrument, wave, *to)
        return tables

    def clean(self, instrument: str) -> Path:
        """Clean an instrument and what it looks up; its table."""
        table = self.at(self.paths.clean([instrument])[0])
        if self._first(f"clean {instrument}"):
            evaluation = self.project.evaluation
            own = evaluation.instruments[instrument]
            derived = {
                name: {key: value for key, value in spec.items() if key != "label"}
                for name, spec in evaluation.derived.get(instrument, {}).items()
            }
            clean_survey(
                instrument=instrument,
                waves=self.ingest(instrument),
                manifests={wave: self.folder / self.paths.manifests([(instrument, wave)])[0] for wave in own.waves},
                sources={w: {"file": s["file"], "decimal": s.get("decimal", ".")} for w, s in own.waves.items()},
                config_folder=self.config,
                codebook=own.codebook,
                rules=str(self.config / own.cleaning),
                language=evaluation.shared_language,
                derived=derived,
                codings=coding_params(evaluation, instrument),
                others={name: self.clean(name) for name in lookups(derived)},
                to={name: table.with_suffix(f".{name}.csv") for name in ("log", "missing", "notices")}
                | {"table": table, "summary": self.at("log.txt")},
            )
        return table

    def notices(self) -> list[str]:
        """What is told of the edition's project, its raw files and its clean tables."""
        told = [str(notice) for notice in self.project.notices]
        for name in read_instruments(self.project):
            manifests = self.paths.manifests((name, wave) for wave in self.ingest(name))
            told += [n for each in read_manifests(self.folder / path for path in manifests) for n in each["notices"]]
            table = read_table(self.clean(name).with_suffix(".notices.csv"), ALL_TEXT)
            told += [str(notice) for notice in notices_in(table)]
        return told

    def records(self, name: str) -> dict[str, Path]:
        """Read a source of records; name.table -> its file."""
        tables = self.project.records.tables(name)
        found = dict(zip(tables, map(self.at, self.paths.records(tables)), strict=True))
        if self._first(f"records {name}"):
            settings = self.project.evaluation.records[name].settings
            read_records(settings, self.data, self.config, self.project.evaluation.language, [*found.values()])
        return found

    def respond(self) -> Path:
        """Count who answered."""
        path = self.at(self.paths.response)
        if self._first("respond"):
            evaluation = self.project.evaluation
            response = evaluation.response
            tables = {name: self.clean(name) for name in answering(response)}
            groups = {name: evaluation.group(name).where for name in response_groups(response)}
            respond_survey(tables, counted_waves(response), groups, path)
        return path

    def weigh(self, scheme: str) -> tuple[Path, Path]:
        """Weights of a scheme and their diagnostics."""
        weights, told = self.at(self.paths.weights([scheme])[0]), self.at(self.paths.diagnostics([scheme])[0])
        if self._first(f"weight {scheme}"):
            evaluation = self.project.evaluation
            tables = {name: self.clean(name) for name in scheme_instruments(evaluation.weighting[scheme])}
            weight_survey(tables, scheme_params(evaluation, scheme), scheme, weights, told)
        return weights, told

    def analyse(self, chapter: str) -> tuple[Path, Path, Path]:
        """Estimates, tests and texts of a chapter."""
        parts = ("estimates", "tests", "texts")
        to = tuple(self.at(f"{self.paths.confidential}/analyse/{chapter}.{part}.csv") for part in parts)
        project = self.project
        if self._first(f"analyse {chapter}"):
            clean = {name: self.clean(name) for name in project.surveyed(chapter)}
            for name in project.logged(chapter):
                self.clean(name)
            tables = [name.partition(".")[0] for name in project.recorded(chapter)]
            records = {name: path for each in dict.fromkeys(tables) for name, path in self.records(each).items()}
            analyse_chapter(
                codebooks=project.codebook_params(),
                plan=project.analysis_params(chapter),
                clean=clean,
                logs={n: self.folder / self.paths.cleaning_logs([n])[0] for n in project.logged(chapter)},
                received=rows_received(self.folder / p for p in self.paths.manifests(project.received(chapter))),
                response=self.respond() if project.responds(chapter) else None,
                to_estimates=to[0],
                to_tests=to[1],
                to_texts=to[2],
                diagnostics={name: self.weigh(name)[1] for name in project.diagnosed(chapter)},
                weights={name: self.weigh(name)[0] for name in project.weighted(chapter)},
                records={name: records[name] for name in project.recorded(chapter)},
            )
        return to

    def protect(self, chapter: str) -> None:
        """What may leave of a chapter's exhibits."""
        if self._first(f"protect {chapter}"):
            project = self.project
            worded = project.records.worded(project.analysed(chapter))
            folder = self.at(f"{self.paths.build}/exhibits/.").parent / "exhibits"
            folder.mkdir(parents=True, exist_ok=True)
            limits, structures = project.disclosure.limits(chapter), project.disclosure.structures(chapter)
            protect_chapter(
                *self.analyse(chapter),
                limits,
                worded,
                folder,
                structures,
                joined=self.project.disclosure.joined(chapter),
            )

    def draw(self, chapter: str) -> None:
        """The figures of a chapter's exhibits."""
        if self.project.drawn(chapter) and self._first(f"draw {chapter}"):
            self.protect(chapter)
            build = self.folder / self.paths.build
            (build / "figures").mkdir(parents=True, exist_ok=True)
            levels = list(self.project.evaluation.significance_levels)
            fonts = f"{self.shared}/fonts"
            views = self.project.drawing_params(chapter)
            pictures = self.project.pictures(chapter)
            draw_figures(views, f"{build}/exhibits", f"{build}/figures", levels, fonts, pictures=pictures)

    def write(self, chapter: str) -> str:
        """A chapter as Markdown."""
        project = self.project
        path = self.at(self.paths.chapters([chapter])[0])
        if self._first(f"write {chapter}"):
            quoted = project.quoted(chapter)
            for owner in dict.fromkeys(project.owner(name) for name in quoted):
                self.protect(owner)
            for instrument, _ in project.listed(chapter):
                self.ingest(instrument)
            parts = [*self.paths.exhibits(quoted), *self.paths.exhibits(project.records.worded(quoted), ("texts",))]
            write_chapter(
                template=project.templates[chapter][0],
                folders=[self.templates, self.shared],
                exhibits=[self.folder / part for part in parts],
                settings=project.chapter_params(chapter) | project.records.listed(chapter, str(self.data)),
                manifests=[self.folder / p for p in self.paths.manifests(project.listed(chapter))],
                software=software_versions() if project.calls(chapter, "software") else {},
                path_to_chapter=path,
                path_to_claims=path.with_suffix(".claims.csv"),
                path_to_trace=path.with_suffix(".trace.json") if project.returns else None,
            )
        return path.read_text(encoding="utf-8")

    def tables(self) -> None:
        """Everything up to the protected numbers."""
        for instrument in read_instruments(self.project):
            self.clean(instrument)
        for chapter in self.project.plan:
            self.protect(chapter)

    def texts(self) -> dict[str, str]:
        """Chapter -> its Markdown."""
        return {chapter.id: self.write(chapter.id) for chapter in self.project.chapters}

    def said(self) -> None:
        """What a build says of itself: claims, findings, published numbers, summary."""
        project, build = self.project, self.folder / self.paths.build
        exhibits = sorted(project.exhibits)
        for chapter in project.plan:
            self.protect(chapter)
        self.texts()
        parts = [self.folder / part for part in self.paths.exhibits(exhibits)]
        collect_claims(
            [self.folder / p for p in self.paths.chapter_claims(c.id for c in project.chapters)], build / "claims.csv"
        )
        audited = project.audit.exhibits()
        levels = list(project.evaluation.significance_levels)
        views = {name: project.views[name].to_dict() for name in audited}
        own = self.at(f"{self.paths.build}/audit/own.csv")
        audit_own(parts, views, audited, levels, project.evaluation.language, own)
        compare_published({}, {}, [], [], [], f"{build}/exhibits", build / "reproduction.csv")
        instruments = project.instruments()
        summarise_build(
            title=f"{project.evaluation.title}: {project.edition.title}",
            claims=build / "claims.csv",
            own=own,
            comparison=build / "reproduction.csv",
            logs=[self.folder / path for path in self.paths.cleaning_logs(instruments)],
            manifests=[self.folder / path for path in self.paths.manifests(project.sources())],
            records=project.records.raw(str(self.data)),
            waves={name: list(project.waves(name)) for name in instruments},
            exhibits=parts,
            notices=[str(problem) for problem in project.notices],
            literals=literal_params(project),
            paths=[build / "summary.md", build / "literals.csv"],
            limits=project.disclosure.cleaning_limits(instruments),
            noticed=[self.folder / path for path in self.paths.cleaning_notices(instruments)],
            earlier=earlier_waves(project),
        )

    def everything(self) -> None:
        """All that `snakemake report` makes of an evaluation without published numbers; raises BadInput."""
        self.word()
        self.pdf()
        self.said()

    def _assembled(self) -> tuple[Any, ...]:
        self.texts()
        for chapter in self.project.plan:
            self.draw(chapter)
        numbering = self.project.printed_numbering()
        chapters = [self.folder / p for p in self.paths.chapters(c.id for c in self.project.chapters)]
        if views := self.project.figure_data():
            behind = self.folder / self.paths.build / "figure_data.md"
            exhibits, levels = (
                f"{self.folder / self.paths.build}/exhibits",
                list(self.project.evaluation.significance_levels),
            )
            write_figure_data(chapters, views, levels, exhibits, self.project.evaluation.language, behind)
            chapters.append(behind)
        figures = str(self.folder / self.paths.build / "figures")
        shared = str(self.shared)
        return chapters, numbering, figures, self.project.metadata(), shared

    def word(self) -> Path:
        """The report as Word."""
        path = self.at(f"{self.paths.build}/report.docx")
        if self._first("word"):
            levels = list(self.project.evaluation.significance_levels)
            rest = ({}, levels, f"{self.folder / self.paths.build}/exhibits", path)
            names = [chapter.id for chapter in self.project.chapters] if self.project.returns else []
            traces = [self.folder / name for name in self.paths.traces(names)]
            report = {"evaluation": self.project.evaluation.id, "edition": self.project.edition.id}
            assemble_docx(*self._assembled(), self.project.evaluation.reference, *rest, traces=traces, report=report)
        return path

    def pdf(self) -> Path:
        """The report as PDF."""
        path = self.at(f"{self.paths.build}/report.pdf")
        if self._first("pdf"):
            assemble_pdf(*self._assembled(), path)
        return path


def tiny_stages(folder: Path) -> Stages:
    """The tiny evaluation in a folder of its own."""
    for name in SOURCES:
        shutil.copytree(TINY / name, folder / name)
    return Stages(folder)


if (
    __name__ == "__main__"
):  # stages.py PROGRAM: the evaluation of the working directory, from scratch, with another copy of the program
    Stages(Path(), program=Path(sys.argv[1])).everything()

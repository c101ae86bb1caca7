"""What the screen shows of a build: each step once, about how long it may take, and after a failure only what happened."""

import io
import logging
from types import SimpleNamespace

import pytest
from evalreport.run.progress import Screen, show_progress, time_left
from snakemake.logging import ColorizingTextHandler, LogEvent


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def record(message: str = "", level: int = logging.INFO, **about) -> logging.LogRecord:
    made = logging.LogRecord("snakemake", level, "", 0, message, None, None)
    made.__dict__.update(about)
    return made


def screen(stream=None, seconds=0.0) -> Screen:
    times = iter([0.0, *[seconds] * 20])
    return Screen(stream or io.StringIO(), clock=lambda: next(times))


def starts(jobid: int, what: str) -> logging.LogRecord:
    return record(event=LogEvent.JOB_INFO, jobid=jobid, rule_msg=what, rule_name="r")


@pytest.mark.parametrize(
    ("seconds", "done", "total", "said"),
    [
        (10, 2, 20, ""),  # two steps tell nothing
        (30, 10, 20, "about 30 s left"),
        (3, 10, 12, "about 10 s left"),
        (600, 10, 20, "about 10 min left"),
        (9, 20, 20, ""),
    ],
)
def test_about_how_long_it_may_take(seconds, done, total, said):
    assert time_left(seconds, done, total) == said


def test_a_step_is_a_line_and_snakemakes_own_doings_are_none():
    shown = screen(seconds=60)
    for each in (
        record("SNAKEMAKE …", event=LogEvent.WORKFLOW_STARTED),
        record("Building DAG of jobs..."),
        record("Job stats:\n…", event=LogEvent.RUN_INFO),
        record("Execute 2 jobs..."),
        starts(4, "Cleaning staff"),
        record("Finished jobid: 4", event=LogEvent.JOB_FINISHED, job_id=4),
        record(event=LogEvent.PROGRESS, done=5, total=20),
        record("Nothing to be done (all requested files are present and up to date)."),
        record("Complete log(s): x.log"),
        record("Elapsed time: 0:00:01"),
    ):
        shown.emit(each)
    assert shown.stream.getvalue().splitlines() == [
        "Cleaning staff",
        "5 of 20 steps #####............... 25%, about 3 min left",
        "Nothing to be done (all requested files are present and up to date).",
    ]


def test_a_failure_is_told_once_with_its_job_and_log():
    shown = screen()
    failure = "RuleException:\nCalledProcessError in file x, line 1:\nCommand 'y' returned non-zero exit status 1."
    for each in (
        starts(4, "Cleaning staff"),
        record(failure, logging.ERROR),
        record(event=LogEvent.JOB_ERROR, level=logging.ERROR, jobid=4, rule_name="clean_survey", log=["l.log"]),
        record("Exiting because a job execution failed. Look above for error messages", logging.ERROR),
        record("WorkflowError:\nAt least one job did not complete successfully.", logging.ERROR),
        record("Complete log(s): x.log"),
    ):
        shown.emit(each)
    assert shown.stream.getvalue().splitlines() == [
        "Cleaning staff",
        "Stopped: Cleaning staff (log: l.log)",
        "Complete log(s): x.log",
    ]


def test_a_job_that_was_killed_and_errors_of_the_workflow_are_shown():
    shown = screen()
    shown.emit(record("CalledProcessError …: died with <Signals.SIGKILL: 9>.", logging.ERROR))
    shown.emit(record("MissingInputException: a.csv", logging.ERROR))
    assert shown.stream.getvalue().count("\n") == 2


def test_on_a_terminal_what_is_being_made_gives_way_to_what_is_done():
    shown = screen(Terminal())
    shown.emit(starts(1, "Cleaning staff"))
    assert shown.stream.getvalue() == "\r\033[KCleaning staff …"
    shown.emit(record(event=LogEvent.PROGRESS, done=1, total=2))
    assert shown.stream.getvalue().endswith("\r\033[K1 of 2 steps ██████████░░░░░░░░░░ 50%\n")


@pytest.mark.parametrize(
    ("asked", "shows"), [({}, True), ({"dryrun": True}, False), ({"quiet": {"all"}}, False), ({"verbose": True}, False)]
)
def test_whoever_asks_for_something_else_gets_it(asked, shows):
    logger = logging.Logger("test")
    logger.addHandler(ColorizingTextHandler())
    settings = dict(dryrun=False, quiet=set(), verbose=False, debug_dag=False, printshellcmds=False) | asked
    workflow = SimpleNamespace(
        logger_manager=SimpleNamespace(settings=SimpleNamespace(**settings), logger=logger), is_main_process=True
    )
    assert show_progress(workflow, io.StringIO()) is shows
    assert isinstance(logger.handlers[0], Screen) is shows

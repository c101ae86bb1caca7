"""What the screen shows while a report is built: what is being made, how far it is, about how long it may take, each problem once.

Snakemake's log file keeps everything. Snakemake takes other loggers only from installed plugins (`--logger`), so the handler that writes
to the screen is exchanged while the workflow is read.
"""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

from snakemake.logging import ColorizingTextHandler, LogEvent

_FEWEST_STEPS = 3  # steps before a guess at the time that is left
# Said by Snakemake of its own doings; what a job has to say stands on the screen already.
_OWN = (
    "Building DAG of jobs",
    "Using shell",
    "Provided cores",
    "Rules claiming more threads",
    "Select jobs to execute",
    "Execute ",
    "Elapsed time",
    "Shutting down",
    "Exiting because a job execution failed",
    "DAG of jobs will be updated",
    "Updating checkpoint dependencies",
    "Touching output file",
    "Removing temporary output",
)
# Of a script that has said itself what is wrong; one that was killed says nothing, and its signal is shown.
_REPEATED = ("returned non-zero exit status", "At least one job did not complete successfully")
_SILENT = (LogEvent.WORKFLOW_STARTED, LogEvent.RUN_INFO, LogEvent.JOB_FINISHED, LogEvent.SHELLCMD, LogEvent.JOB_STARTED)


def time_left(seconds: float, done: int, total: int) -> str:
    """About how long the remaining steps may take, if they take as long as those before: "about 2 min left"; "" while none can tell."""
    if done < _FEWEST_STEPS or done >= total:
        return ""
    left = seconds / done * (total - done)
    return f"about {max(round(left / 10), 1) * 10} s left" if left < 100 else f"about {round(left / 60)} min left"


def _can_write(text: str, stream: TextIO) -> bool:
    """Whether a stream can show some signs: a Windows console may not."""
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class Screen(logging.Handler):
    """Writes what a person wants to know of a build to a stream: a line a step, on a terminal the line of what is being made below."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.stream, self.clock, self.begun = stream, clock, clock()
        self.on_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.making: dict[int, str] = {}  # job -> what it makes
        self.failed = False
        self.signs = "█░" if _can_write("█░", stream) else "#."

    def emit(self, record: logging.LogRecord) -> None:
        """Write what a record of Snakemake's amounts to, if anything."""
        try:
            event, about = getattr(record, "event", None), record.__dict__
            if event == LogEvent.JOB_INFO:
                self._starts(about)
            elif event == LogEvent.PROGRESS:
                self._line(self._progress(about["done"], about["total"]))
            elif event in (LogEvent.JOB_ERROR, LogEvent.GROUP_ERROR):
                self._fails(about)
            elif event == LogEvent.JOB_FINISHED:
                self.making.pop(about.get("job_id", about.get("jobid", -1)), None)
            elif event not in _SILENT:
                self._says(record)
        except Exception:  # a slip in what is shown must not stop a build
            self.handleError(record)

    def _starts(self, about: dict[str, Any]) -> None:
        what = str(about.get("rule_msg") or about.get("rule_name") or "").strip()
        self.making[about.get("jobid", -1)] = what
        if self.on_terminal:
            self.stream.write(f"\r\033[K{what[:100]} …")
            self.stream.flush()
        elif what:
            self._line(what)

    def _progress(self, done: int, total: int) -> str:
        left = time_left(self.clock() - self.begun, done, total)
        percent = 100 * done // total if total else 100
        full, empty = self.signs[0], self.signs[1]
        bar = full * (percent // 5) + empty * (20 - percent // 5)
        return f"{done} of {total} steps {bar} {percent}%{f', {left}' if left else ''}"

    def _fails(self, about: dict[str, Any]) -> None:
        """The job itself has said why; here stands which one it was, and where its log is."""
        self.failed = True
        what = self.making.get(about.get("jobid", -1)) or str(
            about.get("rule_msg") or about.get("rule_name") or "a job"
        )
        logs = ", ".join(map(str, about.get("log") or ()))
        self._line(f"Stopped: {what}{f' (log: {logs})' if logs else ''}")

    def _says(self, record: logging.LogRecord) -> None:
        text = record.getMessage() if record.msg else ""
        if not text or text == "None" or text.startswith(_OWN):
            return
        if text.startswith("Complete log"):
            text = text if self.failed else ""
        if record.levelno >= logging.ERROR and any(each in text for each in _REPEATED):
            return
        if text:
            self._line(text)

    def _line(self, text: str) -> None:
        self.stream.write(f"\r\033[K{text}\n" if self.on_terminal else f"{text}\n")
        self.stream.flush()


def show_progress(workflow: Any, stream: TextIO | None = None) -> bool:
    """Show a build as this module does, unless something else was asked for (-n, -q, --verbose, another logger); whether it does."""
    settings = workflow.logger_manager.settings
    other = (settings.dryrun, settings.quiet, settings.verbose, settings.debug_dag, settings.printshellcmds)
    logger = workflow.logger_manager.logger
    default = [handler for handler in logger.handlers if type(handler) is ColorizingTextHandler]
    if not workflow.is_main_process or any(other) or not default:
        return False
    for handler in default:
        logger.removeHandler(handler)
    logger.addHandler(Screen(stream or sys.stderr))
    return True

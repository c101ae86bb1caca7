"""Jobs as copies of a process that is ready: they end, print and fail as if each had a Python of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from evalreport.run import forked_jobs

CLIENT = Path(forked_jobs.__file__).parent / "job_client.py"
linux = pytest.mark.skipif(sys.platform != "linux", reason="forked on Linux only")


class Shell:
    """Takes the prefix, as the engine's shell does."""

    said = ""

    def prefix(self, text: str) -> None:
        self.said = text.format()


@pytest.fixture
def shell(monkeypatch) -> Shell:
    """A shell with a job server behind it, which ends with the test."""
    monkeypatch.delenv(forked_jobs.OFF, raising=False)
    shell = Shell()
    if not forked_jobs.fork_jobs(SimpleNamespace(is_main_process=True), shell):
        pytest.skip("forked on Linux only")
    yield shell
    os.close(forked_jobs._HELD.pop())


def run(shell: Shell, script: Path, text: str, **options) -> subprocess.CompletedProcess:
    script.write_text(text, encoding="utf-8")
    command = f"{shell.said} {sys.executable} '{script}'"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, **options)


def until(true, seconds: float = 30) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not (said := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(said)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@linux
def test_a_script_runs_where_it_was_started_with_what_it_was_given(shell, tmp_path):
    text = "import os, sys\nprint(os.getcwd(), os.environ['OF_THE_TEST'], sys.argv, __name__)\nprint(sys.stdin.read(), file=sys.stderr)"
    script = tmp_path / "a script's.py"
    script.write_text(text, encoding="utf-8")
    command = f'{shell.said} {sys.executable} "{script}"'
    environment = {**os.environ, "OF_THE_TEST": "ø {x}"}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, env=environment, input="in", timeout=120
    )
    assert (
        done.stdout == f"{tmp_path} ø {{x}} {[str(script)]} __main__\n"
        and done.stderr == "in\n"
        and done.returncode == 0
    )


@linux
def test_jobs_share_what_is_loaded_and_nothing_of_the_library(shell, tmp_path):
    text = "import sys\nprint('pandas' in sys.modules, [m for m in sys.modules if m.startswith('evalreport')], len(sys.path))"
    first, second = run(shell, tmp_path / "a.py", text).stdout, run(shell, tmp_path / "a.py", text).stdout
    assert first == second and first.startswith("True []")


@linux
@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("pass", 0, ""),
        ("raise SystemExit(3)", 3, ""),
        ("raise SystemExit('what is wrong')", 1, "what is wrong\n"),
        ("1 / 0", 1, "ZeroDivisionError"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
        ("import atexit\natexit.register(print, 'at the end', file=__import__('sys').stderr)", 0, "at the end\n"),
        ("def f(", 1, "SyntaxError"),
    ],
)
def test_a_script_ends_as_it_would_by_itself(shell, tmp_path, text, code, said):
    done = run(shell, tmp_path / "job.py", text)
    assert done.returncode in (code, 128 - code) and said in done.stderr
    assert bool(done.stderr) == bool(said)


@linux
def test_a_job_whose_client_is_gone_is_killed(shell, tmp_path):
    script = tmp_path / "long.py"
    script.write_text(
        f"import os, time, pathlib\npathlib.Path({str(tmp_path / 'process')!r}).write_text(str(os.getpid()))\ntime.sleep(300)",
        encoding="utf-8",
    )
    client = subprocess.Popen(["bash", "-c", f"{shell.said} {sys.executable} {script}"])
    assert until((tmp_path / "process").exists) and until(lambda: (tmp_path / "process").read_text())
    process = int((tmp_path / "process").read_text())
    assert alive(process)
    subprocess.run(["pkill", "-KILL", "-f", f"job_client.py .*{script}"], check=False)
    client.wait(30)
    assert until(lambda: not alive(process))
    assert run(shell, script, "print(1)").stdout == "1\n", "the server goes on"


@linux
def test_the_server_ends_with_the_run_but_not_before_its_last_job(monkeypatch, tmp_path):
    monkeypatch.delenv(forked_jobs.OFF, raising=False)
    started = []
    monkeypatch.setattr(
        forked_jobs.subprocess, "Popen", lambda *a, real=subprocess.Popen, **k: started.append(real(*a, **k))
    )
    shell = Shell()
    forked_jobs.fork_jobs(SimpleNamespace(is_main_process=True), shell)
    monkeypatch.undo()
    script = tmp_path / "job.py"
    script.write_text(
        f"import pathlib, time\nhere = pathlib.Path({str(tmp_path)!r})\n(here / 'begun').touch()\n"
        "while not (here / 'go').exists():\n    time.sleep(0.05)\nprint('done')",
        encoding="utf-8",
    )
    client = subprocess.Popen(
        ["bash", "-c", f"{shell.said} {sys.executable} {script}"], stdout=subprocess.PIPE, text=True
    )
    assert until((tmp_path / "begun").exists)
    os.close(forked_jobs._HELD.pop())
    time.sleep(0.3)
    assert started[0].poll() is None
    (tmp_path / "go").touch()
    assert client.communicate(timeout=60)[0] == "done\n"
    assert started[0].wait(30) == 0
    done = run(shell, script, "import sys\nprint('pandas' in sys.modules)")
    assert done.stdout == "False\n", "without a server a script is run by itself"


@linux
def test_a_request_that_breaks_off_harms_nobody(shell, tmp_path):
    import socket

    address = shell.said.split()[-1]
    assert run(shell, tmp_path / "a.py", "print(1)").stdout == "1\n"
    for sent in (b"", b"\x00", b"\x00\x00\x00\x05{", b"\x00\x00\x00\x02{}"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect("\0" + address)
            connection.sendall(sent)
    assert run(shell, tmp_path / "a.py", "print(2)").stdout == "2\n"


def test_jobs_on_other_computers_and_by_wish_start_by_themselves(monkeypatch):
    assert not forked_jobs.fork_jobs(SimpleNamespace(is_main_process=False), Shell())
    monkeypatch.setenv(forked_jobs.OFF, "1")
    assert not forked_jobs.fork_jobs(SimpleNamespace(is_main_process=True), Shell())
    monkeypatch.delenv(forked_jobs.OFF)
    monkeypatch.setattr(forked_jobs.sys, "platform", "darwin")
    assert not forked_jobs.fork_jobs(SimpleNamespace(is_main_process=True), Shell())

"""Jobs that start in a moment: on Linux their scripts run as copies of one process that has loaded pandas, scipy and matplotlib."""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from shlex import quote
from typing import Any

OFF = "EVALREPORT_PLAIN_JOBS"  # set to anything, each job starts a Python of its own, as on other systems
_HERE = Path(__file__).parent
_HELD: list[int] = []  # the end of the pipe that tells the server, by closing, that this process is gone


def fork_jobs(workflow: Any, shell: Any) -> bool:
    """Start the job server and have the shell ask it for each job's script; whether jobs are forked.

    workflow, shell: the engine's. Where jobs run on other computers, each finds no server and starts by itself. Results are the same bytes
    either way: what a job loads of the library it loads itself.
    """
    can = sys.platform == "linux" and hasattr(os, "pidfd_open") and OFF not in os.environ
    if not can or not workflow.is_main_process:
        return False
    address = f"evalreport-{secrets.token_hex(16)}"
    ours, theirs = os.pipe()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0" + address)  # here, so that no job comes too early
        listener.listen(64)
        _start(listener.fileno(), ours)
    os.close(ours)
    _HELD.append(theirs)
    client = " ".join(quote(part) for part in (sys.executable, "-IS", str(_HERE / "job_client.py"), address))
    shell.prefix(f"set -euo pipefail; {client} ".replace("{", "{{").replace("}", "}}"))
    return True


def _start(listener: int, pipe: int) -> None:
    """Start the server in this process group (Ctrl-C reaches its jobs); linear algebra keeps to one thread, as each job is told to."""
    one = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "GOTO", "OPENBLAS", "MKL", "NUMEXPR")}
    quiet = subprocess.DEVNULL
    subprocess.Popen(
        [sys.executable, "-P", str(_HERE / "job_server.py"), str(listener), str(pipe)],
        env={**os.environ, **one, "VECLIB_MAXIMUM_THREADS": "1"},
        pass_fds=[listener, pipe],
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
    )

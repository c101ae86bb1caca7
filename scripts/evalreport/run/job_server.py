"""Runs the jobs' scripts in copies of one process that has loaded their packages: a start costs a fork, not a second of imports.

A program of its own, started by `evalreport.run.forked_jobs` (Linux). It loads nothing of the library: each job imports the modules as they
are on disk, and its fingerprint's guard sees what it loads. A job belongs to the client that asked for it (`job_client.py`): when that
goes, the job is killed; when the run goes, the server ends with its last job.

    python -P job_server.py LISTENER PIPE     descriptors: of a socket that listens, and of a pipe whose other end the run holds
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import sys
import traceback
from pathlib import Path

FIRST = (
    "numpy",
    "pandas",
    "pyarrow.parquet",
    "yaml",
    "jsonschema",
    "babel.numbers",
    "babel.dates",
    "jinja2",
    "lxml.etree",
)
# Loaded while nobody waits; a job that needs one earlier loads it itself.
LATER = (
    "snakemake.script",
    "scipy.stats",
    "scipy.optimize",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "PIL.Image",
    "docx",
    "openpyxl",
)
MESSAGE = struct.Struct("!I")


def same_user(connection: socket.socket) -> bool:
    """Whether the process at the other end belongs to the user of this one."""
    _, user, _ = struct.unpack(
        "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    )
    return user == os.getuid()


def received(connection: socket.socket) -> tuple[dict, list[int]]:
    """What a client asks for (arguments, folder, environment) and its input, output and error; raises OSError where it breaks off."""
    head, files, _, _ = socket.recv_fds(connection, MESSAGE.size, 3, socket.MSG_WAITALL)
    size, body = MESSAGE.unpack(head)[0] if len(head) == MESSAGE.size else 0, b""
    while len(body) < size:
        if not (part := connection.recv(size - len(body))):
            break
        body += part
    if not body or len(body) < size or len(files) != 3:
        for each in files:
            os.close(each)
        raise ConnectionError("the request breaks off")
    return json.loads(body), files


def run(request: dict, files: list[int]) -> int:
    """Run a script as Python would run it, in this process; its exit code."""
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    script = request["arguments"][0]
    sys.argv = request["arguments"]
    sys.path.insert(0, str(Path(script).parent))
    code = 0
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if code == 1 and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    return code


class Server:
    """Takes requests, and tells each client the exit code of its job."""

    def __init__(self, listener: socket.socket, pipe: int):
        self.watched = selectors.DefaultSelector()
        self.watched.register(listener, selectors.EVENT_READ, self.accept)
        self.watched.register(pipe, selectors.EVENT_READ, self.close)
        self.listener: socket.socket | None = listener
        self.pipe = pipe
        self.jobs: dict[int, tuple[int, socket.socket]] = {}  # descriptor of the process -> process, client
        self.to_load: list[str] = []
        self.asked = False

    def serve(self) -> None:
        """Work until the run has ended and no job is left."""
        while self.listener is not None or self.jobs:
            ready = self.watched.select(0 if self.to_load else None)
            for key, _ in ready:
                if key.fileobj in self.watched.get_map():  # not taken away by one before it
                    key.data(key.fileobj)
            if not ready and self.to_load:
                self.load(self.to_load.pop(0))

    def load(self, *names: str) -> None:
        """Import packages; one that is missing or broken is the job's to complain of."""
        path = sys.path[:]
        for name in names:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
        sys.path[:] = path  # Snakemake adds its own folder
        gc.collect()
        gc.freeze()  # what is loaded is never looked at by the collector: copies share its memory

    def accept(self, listener: socket.socket) -> None:
        """Start the job that a client asks for. Nothing is loaded before the first: many runs have nothing to do."""
        connection, _ = listener.accept()
        if not self.asked:
            self.asked, self.to_load = True, list(LATER)
            self.load(*FIRST)
        try:
            if not same_user(connection):
                raise ConnectionError("another user")
            connection.settimeout(10)
            request, files = received(connection)
            connection.settimeout(None)
        except (OSError, ValueError):
            connection.close()
            return
        if not (process := os.fork()):
            os._exit(self.child(request, files))
        for file in files:
            os.close(file)
        descriptor = os.pidfd_open(process)
        self.jobs[descriptor] = (process, connection)
        self.watched.register(descriptor, selectors.EVENT_READ, self.ended)
        self.watched.register(connection, selectors.EVENT_READ, self.left)

    def child(self, request: dict, files: list[int]) -> int:
        """In the copy: let go of what is the server's and run the job."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self.watched.close()
        os.close(self.pipe)
        if self.listener is not None:
            self.listener.close()
        for descriptor, (_, connection) in self.jobs.items():
            os.close(descriptor)
            connection.close()
        return run(request, files)

    def ended(self, descriptor: int) -> None:
        """Tell the client how its job ended; a job that a signal ended has that signal's number with a minus."""
        process, connection = self.jobs.pop(descriptor)
        self.watched.unregister(descriptor)
        os.close(descriptor)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        with contextlib.suppress(KeyError):
            self.watched.unregister(connection)
        with contextlib.suppress(OSError):
            connection.sendall(str(code).encode())
        connection.close()

    def left(self, connection: socket.socket) -> None:
        """A client that says anything, or goes, before its job has ended: the job is killed."""
        self.watched.unregister(connection)
        for process, client in self.jobs.values():
            if client is connection:
                os.kill(process, signal.SIGKILL)

    def close(self, pipe: int) -> None:
        """The run has ended: no more requests."""
        self.watched.unregister(pipe)
        if self.listener is not None:
            self.watched.unregister(self.listener)
            self.listener.close()
            self.listener = None
        self.to_load = []


def main(listener: str, pipe: str) -> None:
    """Take requests until the pipe says that the run has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the jobs, which end by it
    Server(socket.socket(fileno=int(listener)), int(pipe)).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])

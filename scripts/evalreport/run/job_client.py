"""Asks the job server for a script and ends as the script ended; where there is no server, becomes the command it was given.

    python -IS job_client.py ADDRESS python script.py

A program of its own: the workflow puts it before the command of each job (`evalreport.run.forked_jobs`), so it imports next to nothing.
"""

import json
import os
import signal
import socket
import struct
import sys

LOST = "The process that ran this job has ended without a word: run the same again."


def ask(connection: socket.socket, arguments: list[str]) -> None:
    """Send what the job needs: its arguments, this folder, this environment, and this process's input, output and error."""
    request = {"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}  # noqa: PTH109 (pathlib costs as much as the rest)
    body = json.dumps(request).encode()
    socket.send_fds(connection, [struct.pack("!I", len(body))], [0, 1, 2])
    connection.sendall(body)


def answer(connection: socket.socket) -> int:
    """The exit code of the job, a negative signal number where one ended it; raises EOFError where the server is gone."""
    said = b""
    while part := connection.recv(16):
        said += part
    if not said:
        raise EOFError
    return int(said)


def main(address: str, *command: str) -> None:
    """Have the script run, or run it."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect("\0" + address)
        _, user, _ = struct.unpack(
            "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        )
        asked = user == os.getuid()
    except OSError:
        asked = False
    if not asked:
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the job has it too, and ends
    try:
        ask(connection, list(command[1:]))
        code = answer(connection)
    except (OSError, EOFError):
        sys.exit(LOST)
    if code < 0:
        if -code == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])

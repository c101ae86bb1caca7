"""Git: the only place that starts it."""

import os
import subprocess
from pathlib import Path

OF_A_CALLER = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
)  # set where git itself runs us, as in a hook


class NoGit(Exception):
    """git is not installed, refuses, or knows no such thing; its text is half a sentence."""


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """What git says in a folder; NoGit where it does not."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_CALLER}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env=kept | {"LC_ALL": "C"} | environment,
        )
    except FileNotFoundError:
        raise NoGit("git is not installed") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.strip().splitlines()
    if any("not a git repository" in line for line in said):
        raise NoGit("this folder is in no git repository")
    raise NoGit(f"git says {said[0]!r}" if said else "git knows no such name")


def git_state(folder: Path) -> dict[str, str | bool]:
    """The revision that a folder is at, and whether anything in it but releases differs from it; {} without git."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        revision = git("rev-parse", "HEAD")
        changed = git("status", "--porcelain", "--", ".", ":(exclude)releases", ":(exclude)data/*/release.key")
    except (OSError, subprocess.CalledProcessError):
        return {}
    return {"revision": revision, "uncommitted_changes": bool(changed)}

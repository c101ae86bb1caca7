"""Revisions of git to compare with: what a name after --config means, whether the edition was there, and which of today's data git lacks.

Nothing here changes a repository.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.programs.git import NoGit, git
from evalreport.releases.releases import place_of_release, release_names
from evalreport.releases.row_digests import KEY_FILE

EXPLICIT = "git:"  # git:main is the branch, where a release is called main too
KEYS = ("against", "review")
WHAT = f"A revision is a branch, a tag or a commit of git, such as HEAD~1 (the commit before the last) or {EXPLICIT}1a2b3c4"
SHORT = 10


@dataclass(frozen=True)
class Revision:
    """A revision of git as it was asked for, and the full name of its commit."""

    asked: str
    commit: str

    @property
    def name(self) -> str:
        """What it is called on the page and in messages."""
        short = self.commit[:SHORT]
        return f"git {short}" if self.commit.startswith(self.asked) else f"{self.asked} [{short}]"


def asked_revisions(config: Mapping[str, Any], releases: Path, evaluation: str, edition: str) -> dict[str, Revision]:
    """Key (against, review) -> the revision it names; ends the program with the message where it names nothing.

    config: what stands after --config; releases: folder of the evaluation's releases. The working directory is the evaluation's.
    """
    try:
        wanted = {key: str(config[key]) for key in KEYS if config.get(key)}
        found = {key: find_revision(name, key, releases) for key, name in wanted.items()}
        revisions = {key: revision for key, revision in found.items() if revision is not None}
        raise_if(p for key, r in revisions.items() for p in _edition_problems(key, r, evaluation, edition))
    except BadInput as error:
        sys.exit(str(error))
    return revisions


def find_revision(wanted: str, key: str, releases: Path, folder: Path = Path()) -> Revision | None:
    """The revision of a name, None where a release is meant; BadInput where it is neither.

    key: the word after --config; releases: folder of the evaluation's releases; folder: the evaluation's.
    """
    if place_of_release(wanted, releases):
        return None
    name, explicit = wanted.removeprefix(EXPLICIT), wanted.startswith(EXPLICIT)
    try:
        return Revision(name, _commit(folder, name))
    except NoGit as error:
        found = f"{error}" if explicit else f"there is no release {wanted!r} in {releases}, and {error}"
        raise BadInput([Problem("--config", key, found, _advice(name, releases, folder))]) from None


def _commit(folder: Path, name: str) -> str:
    git(folder, "rev-parse", "--git-dir")  # says what is wrong with the repository itself
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    except NoGit:
        shallow = git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
        why = " (this copy of the repository has only the last commits; get the others with git fetch --unshallow)"
        raise NoGit(f"git knows no branch, tag or commit {name!r}{why if shallow else ''}") from None


def _advice(name: str, releases: Path, folder: Path) -> str:
    known = release_names(releases)
    try:
        branches = git(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags").split()
    except NoGit:
        branches = []
    near = suggestion(name, [*known, *branches])
    release = f"One of {', '.join(known)}, or a folder with a release.json" if known else "No release is frozen yet"
    return " ".join([*([near] if near.startswith("Did") else []), f"{release}. {WHAT}"])


def _edition_problems(key: str, revision: Revision, evaluation: str, edition: str) -> list[Problem]:
    file = f"config/{evaluation}/evaluation.yaml"
    try:
        text = git(Path(), "show", f"{revision.commit}:./{file}")
    except NoGit:
        how = "Name a later revision, in which the evaluation was there"
        return [Problem("--config", key, f"{revision.name} has no {file}", how)]
    try:
        editions = list(yaml.safe_load(text)["editions"])
    except (yaml.YAMLError, TypeError, KeyError):
        return []  # the build of that revision says what is wrong with it
    if edition in editions:
        return []
    how = f"It had {', '.join(editions)}; compare one of them with edition=… behind --config, or name a later revision"
    return [Problem("--config", key, f"{revision.name} has no edition {edition!r}", how)]


def not_in_git(folder: str, commit: str) -> list[str]:
    """The files below a folder of the evaluation that git holds neither today nor in a revision, such as confidential data it ignores.

    Hidden files, caches and the key of the row digests are left out.
    """
    lists = (("ls-files", "-z"), ("ls-tree", "-r", "-z", "--name-only", commit))
    held = {name for arguments in lists for name in git(Path(), *arguments).split("\0")}
    found = (Path(top, name) for top, _, names in os.walk(folder, followlinks=True) for name in names)
    plain = (path for path in found if not any(part.startswith((".", "__pycache__")) for part in path.parts))
    return sorted(path.as_posix() for path in plain if path.as_posix() not in held and path.name != KEY_FILE)

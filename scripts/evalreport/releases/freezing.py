"""Freezing an edition, and holding a build against a frozen one: the same bytes, or what differs and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalreport.files.errors import Stopped
from evalreport.releases.causes import Cause, causes
from evalreport.releases.releases import INDEX, Release, find_release, next_revision, write_release
from evalreport.releases.row_digests import row_changes
from evalreport.releases.snapshots import Snapshot

REPORTS = ("report.docx", "report.pdf")
SHOWN = 12  # files and causes named in a message; the rest are counted


@dataclass(frozen=True)
class Comparison:
    """A build held against a release: files that differ and the causes."""

    release: Release
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    causes: tuple[Cause, ...]

    @property
    def same(self) -> bool:
        """Whether every file has the same bytes."""
        return not (self.changed or self.added or self.removed)


def compare_build(snapshot: Snapshot, release: Release) -> Comparison:
    """What differs between a build and a release; Stopped when the release itself has been altered since."""
    altered = release.altered()
    if altered:
        files = _list(altered)
        raise Stopped(
            f"{release.folder} is no longer what was frozen. Changed, missing or added: {files}. Put it back, for example from git."
        )
    new, old = snapshot.outputs(), release.outputs()
    known = snapshot.index["row_key"] == release.index["row_key"]  # another key gives other digests of the same rows
    rows = row_changes(release.rows(), snapshot.rows) if known else {}
    return Comparison(
        release,
        tuple(name for name in _reports_first({*old} & {*new}) if old[name]["sha256"] != new[name]["sha256"]),
        _reports_first({*new} - {*old}),
        _reports_first({*old} - {*new}),
        tuple(causes(release.index, snapshot.index, (release.texts(), snapshot.sources), rows)),
    )


def _reports_first(names: Iterable[str]) -> tuple[str, ...]:
    """Files in order, those in no folder before the others: they are what is read first."""
    return tuple(sorted(names, key=lambda name: (name.count("/"), name)))


def same_message(comparison: Comparison) -> str:
    """What is said when the build is the frozen one; inputs that changed without effect are named."""
    count = len(comparison.release.outputs())
    text = f"Same bytes: all {count} files of this build are those frozen in {comparison.release.folder}."
    if comparison.causes:
        text += "\nChanged since, without effect on them:\n" + _causes(comparison)
    return text


def difference_message(comparison: Comparison, advice: str) -> str:
    """What is said when it is not: the files, the causes, and what to do."""
    kinds = (("changed", comparison.changed), ("new", comparison.added), ("gone", comparison.removed))
    files = "\n".join(f"  {what}: {_list(names)}" for what, names in kinds if names)
    count = sum(len(names) for _, names in kinds)
    why = (
        _causes(comparison)
        or "  - no input, program file or package differs: the machine itself computes or draws otherwise"
    )
    verb = "file differs" if count == 1 else "files differ"
    said = f"{_reports_said(comparison)}{count} {verb}:\n{files}\nBecause of:\n{why}\n{advice}"
    return f"This build is not the one frozen in {comparison.release.folder}. {said}"


def _reports_said(comparison: Comparison) -> str:
    """That the reports themselves are the same, where only what lies beside them differs; "" where one of them is not."""
    reports = [name for name in sorted(comparison.release.outputs()) if name in REPORTS]
    if not reports or {*comparison.changed, *comparison.added, *comparison.removed} & {*REPORTS}:
        return ""
    return f"The report is the same, byte for byte ({', '.join(reports)}); of what lies beside it, "


def _causes(comparison: Comparison) -> str:
    shown = [f"  - {cause}" for cause in comparison.causes[:SHOWN]]
    more = len(comparison.causes) - SHOWN
    return "\n".join([*shown, *([f"  - and {more} more"] if more > 0 else [])])


def _list(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def freeze(snapshot: Snapshot, folder: Path, git: Mapping[str, str | bool], again: bool) -> tuple[Release, str]:
    """Freeze a build below `folder` (releases/<evaluation>), or hold it against its frozen edition; the release and what to say.

    again: freeze a build that differs as the next revision. Raises Stopped when it differs and `again` is not asked for.
    """
    edition = snapshot.index["edition"]
    last = find_release(folder, edition)
    if last is not None:
        comparison = compare_build(snapshot, last)
        if comparison.same:
            return last, same_message(comparison)
        if not again:
            target = next_revision(folder, edition)
            advice = (
                f"To freeze this build too, as {target} (the frozen one stays): snakemake release --config freeze=again"
            )
            raise Stopped(difference_message(comparison, advice))
    name = next_revision(folder, edition)
    index = {**snapshot.index, "release": name, "git": dict(git)}
    release = write_release(folder / name, index, snapshot.copies, snapshot.texts)
    count, size = len(release.index["files"]), sum(mark["size"] for mark in release.index["files"].values())
    draft = " as a draft" if index["draft"] else ""
    return release, f"Frozen{draft}: {release.folder} ({count} files, {size / 1e6:.1f} MB). Its index is {INDEX}."


def verify(snapshot: Snapshot, folder: Path, name: str) -> str:
    """What to say of a build that has the same bytes as the release of a name; Stopped when it has not, or there is no such release."""
    release = find_release(folder, name)
    if release is None:
        raise Stopped(f"There is no frozen edition {folder}/{name}. Freeze it with: snakemake release")
    comparison = compare_build(snapshot, release)
    if comparison.same:
        return same_message(comparison)
    raise Stopped(difference_message(comparison, "Put these back to build the frozen edition again."))

"""The page that says what a build did: claims that do not hold, files read, answers dropped or changed, cells withheld or published."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.audit.page import own_section
from evalreport.claims.collect import Claim
from evalreport.claims.report import summary_section
from evalreport.clean.notice import Notice
from evalreport.disclosure.cleaning import Count, withheld_counts
from evalreport.exhibits.notes.sampling import sampling_section
from evalreport.exhibits.register.view import RECEIVED
from evalreport.files.estimates import BASE
from evalreport.verify.reproduction import BAD

WITHHELD = "withheld"


def summary(
    title: str,
    manifests: Sequence[Mapping[str, Any]],
    logs: Mapping[str, pd.DataFrame],
    estimates: Sequence[pd.DataFrame],
    comparison: pd.DataFrame,
    notices: Sequence[str],
    typed: pd.DataFrame,
    claims: Sequence[Claim] = (),
    audit: pd.DataFrame | None = None,
    records: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
    noticed: Sequence[Notice] = (),
    earlier: Sequence[Sequence[str]] = (),
) -> str:
    """The summary as Markdown; records: raw file of records -> SHA-256; limits: `Project.cleaning_limits`, none where all may be said;
    noticed: what cleaning told, of which rows and values are left out: they can name respondents; earlier: `earlier_waves`."""
    withheld = withheld_counts(manifests, logs, limits) if limits else frozenset()
    parts = [
        f"# {title}",
        *summary_section(claims),
        *own_section(audit),
        "## Files read",
        _table(["file", "rows", "columns", "sha256"], sorted(_files(manifests, records or {}, withheld))),
        "## Cleaning",
        _table(["instrument", "wave", "rule", "rows dropped", "values changed"], _cleaning(logs, withheld)),
        *sampling_section(estimates),
        "## Withheld",
        _withheld(estimates),
        "## Numbers typed by hand",
        _typed(typed),
        *_earlier(earlier),
        *_reproduction(comparison),
        *_notices([*notices, *_empty(estimates), *_read(manifests), *_discreet(noticed)]),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _files(
    manifests: Sequence[Mapping[str, Any]], records: Mapping[str, str], withheld: Collection[Count]
) -> Iterator[tuple[str, ...]]:
    """Questionnaires with rows and columns; forms, plans and documents have neither."""
    for m in manifests:
        rows = WITHHELD if (m.get("instrument"), m.get("wave"), RECEIVED) in withheld else str(m["rows"])
        yield str(m["file"]), rows, str(m["columns"]), f"`{m['sha256'][:16]}`"
    for file, digest in records.items():
        yield file, "", "", f"`{digest[:16]}`"


def _cleaning(logs: Mapping[str, pd.DataFrame], withheld: Collection[Count]) -> list[list[Any]]:
    rows = []
    for instrument, log in sorted(logs.items()):
        for (wave, rule), part in log.groupby(["wave", "rule"], sort=True):
            dropped = int((part["variable"] == "*").sum())
            counts = [dropped, len(part) - dropped]
            said = [WITHHELD if n else 0 for n in counts] if (instrument, wave, rule) in withheld else counts
            rows.append([instrument, wave, rule, *said])
    return rows


def _withheld(estimates: Sequence[pd.DataFrame]) -> str:
    hidden = {table["exhibit"].iloc[0]: int(table["suppressed"].sum()) for table in estimates if len(table)}
    lines = [f"- {name}: {count} cells" for name, count in sorted(hidden.items()) if count]
    return "\n".join(lines) or "No cell is withheld."


def _typed(literals: pd.DataFrame) -> str:
    """Digits first, then shares in words; the whole list with its contexts is literals.csv."""
    if literals.empty:
        return "None."
    rows = literals.sort_values("kind", kind="stable")  # number before word
    cells = rows[["file", "line", "literal", "kind", "suggestion"]].replace(r"\|", r"\\|", regex=True)
    return _table(["file", "line", "typed", "kind", "a function that gives it"], cells.to_numpy().tolist())


def _earlier(lines: Sequence[Sequence[str]]) -> list[str]:
    """Lines of the text whose numbers are of earlier waves than the newest alone: some are meant so, others were left behind."""
    head = ["file", "place", "exhibits", "waves", "newest"]
    return ["## Sentences of earlier waves only", _table(head, lines)] if lines else []


def _reproduction(comparison: pd.DataFrame) -> list[str]:
    if comparison.empty:
        return []
    counts = comparison["agreement"].value_counts().sort_index()
    bad = comparison[comparison["agreement"].isin(BAD)]
    lines = [f"- {status}: {count}" for status, count in counts.items()]
    detail = [
        f"- {r.table_id}, {r.row_label}, {r.col_label}: published {r.published}, ours {r.ours} ({r.agreement})"
        for r in bad.itertuples()
    ]
    return [
        "## Published numbers",
        "\n".join(lines),
        *(["### Neither agrees nor is explained", "\n".join(detail)] if detail else []),
    ]


def _empty(estimates: Sequence[pd.DataFrame]) -> Iterator[str]:
    """Exhibits with nobody in any base: a condition that no row meets."""
    for table in estimates:
        bases = table[(table["category"] == BASE) & (table["variable"] != BASE)]
        if len(bases) and not bases["suppressed"].any() and (bases["n"] == 0).all():
            yield f"{table['exhibit'].iloc[0]}: nobody is in this exhibit. See its `where` and its groups."


def _read(manifests: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was told of raw files when they were read."""
    return [f"{manifest['file']}, {told}." for manifest in manifests for told in manifest.get("notices", ())]


def _discreet(noticed: Sequence[Notice]) -> list[str]:
    """What cleaning told without rows and values, and where these stand."""
    beside = "Rows and values of the notices on cleaning: confidential/clean/, in the tables .notices.csv."
    said = [notice.discreet() for notice in noticed]
    return [*said, beside] if any(notice.place for notice in noticed) else said


def _notices(notices: Sequence[str]) -> list[str]:
    return ["## Notices", "\n".join(f"- {notice}" for notice in notices)] if notices else []

"""The text of `changes()` from the files that a chapter's job reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.changes.block import Builds, changes_block, received
from evalreport.changes.compare import Numbers
from evalreport.changes.frozen import claims_of, frozen_numbers, plain_title
from evalreport.exhibits.view import view_from
from evalreport.releases.releases import INDEX


def changes_text(
    settings: Mapping[str, Any],
    estimates: Mapping[str, pd.DataFrame],
    tests: Mapping[str, pd.DataFrame],
    manifests: Sequence[Mapping[str, Any]],
    plan: Mapping[str, Any],
    release: Sequence[str],
    claims: Sequence[str] = (),
) -> str:
    """The Markdown of `changes()`.

    settings: `Project.chapter_params`; estimates, tests: of this build; plan: `changes_params`; release: paths of `release_files`;
    claims: paths of the claims of the other chapters. Raises BadInput where a frozen file is no longer what was frozen.
    """
    index = json.loads(next(Path(path) for path in release if Path(path).name == INDEX).read_text(encoding="utf-8"))
    builds = Builds(
        old=frozen_numbers(release, index),
        new={name: Numbers(estimates[name], tests[name]) for name in plan["exhibits"]},
        old_claims=claims_of(release),
        new_claims=claims_of(claims),
        old_data=plan["data"],
        new_data=received(manifests),
    )
    found = (view_from(settings["views"][name]) for name in plan["exhibits"])
    views = {view.exhibit: replace(view, title=plain_title(view.title)) for view in found}
    return changes_block(plan, views, builds, settings["language"])

"""Latent answers: a person factor for each battery, noise, and a likeness of colleagues at one office.

The office means of each item are set so that the one-way ANOVA intraclass correlation of the latent variable is the
wanted one: residuals are centred within office and wave, and the office means get the variance icc + (1 - icc) / n.
An office is only half like itself from wave to wave: other people answer, and offices change.
"""

import zlib

import numpy as np
import pandas as pd

SEED = 20091012
PERSON_SHARE = 0.45  # share of an item's within-office variance carried by the person factor of its battery
OFFICE_SHARE = 0.5  # share of the office effect common to a battery
STABILITY = 0.5  # correlation of the office means of two waves
ICC_MEAN, ICC_SD = 0.065, 0.012  # of the latent scale; cutting into categories lowers it to about .05


def stream(*words: str) -> np.random.Generator:
    """An own random stream for each purpose, so that adding an item leaves the others as they are."""
    return np.random.default_rng([SEED, *(zlib.crc32(word.encode()) for word in words)])


def normals(words: tuple[str, ...], index: pd.Index) -> pd.Series:
    return pd.Series(stream(*words).standard_normal(len(index)), index=index)


def person_factor(battery: str, people: pd.DataFrame) -> pd.Series:
    """Half a factor general to all batteries, half the battery's own; unit variance."""
    own, general = normals(("person", battery), people.index), normals(("person", "general"), people.index)
    return np.sqrt(0.5) * own + np.sqrt(0.5) * general


def office_effect(name: str, battery: str, offices: list[str], *wave: str) -> pd.Series:
    """Effect of each office on one item, partly common to the battery; wave: another draw for it."""
    index = pd.Index(offices)
    return np.sqrt(OFFICE_SHARE) * normals(("office", battery, *wave), index) + np.sqrt(1 - OFFICE_SHARE) * normals(
        ("office", name, *wave), index
    )


def office_effects(name: str, battery: str, people: pd.DataFrame) -> dict[str, pd.Series]:
    """Wave -> the effect of each office: that of the last wave, and one correlated with it before."""
    offices, waves = sorted(people["office"].unique()), sorted(people["wave"].unique())
    last = office_effect(name, battery, offices)
    own = np.sqrt(1 - STABILITY**2)
    before = {wave: STABILITY * last + own * office_effect(name, battery, offices, wave) for wave in waves[:-1]}
    return before | {waves[-1]: last}


def standardised_by_size(effects: pd.Series, sizes: pd.Series) -> pd.Series:
    """Mean 0 and variance 1 when offices count by their respondents."""
    mean = (effects * sizes).sum() / sizes.sum()
    spread = np.sqrt((((effects - mean) ** 2) * sizes).sum() / sizes.sum())
    return (effects - mean) / spread


def latent(name: str, battery: str, people: pd.DataFrame, icc: float | None = None, sign: int = 1) -> pd.Series:
    """Latent value of each respondent on one item, about mean 0 and variance 1.

    people: columns wave and office ("" = office not known, treated as an office of its own).
    """
    if icc is None:
        icc = float(np.clip(stream("icc", name).normal(ICC_MEAN, ICC_SD), 0.02, 0.12))
    raw = sign * np.sqrt(PERSON_SHARE) * person_factor(battery, people) + np.sqrt(1 - PERSON_SHARE) * normals(
        ("noise", name), people.index
    )
    cluster = people["wave"] + "|" + people["office"]
    within = raw - raw.groupby(cluster).transform("mean")
    within = within / within.std()
    effects = office_effects(name, battery, people)
    parts = []
    for wave, one in people.groupby("wave"):
        sizes = one["office"].value_counts().sort_index()
        unit = standardised_by_size(effects[wave][sizes.index], sizes)
        means = unit * np.sqrt(icc + (1 - icc) / sizes)
        parts.append(one["office"].map(means))
    return np.sqrt(1 - icc) * within + pd.concat(parts).reindex(people.index)


def unwillingness(name: str, people: pd.DataFrame) -> pd.Series:
    """Who skips an item: some persons skip often, the rest is chance."""
    return np.sqrt(0.6) * normals(("skips",), people.index) + np.sqrt(0.4) * normals(("skips", name), people.index)

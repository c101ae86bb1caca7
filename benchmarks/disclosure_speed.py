"""Time of the plan for a report of many exhibits: PYTHONPATH=scripts python benchmarks/disclosure_speed.py [exhibits] [groups].

Invented respondents answer a question of five answers an exhibit; every exhibit is a distribution by the same groups, of two groupings,
with the total. It prints processor seconds, and what is withheld.
"""

import sys
import time
from collections import Counter

import numpy as np
from evalreport.disclosure.ledger import Ledger, LedgerMaker
from evalreport.disclosure.plan import Secret, plan

RESPONDENTS, ANSWERS, MINIMUM, BASE = 3000, 5, 5, 10


def report(exhibits: int, groups: int, seed: int = 1) -> tuple[Ledger, dict[int, str], list[Secret]]:
    """A ledger of exhibits by groups, its rows that are too small, and the secrets."""
    draw = np.random.default_rng(seed)
    first, second = groups // 2, groups - groups // 2
    region, school = draw.integers(0, first, RESPONDENTS), draw.integers(0, second, RESPONDENTS)
    _, classes = np.unique(region * second + school, return_inverse=True)
    maker = LedgerMaker(classes)
    size = classes.max() + 1
    members = [region == g for g in range(first)] + [school == g for g in range(second)] + [region >= 0]
    small: dict[int, str] = {}
    secrets: list[Secret] = []
    one_of = np.unique(classes, return_index=True)[1]
    for exhibit in range(exhibits):
        answer = draw.choice(ANSWERS, RESPONDENTS, p=draw.dirichlet(np.full(ANSWERS, 0.7)))
        given = np.concatenate([answer, np.repeat(np.arange(ANSWERS), size)])
        of = np.concatenate([classes, np.tile(np.arange(size), ANSWERS)])
        real = (np.arange(len(given)) < RESPONDENTS).astype(np.int64)
        segment = maker.segment(of, real)
        for g, inside in enumerate(members):
            mask = np.concatenate([inside, np.tile(inside[one_of], ANSWERS)])
            for code in (None, *range(ANSWERS)):
                vector = (mask & (given == code) if code is not None else mask).astype(np.int64)
                n, place = int(vector[:RESPONDENTS].sum()), segment.vector(vector)
                key = (f"x{exhibit}", "q", "*" if code is None else str(code), f"g{g}")
                limit = BASE if code is None else MINIMUM
                if 0 < n < limit:
                    small[len(maker.rows)] = "base" if code is None else "cell"
                    secrets.append(Secret(place, limit, key))
                maker.add(key, n, [place])
    return maker.made(), small, secrets


if __name__ == "__main__":
    exhibits, groups = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (500, 20)
    start = time.process_time()
    ledger, small, secrets = report(exhibits, groups)
    made = time.process_time()
    found = plan(ledger, small, secrets)
    print(f"{exhibits} exhibits by {groups} groups: {len(ledger.rows)} numbers, {len(secrets)} too small")
    print(f"collected in {made - start:.0f} s, planned in {time.process_time() - made:.0f} s of processor time")
    print("withheld:", ", ".join(f"{reason} {n}" for reason, n in sorted(Counter(found.values()).items())))

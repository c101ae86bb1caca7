"""What a template may ask of the tests of exhibits: p-values, verdicts in words, effect sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.exhibits.evidence import Evidence, decisive
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number, format_p
from evalreport.words.sentences import join_words

HIDDEN = "[…]"  # a number that is withheld or does not exist; visible, so that nobody prints it by mistake


def variable_of(evidence: Evidence, variable: str | None) -> str:
    """The variable that is named, else the first one."""
    return variable or (evidence.view.variables[0].id if evidence.view.variables else "")


def _joined(groups: Any) -> str | None:
    """The groups of a test as the tests name them."""
    return "|".join(groups) if isinstance(groups, list | tuple) else groups


@dataclass(frozen=True)
class TestFunctions:
    """The functions of tests; evidence: by exhibit."""

    __test__ = False  # its name begins as those of classes that pytest collects

    evidence: Mapping[str, Evidence]
    language: str

    def _test(self, exhibit: str, variable: str | None, panel: str | None, groups: Any) -> Mapping[str, Any] | None:
        e = self.evidence[exhibit]
        name = _joined(groups) or panel
        wanted = variable_of(e, variable)
        return next((t for t in e.tests if t["variable"] == wanted and name in (None, t["groups"])), None)

    def p(self, exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None) -> str:
        """The p-value of a test."""
        test = self._test(exhibit, variable, panel, groups)
        return HIDDEN if test is None or pd.isna(test["p"]) else format_p(decisive(test), self.language)

    def significance(
        self, exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None
    ) -> str:
        """A test's verdict in words, or that it is withheld with the numbers it is of."""
        e, test = self.evidence[exhibit], self._test(exhibit, variable, panel, groups)
        if test is None and e.withholds_test(variable_of(e, variable), _joined(groups) or panel or ""):
            return word("verdict_withheld", self.language)
        return e.verdict(decisive(test) if test else float("nan"))

    def verdicts(self, exhibit: str, places: Mapping[str, str], variable: str | None = None) -> str:
        """The verdicts of several tests in one phrase: equal ones are said once. places: words for a place -> the groups tested there."""
        found = {place: self.significance(exhibit, variable, groups=groups) for place, groups in places.items()}
        said = list(dict.fromkeys(found.values()))
        if len(said) > 1:
            return join_words([f"{verdict} {place}" for place, verdict in found.items()], self.language)
        none = said[0] in (word(key, self.language) for key in ("not_significant", "not_tested"))
        listed = join_words([*found], self.language, "or" if none else "standard")
        return word("verdict_neither" if none else "verdict_both", self.language).format(verdict=said[0], places=listed)

    def effect(self, exhibit: str, variable: str | None = None, panel: str | None = None, groups: Any = None) -> str:
        """The effect size of a test with its name: `Cramérs V = 0,12`."""
        test = self._test(exhibit, variable, panel, groups)
        if test is None or pd.isna(test.get("effect_size")) or not test.get("effect"):
            return HIDDEN
        size = format_number(float(test["effect_size"]), 2, self.language)
        return f"{word('effect_' + str(test['effect']), self.language)} = {size}"

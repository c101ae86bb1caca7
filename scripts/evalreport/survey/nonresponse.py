"""Unit non-response: weights of those who answered stand for those drawn who did not, by class or by the propensity to answer."""

from dataclasses import dataclass, replace

import numpy as np

from evalreport.files.errors import BadInput, Problem
from evalreport.survey.calibrated import Residuals
from evalreport.survey.design import Floats, Ints, Mask, simple_design
from evalreport.survey.models.regression import fit, logistic


@dataclass(frozen=True)
class Response:
    """Who of those drawn (m,) answered, and what their answering goes with.

    codes (m,): the class 0…K-1 of each, or columns (m, p), the constant first, of a logistic regression of answering; classes: of
    propensity, each with the same share of the weight, 0 for the inverse of the propensity itself; names: of the classes or columns.
    """

    responded: Mask
    codes: Ints | None = None
    columns: Floats | None = None
    classes: int = 0
    names: tuple[str, ...] = ()

    def adjusted(self, own: Floats, source: str = "weights") -> Floats:
        """Weights (m,) of those who answered from the weights of those drawn, some of them zero; the others weigh nothing.

        In a class the weight of those drawn goes to those who answered (Oh & Scheuren 1983); without classes each weight is divided
        by the propensity (Little 1986). A class that has lost all who answered gives its weight to the others in proportion. Raises
        BadInput where the regression does not settle.
        """
        if self.codes is None and not self.classes:
            return np.where(self.responded, own / self.propensity(own, source), 0.0)
        codes = self.classes_of(own, source)
        size = int(codes.max(initial=0)) + 1
        drawn, answered = (np.bincount(codes, w, size) for w in (own, own * self.responded))
        factor = np.divide(drawn, answered, out=np.zeros(size), where=answered > 0)
        lost = drawn.sum() / drawn[answered > 0].sum()
        return np.asarray(own * self.responded * factor[codes] * lost)

    def classes_of(self, own: Floats, source: str = "weights", shown: int = 0) -> Ints:
        """The class (m,) of each: the given one, or of `shown` (else its own number of) classes of propensity."""
        if self.codes is not None:
            return self.codes
        propensity, number = self.propensity(own, source), shown or self.classes
        # Those with one propensity are in one class: that in which the middle of their weight lies.
        _, same = np.unique(np.round(propensity, 12), return_inverse=True)
        weight = np.bincount(same.ravel(), own)
        middle = np.cumsum(weight) - weight / 2
        codes = np.minimum((middle / own.sum() * number).astype(np.intp), number - 1)
        return np.asarray(codes[same.ravel()], dtype=np.intp)

    def propensity(self, own: Floats, source: str = "weights") -> Floats:
        """The probability (m,) of answering by a logistic regression weighted by own (m,)."""
        assert self.columns is not None
        design = replace(simple_design(len(own)), weights=own)
        try:
            found, _, _ = fit(self.columns, self.responded.astype(float), design, "logistic")
        except ValueError as error:
            hint = "Fewer groups or covariates, or classes instead of a propensity"
            raise BadInput([Problem(source, "nonresponse > propensity", str(error), hint)]) from error
        return logistic(self.columns @ found.in_columns(found.solution))


def response_residuals(response: Response, drawn: Floats) -> Residuals:
    """What makes weighted scores (m, k) of those who answered, under `Response.adjusted` weights, those whose cluster totals count.

    In classes z = s - a m_c + d m_c with a, d the weights after and before and m_c = sum s / sum a in the class; with propensities p of
    a regression on x z = s - d (r - p) x' A^-1 sum s (1 - p) x, A = sum d p (1 - p) x x' (Kim & Kim 2007, Canadian Journal of Statistics
    35). drawn (m,): weights of those drawn.
    """
    after = response.adjusted(drawn)
    if response.codes is None and not response.classes:
        return _through_propensity(response, drawn)
    codes = response.classes_of(drawn)
    size = int(codes.max(initial=0)) + 1
    below = np.bincount(codes, after, size)

    def residuals(scores: Floats) -> Floats:
        sums = np.column_stack([np.bincount(codes, column, size) for column in scores.T])
        means = np.divide(sums, below[:, None], out=np.zeros_like(sums), where=below[:, None] > 0)
        return np.asarray(scores + (drawn - after)[:, None] * means[codes])

    return residuals


def _through_propensity(response: Response, drawn: Floats) -> Residuals:
    assert response.columns is not None
    x, p = response.columns, response.propensity(drawn)
    bread = np.linalg.inv(x.T @ ((drawn * p * (1 - p))[:, None] * x))
    surprise = (drawn * (response.responded - p))[:, None] * (x @ bread)

    def residuals(scores: Floats) -> Floats:
        return np.asarray(scores - surprise @ (x.T @ ((1 - p)[:, None] * scores)))

    return residuals

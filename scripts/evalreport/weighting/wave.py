"""A wave of a questionnaire, weighted."""

from dataclasses import dataclass

import pandas as pd

from evalreport.survey.nonresponse import Response
from evalreport.survey.reweighing import CUT, Number
from evalreport.survey.weighting import Floats, Ints, Margin


@dataclass(frozen=True)
class Wave:
    """One wave, weighted: what was done to each respondent and unit.

    respondents (n,): ids; unit (n,): row in `units`, -1 where the frame does not have it; base and weights (n,) sum to the
    population; margins: codes (n,) -1 where unknown, totals of the population; units: index unit, columns population,
    answers, pool, cell and source (number of the source that told the population, -1 for none); no units where weights come from the
    data. bounds: of the weights, or under a method of calibration of their ratio to the base weights; numbers: calibrated totals.
    drawn: where not all who were drawn answered, the wave of all of them, whose base weights are those before the adjustment for
    non-response, whose weights are 0 for the others, and whose response says what the adjustment rests on.
    """

    wave: str
    respondents: pd.Series
    unit: Ints
    base: Floats
    weights: Floats
    margins: tuple[Margin, ...]
    units: pd.DataFrame
    bounds: tuple[float, float]
    method: str = CUT
    numbers: tuple[Number, ...] = ()
    response: Response | None = None
    drawn: "Wave | None" = None

    @property
    def population(self) -> float:
        """Everybody in the units whose population is known; without units, the sum of the weights."""
        return float(self.units["population"].sum() if len(self.units) else self.weights.sum())

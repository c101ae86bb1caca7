"""The value of an index for each respondent, from the values of its items."""

import numpy as np
import pandas as pd

from evalreport.codebook.codebook import Codebook, Index
from evalreport.codebook.indices import Spec, index_of, scale_ends
from evalreport.survey.design import Floats
from evalreport.survey.reliability import index_score


def item_values(data: pd.DataFrame, index: Index, book: Codebook) -> Floats:
    """Answers (n, k) to the items, NaN for none; items that the codebook marks as reversed are turned."""
    columns = []
    for name in index.items:
        values = pd.to_numeric(data[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        item = book.variable(name)
        columns.append(sum(scale_ends(item, book)) - values if item.reversed else values)
    return np.column_stack(columns)


def index_values(data: pd.DataFrame, spec: Spec, book: Codebook) -> pd.Series:
    """The index of each row (n,): the mean of its answers, None where fewer than the minimum were given."""
    index = index_of(spec, book)
    score = index_score(item_values(data, index, book), index.minimum)
    return pd.Series([None if np.isnan(x) else float(x) for x in score], index=data.index, dtype=object)

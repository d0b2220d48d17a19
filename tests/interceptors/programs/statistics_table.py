"""A table of records: groups, ranks, quantiles and missing values."""

import numpy as np


def main(count=50):
    rng = np.random.default_rng(20)
    group = rng.integers(0, 4, count)
    value = rng.gamma(2.0, 3.0, count)
    value[rng.random(count) < 0.1] = np.nan
    names, inverse, counts = np.unique(group, return_inverse=True, return_counts=True)
    totals = np.zeros(len(names))
    np.add.at(totals, inverse, np.nan_to_num(value))
    medians = np.array([np.nanmedian(value[group == g]) for g in names])
    order = np.lexsort((value, group))
    edges = np.nanquantile(value, [0.25, 0.5, 0.75])
    return totals, counts, medians, order, np.digitize(np.nan_to_num(value), edges)

"""When a p-value says that something is wrong: one threshold for all statistical tests together.

Each test judges a family of p-values. A correct program fails any test of this folder, over all of
its families and for seeds drawn afresh, with a probability of at most FAMILY_WISE (Bonferroni over
families, Holm within). Seeds are fixed, so that a test that passes passes always; the figure
matters when a new data version draws anew. The exception is test_published_figures.py, whose
bands are part of the contract; it tells its own figure.
"""

import itertools

from scipy import stats

FAMILY_WISE = 1e-3
FAMILIES = 40  # at most; each is given an equal part
ENOUGH_TO_COMPARE = 20

judged = set()


def implausible(p_values):
    """Returns the names whose p-value is too small, all of a family considered."""
    assert p_values and all(0 <= p <= 1 for p in p_values.values()), p_values
    p_values = dict(p_values)
    if len(p_values) >= ENOUGH_TO_COMPARE:
        # Many slightly wrong or suspiciously good values betray themselves together.
        p_values["distribution of the p-values"] = stats.kstest(list(p_values.values()), "uniform").pvalue
    found, left = [], len(p_values)
    for name, p in sorted(p_values.items(), key=lambda pair: pair[1]):
        if p >= FAMILY_WISE / FAMILIES / left:
            break
        found.append(f"{name}: p = {p:.2g}")
        left -= 1
    return found


def assert_plausible(family, p_values):
    judged.add(family)
    assert len(judged) <= FAMILIES, "more families than the threshold is divided by"
    assert not implausible(p_values), family


def two_sided(z):
    """The p-value of a standard normal deviate."""
    return float(2 * stats.norm.sf(abs(z)))


def fit(observed, chance, least=10):
    """The p-value of counts under probabilities (chi-square); rare cells are pooled with neighbours.

    Cells beyond the probabilities given are impossible, as are those of probability 0.
    """
    total = sum(observed)
    assert abs(sum(chance) - 1) < 1e-9
    if any(n > 0 and p <= 0 for n, p in itertools.zip_longest(observed, chance, fillvalue=0)):
        return 0.0
    cells, count, expected = [], 0, 0
    for n, p in zip(observed, chance):
        count, expected = count + n, expected + p * total
        if expected >= least:
            cells.append((count, expected))
            count, expected = 0, 0
    if cells and expected > 0:
        cells[-1] = cells[-1][0] + count, cells[-1][1] + expected
    assert len(cells) >= 2, f"too few observations ({total}) to judge"
    square = sum((n - expected) ** 2 / expected for n, expected in cells)
    return float(stats.chi2.sf(square, len(cells) - 1))

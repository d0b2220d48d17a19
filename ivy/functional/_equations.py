"""Equations of `einsum`."""

from __future__ import annotations

import string


def explicit(equation, ranks):
    """The letters of each operand and of the result, ellipses spelled out by unused letters.

    >>> explicit("...i,i", [3, 1])
    (['ABi', 'i'], 'AB')
    """
    inputs, arrow, output = equation.replace(" ", "").partition("->")
    terms = inputs.split(",")
    unused = [a for a in string.ascii_uppercase + string.ascii_lowercase if a not in equation]
    widths = [
        rank - len(term.replace("...", "")) if "..." in term else 0
        for term, rank in zip(terms, ranks, strict=True)
    ]
    widest = unused[: max(widths)]
    terms = [
        term.replace("...", "".join(widest[len(widest) - n :]))
        for term, n in zip(terms, widths, strict=True)
    ]
    if arrow:
        output = output.replace("...", "".join(widest))
    else:
        letters = sorted({a for a in inputs if a.isalpha() and inputs.count(a) == 1})
        output = "".join([*widest, *letters])
    return terms, output

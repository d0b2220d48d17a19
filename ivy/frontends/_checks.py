"""Checks of values, which a graph makes when it runs."""

from __future__ import annotations

from typing import Any

from ivy import functional as ivy
from ivy._core import errors


def raise_if(bad: Any, error: Exception) -> None:
    """Raises an error if any element is true; a graph, which has no values, raises it when it runs.

    Raises
    ------
    Exception
        The error.
    """
    if 0 in bad.shape:
        return
    try:
        is_bad = ivy.item(ivy.any(bad))
    except errors.NoValueError:
        ivy.require(bad, ivy.logical_not(bad), message=str(error), error=type(error))
        return
    if is_bad:
        raise error

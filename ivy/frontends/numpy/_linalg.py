"""Functions of `numpy.linalg` that differ from the shared ones."""

from ivy.frontends._numpy_api import _linalg
from ivy.frontends._numpy_api._rules import Rules


def matrix_rank(rules: Rules, A, tol=None, hermitian=False, *, rtol=None):
    if tol is not None and rtol is not None:
        raise ValueError("`tol` and `rtol` can't be both set.")
    return _linalg.matrix_rank(rules, A, tol, hermitian, rtol=rtol)

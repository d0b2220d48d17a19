"""Registers NumPy's functions and the methods of its arrays, bound to NumPy's rules."""

from __future__ import annotations

import numpy as np

from ivy.frontends._numpy_api import _namespaces
from ivy.frontends._numpy_api._publishing import bound, functions_of, publish
from ivy.frontends._publish import NATIVE, VIEWS, _file
from ivy.frontends.numpy import _functions, _linalg, _methods, _ufuncs
from ivy.frontends.numpy._rules import NumPyRules

RULES = NumPyRules()

# Functions whose results are views of their first argument.
_VIEWS = (
    "asanyarray asarray array_split atleast_1d atleast_2d atleast_3d broadcast_to diagonal dsplit "
    "expand_dims flip fliplr flipud hsplit imag matrix_transpose moveaxis permute_dims ravel real "
    "reshape rollaxis rot90 split squeeze swapaxes transpose unstack vsplit"
).split()

_ALIASES = {
    "amax": "max",
    "amin": "min",
    "concat": "concatenate",
    "permute_dims": "transpose",
    "row_stack": "vstack",
}
_MAIN = _namespaces.MAIN | _ufuncs.FUNCTIONS | functions_of(_functions)
_MAIN |= {alias: _MAIN[name] for alias, name in _ALIASES.items()}
_LINALG = _namespaces.LINALG | functions_of(_linalg)

publish(_MAIN, RULES, "numpy", NATIVE, np, without=_VIEWS)
for _name in _VIEWS:
    _file(VIEWS, f"numpy.{_name}", bound(_MAIN[_name], RULES, "numpy", _name), __name__)
publish(_LINALG, RULES, "numpy.linalg", NATIVE, np.linalg)
publish(_namespaces.FOURIER, RULES, "numpy.fft", NATIVE, np.fft)

_VIEW_METHODS = frozenset("diagonal ravel reshape squeeze swapaxes transpose".split())
_METHODS = (
    "all any argmax argmin argpartition argsort choose clip conj conjugate copy cumprod cumsum "
    "diagonal dot max mean min nonzero prod ravel repeat round searchsorted squeeze std sum swapaxes "
    "take trace var"
).split()

for _name, _function in ({name: _MAIN[name] for name in _METHODS} | functions_of(_methods)).items():
    _registry = VIEWS if _name in _VIEW_METHODS else NATIVE
    _key = f"numpy.ndarray.{_name}"
    _file(_registry, _key, bound(_function, RULES, "numpy.ndarray", _name), __name__)

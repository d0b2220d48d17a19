"""NumPy's API written with ivy functions: `import ivy.frontends.numpy as numpy`.

Every function has its native path (`numpy.linalg.det`). Dtypes are NumPy's own.
"""

from ivy.frontends.numpy import _names, _operators, _ufunc_methods
from ivy.frontends.numpy._ndarray import FRONTEND as _FRONTEND
from ivy.frontends.numpy._ndarray import ndarray

_FRONTEND.expose(__name__)
_names.give(globals())
_operators.give()
_ufunc_methods.give(globals())

"""How calls of NumPy and SciPy are written in source text; see `ivy.compiler.spelling`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

MODULES = {"numpy": "np", "scipy": "scipy", "scipy.special": "special"}
IMPORTS = {
    "np": "import numpy as np",
    "scipy": "import scipy",
    "special": "from scipy import special",
    "blas": "from scipy.linalg import blas",
    "lapack": "from scipy.linalg import lapack",
    "ml_dtypes": "import ml_dtypes",
}
AS_THEY_ARE = ("_exchange", "_foreign")
OPERATORS = {
    "np.add": "+",
    "np.subtract": "-",
    "np.multiply": "*",
    "np.divide": "/",
    "np.true_divide": "/",
    "np.floor_divide": "//",
    "np.remainder": "%",
    "np.power": "**",
    "np.matmul": "@",
    "np.negative": "-",
    "np.bitwise_and": "&",
    "np.bitwise_or": "|",
    "np.bitwise_xor": "^",
    "np.invert": "~",
    "np.equal": "==",
    "np.not_equal": "!=",
    "np.less": "<",
    "np.less_equal": "<=",
    "np.greater": ">",
    "np.greater_equal": ">=",
}
# functions that take a Python number beside an array
TAKE_NUMBERS = ("np.where", "np.maximum", "np.minimum")
ARRAY = "np.array({values}, dtype={dtype})"
FULL = "np.full({shape}, {value}, dtype={dtype})"
ARANGE = "np.arange({start}, {stop}, {step}, dtype={dtype})"
TRI = "np.tri({n}, {m}, {k}, dtype=bool)"
WHERE = "np.where({condition}, {yes}, {no})"
REPEATED = "np.broadcast_to({x}, {shape})"
RESHAPE = "{x}.reshape({shape})"
UPLOAD = "array"


def is_array(x: Any) -> bool:
    """Whether `x` is an array, or a scalar of NumPy."""
    return isinstance(x, (np.ndarray, np.generic))


def is_value(x: Any) -> bool:
    """Whether something that can be called is a value."""
    return isinstance(x, type)


def array(a: np.ndarray) -> Any:
    """A host array as an array."""
    return a


def to_host(x: Any) -> np.ndarray:
    """The elements of a constant."""
    return np.asarray(x)


def literal(x: Any) -> str | None:
    """The text of a value of NumPy's own."""
    if isinstance(x, np.dtype) or (isinstance(x, type) and issubclass(x, np.generic)):
        name = np.dtype(x).name
        if not hasattr(np, name):
            return f"ml_dtypes.{name}"
        return "bool" if name == "bool" else f"np.{name}"
    return {bool: "bool", int: "int", float: "float"}.get(x) if isinstance(x, type) else None


def call(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Calls a function of NumPy."""
    return function(*args, **kwargs)


def simpler(path: str, args: Any, kwargs: Any, typed: Any) -> tuple[str, Any, Any]:
    """The call itself."""
    return path, args, kwargs


def static(x: Any) -> None:
    """What a call of plain numbers gives as plain numbers: not needed here."""


def abstractly(function: Callable[..., None], types: Sequence[Any]) -> None:
    """Runs a function on arrays of some values: NumPy has nothing that knows of shapes alone."""
    with np.errstate(all="ignore"):
        function(*[_some(t.shape, t.dtype) for t in types])


def _some(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Ones; identity matrices, where an array may be one; of integers zeros, which are indices."""
    if np.dtype(dtype).kind in "iu":
        return np.zeros(shape, dtype)
    *_, n, m = 0, 1, *shape
    some = np.eye(n, dtype=dtype) if n == m and len(shape) > 1 else np.ones((), dtype)
    return np.array(np.broadcast_to(some, shape))


def rewrite(name: str, module: Any, spelling: Any) -> None:
    """Without what looks at values or memory: integers divided by 0 give what NumPy gives, say."""
    numpy: Any = getattr(module, "np", None)
    if name == "_adapters":
        module.division = lambda function: function
    if name == "_bounds":
        known = module.resolve
        module.resolve = lambda indices, size, bounds: (
            (indices, None) if bounds == "error" else known(indices, size, bounds)
        )
    for library in ("blas", "lapack"):
        if hasattr(module, library):
            setattr(module, library, _Routines(library, spelling))
    if name == "factorizations":
        module.svd = lambda x, /, *, full_matrices=True: tuple(numpy.linalg.svd(x, full_matrices))
        module.svdvals = lambda x, /: numpy.linalg.svdvals(x)
    if name == "manipulation":

        def as_strided(x: Any, shape: Any, strides: Any, offset: Any = 0, /) -> Any:
            flat = numpy.ascontiguousarray(x).reshape(-1)[offset:]
            steps = tuple(s * x.itemsize for s in strides)
            return numpy.lib.stride_tricks.as_strided(flat, tuple(shape), steps)

        module.as_strided = as_strided


class _Routines:
    """Routines of BLAS or LAPACK by their names for a dtype: `lapack.sgetrf`, say."""

    def __init__(self, library: str, spelling: Any):
        self.library, self.spelling = library, spelling
        self.real = importlib.import_module(f"scipy.linalg.{library}")
        self.get_blas_funcs = self.get_lapack_funcs = self.of_arrays

    def of_arrays(self, names: Sequence[str], arrays: Sequence[Any]) -> list[Any]:
        """What SciPy's `get_lapack_funcs` chooses."""
        dtype = np.result_type(*self.spelling.real_of(arrays))
        full = [{"f": "s", "F": "c", "D": "z"}.get(dtype.char, "d") + n for n in names]
        return [
            self.spelling.Function(_with_pivots(getattr(self.real, n)), f"{self.library}.{n}")
            for n in full
        ]


def _with_pivots(routine: Callable[..., Any]) -> Callable[..., Any]:
    """A routine, given row numbers that there are: LAPACK goes wherever they point."""

    def run(*args: Any, **kwargs: Any) -> Any:
        pivots = [isinstance(a, np.ndarray) and a.dtype.kind == "i" for a in args]
        counts = [np.arange(1, np.size(a) + 1, dtype=np.int32) for a in args]
        given = [c if p else a for a, c, p in zip(args, counts, pivots, strict=True)]
        return routine(*given, **kwargs)

    return run


def entry(text: str, wide: bool) -> list[str]:
    """What stands above the function that is called."""
    return ['@np.errstate(all="ignore")']

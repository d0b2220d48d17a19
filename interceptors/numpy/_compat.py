"""Every private name of NumPy that this source uses, and facts about single functions.

Tested with numpy 2.4.6.
"""

# pyright: basic, reportAttributeAccessIssue=false
from __future__ import annotations

import importlib
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy._core import umath

TESTED = ("2.4.6",)

NO_VALUE = np._NoValue
_warnings: Any = warnings
Dispatcher = type(np.sum)
_ERROR_STATE = umath._extobj_contextvar
HAS_ERROR_STATE: Callable[..., Any] = _ERROR_STATE.get

# Arrays of these classes go to the target, those of other subclasses stay what they are.
PLAIN_CLASSES = (np.ndarray, np.memmap)

# Python's operators and the ufuncs behind them.
OPERATORS: dict[str, np.ufunc] = {
    "abs": np.absolute, "add": np.add, "and": np.bitwise_and, "divmod": np.divmod, "eq": np.equal,
    "floordiv": np.floor_divide, "ge": np.greater_equal, "gt": np.greater, "invert": np.invert,
    "le": np.less_equal, "lshift": np.left_shift, "lt": np.less, "matmul": np.matmul,
    "mod": np.remainder, "mul": np.multiply, "ne": np.not_equal, "neg": np.negative,
    "or": np.bitwise_or, "pos": np.positive, "pow": np.power, "rshift": np.right_shift,
    "sub": np.subtract, "truediv": np.divide, "xor": np.bitwise_xor,
}  # fmt: skip
UNARY = frozenset("abs invert neg pos".split())
COMPARISONS = frozenset("eq ge gt le lt ne".split())

# Parameters that are host values: sizes, axes, counts. All others may be arrays.
HOST_PARAMETERS = frozenset(
    """
    M N axes axis axis1 axis2 axisa axisb axisc bitorder casting copy count correction ddof decimals
    deg destination device dims dimensions dtype edge_order func func1d function funclist ind
    indexing indices_or_sections k keepdims kth kw kwargs mask_func method minlength mode n ndim
    ndmin new_shape newshape norm num offset optimize ord order pad_width range repeats reps
    requirements s shape shift side source start_axis subok trim endpoint iter
""".split()
)
# Parameters that are several arrays, each converted separately.
SEQUENCE_PARAMETERS = frozenset(
    """
    args arrays arys bins choicelist choices condlist keys multi_index operands sample tup varargs xi
""".split()
)

METHODS = [n for n, m in vars(np.ndarray).items() if callable(m) and not n.startswith("_")]
IN_PLACE_METHODS = frozenset("sort partition put".split())
# Functions that return views and have no entry in the frontend: results are always views.
VIEWS = frozenset("broadcast_arrays sliding_window_view as_strided diagonal".split())

# Functions that return or show an argument, but what they return depends on its values.
BY_VALUE = frozenset("asarray_chkfinite nan_to_num real_if_close trim_zeros".split())
# Functions whose results have no axes of their arguments, and whose order is that of memory if asked.
FLATTENING = frozenset("flatten ravel reshape".split())
# Functions that only ask for geometry and dtypes, or for what shares memory.
ON_GHOSTS = frozenset(
    """
    can_cast common_type iscomplexobj isrealobj may_share_memory ndim result_type shape shares_memory
    size
""".split()
)
# Functions whose results are text, files, or dtypes that depend on values.
TEXT = frozenset(
    """
    array2string array_repr array_str datetime_as_string save savetxt savez savez_compressed
    min_scalar_type format_float_positional format_float_scientific base_repr binary_repr einsum_path
""".split()
)
# Functions that call a function of the user with arrays: NumPy's own Python code runs.
CALLBACKS = frozenset("apply_along_axis apply_over_axes piecewise fromfunction".split())
# Functions whose 0-d results are arrays, not scalars.
ZERO_AXES = frozenset(
    """
    array asarray asanyarray ascontiguousarray asfortranarray copy empty empty_like full full_like
    ones ones_like require where zeros zeros_like astype reshape block conj conjugate cov i0 isin
    real_if_close resize roll select tensordot tile
""".split()
)
# Functions that give a `poly1d` for one.
POLYNOMIALS = frozenset("polyadd polyder polydiv polyint polymul polysub".split())
# Functions that create arrays: NumPy runs them, and their results are uploaded.
CREATION = frozenset(
    """
    arange array asanyarray asarray asarray_chkfinite ascontiguousarray asfortranarray bartlett
    blackman diag_indices eye fromfile fromfunction fromiter fromregex fromstring frombuffer
    genfromtxt geomspace hamming hanning identity indices kaiser linspace load loadtxt logspace
    mask_indices require tri tril_indices triu_indices fftfreq rfftfreq from_dlpack trim_zeros
""".split()
)
# Those that can be large: the target fills them.
FILLED = frozenset("empty full ones zeros".split())
# Those that graphs for any size make from sizes.
OF_SIZES = frozenset("arange eye identity linspace tri".split())

# Modules that users see through a proxy.
MODULES = (
    "numpy", "numpy.linalg", "numpy.fft", "numpy.random", "numpy.lib", "numpy.lib.stride_tricks",
    "numpy._core", "numpy._core.numeric", "numpy._core.multiarray", "numpy._core.fromnumeric",
)  # fmt: skip
# Objects that make grids and rows of what is in brackets.
GRIDS = frozenset("c_ mgrid ogrid r_".split())
# Methods of random generators that draw nothing.
UNDRAWN = frozenset("bit_generator get_state seed set_state spawn bytes".split())


def module(name: str) -> types.ModuleType:
    """A module of NumPy by its name."""
    return importlib.import_module(name)


def warning_takers() -> tuple[Any, Any]:
    """What takes warnings now."""
    return _warnings._showwarnmsg_impl, _warnings.showwarning


def set_shape(array: np.ndarray, shape: Any) -> None:
    """What `array.shape = shape` does."""
    array.shape = shape


def name_of(function: Any) -> str:
    """The native name of a function: "numpy.linalg.norm"."""
    return f"{function.__module__}.{function.__name__}"


def is_compiled(value: Any, package: str) -> bool:
    """Whether a value is a function of a package that is written in C, or in Cython."""
    compiled = type(value).__name__ in _COMPILED
    return compiled and str(getattr(value, "__module__", "")).partition(".")[0] == package


_COMPILED = ("builtin_function_or_method", "cython_function_or_method", "fused_cython_function")


def implementation(function: Any) -> types.FunctionType | None:
    """NumPy's own Python code behind a function that dispatches, None if that is C."""
    found = getattr(function, "_implementation", function)
    return found if isinstance(found, types.FunctionType) else None

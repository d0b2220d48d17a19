"""PyTorch's checks of arguments, for functions called directly.

In a redirected call PyTorch itself has made these checks already, so raw functions do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ivy import functional as ivy
from ivy.frontends.torch import _dtypes as to

# Functions whose second argument must be a tensor; others accept a number as well.
_STRICT = frozenset(
    """
    atan2 arctan2 fmax fmin maximum minimum logical_and logical_or logical_xor heaviside hypot lcm gcd
    igamma igammac special.gammainc special.gammaincc ldexp logaddexp logaddexp2 nextafter polar complex
    """.split()
)
_SIZES = ("size", "shape", "dims", "sizes", "repeats")
FIRST_TENSORS = frozenset(
    """
    input self tensor A LU LD x x1 y input1 query log_probs abs logits LU_data sorted_sequence b
    """.split()
)


# Functions that are Python code in PyTorch, and fail with Python's own errors.
_PYTHON_CODE = frozenset(
    """
    binary_cross_entropy binary_cross_entropy_with_logits dropout1d dropout2d dropout3d glu interpolate
    fractional_max_pool2d fractional_max_pool3d local_response_norm
    mse_loss multi_head_attention_forward
    l1_loss smooth_l1_loss huber_loss normalize sigmoid softmax log_softmax softsign
    tanh tanhshrink upsample upsample_bilinear upsample_nearest
    """.split()
)


def is_python_code(function: str) -> bool:
    """Whether PyTorch's function reads attributes of its arguments without a check of their type."""
    path, _, name = function.rpartition(".")
    inner = path == "torch.nn.functional" and name in _PYTHON_CODE
    return (
        inner
        or path == "torch.masked"
        or function in ("torch.stft", "torch.norm", "torch.unravel_index")
    )


def is_tensor(value: Any) -> bool:
    """Whether a value is accepted as a tensor."""
    return hasattr(value, "shape")


def demand_tensor(function: str, parameter: str, value: Any, place: int = 1) -> None:
    """Raises the TypeError of PyTorch's argument parser unless `value` is a tensor."""
    if not is_tensor(value):
        if is_python_code(function):
            raise AttributeError(f"'{type(value).__name__}' object has no attribute 'dim'")
        raise TypeError(
            f"{function.rpartition('.')[2]}(): argument '{parameter}' (position {place}) must be "
            f"Tensor, not {type(value).__name__}"
        )


def demand_dimension(dim: Any, subject: Any, function: str) -> None:
    """Raises for a dimension that the tensor does not have, or that is repeated."""
    rank = max(len(subject.shape), 1)
    if function.endswith((".unsqueeze", ".unsqueeze_copy", ".stack")):
        rank = len(subject.shape) + 1
    dims = dim if isinstance(dim, (list, tuple)) else (dim,)
    dims = [d for d in dims if type(d) is int]
    for d in dims:
        if not -rank <= d < rank:
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], "
                f"but got {d})"
            )
    if len({d % rank for d in dims}) < len(dims):
        raise RuntimeError(f"dim appears multiple times in the list of dims: {dims}")


def demand_sizes(function: str, parameter: str, value: Any) -> None:
    """Raises unless `value` is a number or a sequence of numbers."""
    items = value if isinstance(value, (list, tuple)) else (value,)
    for item in items:
        if isinstance(item, (str, float, complex, dict)) or item is None:
            raise TypeError(
                f"{function.rpartition('.')[2]}(): argument '{parameter}' must be tuple of ints, but "
                f"found element of type {type(item).__name__}"
            )


def _matrix(name: str) -> Callable:
    def check(input: Any, *_: Any, **__: Any) -> None:
        if len(input.shape) < 2:
            raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")

    return check


def _same_dtype(input: Any, dim: Any, index: Any, src: Any = None, *_: Any, **named: Any) -> None:
    src = named.get("value", src)
    if is_tensor(src) and ivy.dtype(src) != ivy.dtype(input):
        raise RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")
    if ivy.dtype(index).name not in ("int64", "int32"):
        raise RuntimeError("scatter(): Expected dtype int32/int64 for index")
    if len(index.shape) != len(input.shape) and len(input.shape) and len(index.shape):
        raise RuntimeError("Index tensor must have the same number of dimensions as self tensor")


def _one_value(input: Any, mask: Any, value: Any = None) -> None:
    if is_tensor(value) and len(value.shape):
        raise RuntimeError(
            f"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with "
            f"{len(value.shape)} dimension(s)."
        )
    if not to.is_bool(mask):
        raise RuntimeError(f"masked_fill_ only supports boolean masks, but got {ivy.dtype(mask)}")


def _steps(start: Any, end: Any, steps: int, *_: Any, **__: Any) -> None:
    if isinstance(steps, int) and steps < 0:
        raise RuntimeError("number of steps must be non-negative")


def _some_axes(input: Any, normalized_shape: Sequence[int], *_: Any, **__: Any) -> None:
    if not normalized_shape:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
            f"element, but got normalized_shape = {list(normalized_shape)}"
        )


def _ordered(input: Any, min_val: Any = -1.0, max_val: Any = 1.0, *_: Any, **__: Any) -> None:
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")


def _has_axes(input: Any, *_: Any, **__: Any) -> None:
    if not len(input.shape):
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")


def _shifted(input: Any, shifts: Any, dims: Any = (), **_: Any) -> None:
    shifts = shifts if isinstance(shifts, (list, tuple)) else (shifts,)
    dims = dims if isinstance(dims, (list, tuple)) else (dims,)
    if not shifts:
        raise RuntimeError("`shifts` required")
    if len(dims or shifts[:1]) != len(shifts):
        raise RuntimeError(
            f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}"
        )


def _some_tensors(tensors: Any, *_: Any, **__: Any) -> None:
    if not isinstance(tensors, (list, tuple)):
        raise TypeError(
            f"argument 'tensors' must be tuple of Tensors, not {type(tensors).__name__}"
        )
    if not tensors:
        raise ValueError("expected a non-empty list of Tensors")


def _with_axis(input: Any, dim: int = 0) -> None:
    if not len(input.shape):
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")


def _vertical(tensors: Any, *_: Any, **__: Any) -> None:
    if isinstance(tensors, (list, tuple)) and not tensors:
        raise RuntimeError("expects a non-empty TensorList")


def _one_of(parameter: str, allowed: Sequence[str]) -> Callable:
    def check(input: Any, **named: Any) -> None:
        if named.get(parameter, allowed[0]) not in allowed:
            raise RuntimeError(f"{parameter} argument must be either {' or '.join(allowed)}.")

    return check


def _positive(input: Any, lambd: float = 0.5) -> None:
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd}.")


def _number(s: Any, **_: Any) -> None:
    if isinstance(s, (str, list, tuple)) or s is None:
        raise TypeError(f"argument 's' (position 1) must be Number, not {type(s).__name__}")


def _permutation(size: Any, physical_layout: Any, **_: Any) -> None:
    if sorted(physical_layout) != list(range(len(size))):
        raise RuntimeError(
            "Number of dimensions in size does not match, or duplicate dim in layout"
        )


def _bounded(input: Any, min: Any = None, max: Any = None, **_: Any) -> None:
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")


def _numbers(*names: str) -> Callable:
    """The parameters after the first must be numbers or None."""

    def check(input: Any, *args: Any, **named: Any) -> None:
        for place, name in enumerate(names):
            value = args[place] if place < len(args) else named.get(name)
            if isinstance(value, str):
                raise TypeError(f"argument '{name}' (position {place + 1}) must be float, not str")

    return check


_CHECKS: dict[str, Callable] = {
    "clamp": _bounded,
    "clip": _bounded,
    "nan_to_num": _numbers("nan", "posinf", "neginf"),
    "cat": _some_tensors,
    "dstack": _vertical,
    "empty_permuted": _permutation,
    "nn.functional.gelu": _one_of("approximate", ("none", "tanh")),
    "nn.functional.softshrink": _positive,
    "row_stack": _vertical,
    "scalar_tensor": _number,
    "vstack": _vertical,
    "concat": _some_tensors,
    "concatenate": _some_tensors,
    "linspace": _steps,
    "logspace": _steps,
    "masked_fill": _one_value,
    "narrow": _has_axes,
    "narrow_copy": _has_axes,
    "native_layer_norm": _some_axes,
    "nn.functional.hardtanh": _ordered,
    "ormqr": _matrix("torch.ormqr"),
    "renorm": _matrix("renorm"),
    "roll": _shifted,
    "scatter": _same_dtype,
    "scatter_add": _same_dtype,
    "stack": _some_tensors,
    "tril": _matrix("tril"),
    "triu": _matrix("triu"),
    "unbind": _with_axis,
    "unbind_copy": _with_axis,
}


def of(name: str, names: Sequence[str]) -> list[Callable]:
    """The checks of a function, which take its arguments; `names` are its parameters."""
    checks: list[Callable] = []
    short = name.removeprefix("torch.")
    is_operator = name.startswith("operator.")
    if names and names[0] in FIRST_TENSORS and not is_operator:
        checks.append(_first_is_tensor(name, names[0]))
    if short in _STRICT and not is_operator:
        checks.append(_second_is_tensor(name, names[1]))
    sizes = [(i, n) for i, n in enumerate(names) if n in _SIZES]
    if sizes:
        checks.append(_sizes_are_numbers(name, sizes))
    if short in _CHECKS:
        checks.append(_CHECKS[short])
    return checks


def _first_is_tensor(name: str, parameter: str) -> Callable:
    def check(*args: Any, **kwargs: Any) -> None:
        demand_tensor(name, parameter, args[0] if args else kwargs.get(parameter))

    return check


def _second_is_tensor(name: str, parameter: str) -> Callable:
    def check(*args: Any, **kwargs: Any) -> None:
        demand_tensor(name, parameter, args[1] if len(args) > 1 else kwargs.get(parameter), 2)

    return check


def _sizes_are_numbers(name: str, sizes: list[tuple[int, str]]) -> Callable:
    def check(*args: Any, **kwargs: Any) -> None:
        for place, parameter in sizes:
            if place < len(args):
                demand_sizes(name, parameter, args[place])
            elif kwargs.get(parameter) is not None:
                demand_sizes(name, parameter, kwargs[parameter])

    return check

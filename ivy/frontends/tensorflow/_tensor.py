"""`tensorflow.Tensor` and `tensorflow.Variable` where TensorFlow is not there."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._frontend import Frontend
from ivy.frontends._wrapper import TensorWrapper
from ivy.frontends.tensorflow import _arrays as arrays
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _linalg as linalg
from ivy.frontends.tensorflow import _math as pointwise
from ivy.frontends.tensorflow import _values
from ivy.frontends.tensorflow._public import matching
from ivy.frontends.tensorflow._raw import _pointwise as raw
from ivy.frontends.tensorflow._raw import _shapes as shapes
from ivy.frontends.tensorflow._shape import TensorShape


class Tensor(TensorWrapper):
    """TensorFlow's eager tensor: a holder of a backend array."""

    __slots__ = ()
    __hash__ = None  # pyright: ignore[reportAssignmentType] - as in TensorFlow: == is elementwise

    @property
    def shape(self) -> TensorShape:
        """The lengths of the axes."""
        return TensorShape(self._read().shape)

    def get_shape(self) -> TensorShape:
        """The lengths of the axes."""
        return self.shape

    def set_shape(self, shape: Any) -> None:
        """Raises ValueError unless the tensor has this shape: an eager tensor can't change it."""
        if not self.shape.is_compatible_with(shape):
            raise ValueError(f"Tensor's shape {self.shape} is not compatible with {shape}")

    def numpy(self) -> Any:
        """The values as a NumPy array; a scalar for a 0-d tensor."""
        values = self.__array__()
        return values if values.ndim else values[()]

    @property
    def device(self) -> str:
        """Where the tensor is; there is one place here."""
        return "/job:localhost/replica:0/task:0/device:CPU:0"

    def ref(self) -> Reference:
        """A hashable reference to the tensor."""
        return Reference(self)

    def __repr__(self) -> str:
        what = f"shape={self.shape}, dtype={self.dtype}, numpy={self.numpy()!r}"
        return f"<tf.{type(self).__name__}: {what}>"

    def __format__(self, spec: str) -> str:
        return format(self.numpy(), spec) if not self.ndim else str(self)

    def __str__(self) -> str:
        return (
            f"tf.{type(self).__name__}({self.__array__()}, shape={self.shape}, dtype={self.dtype})"
        )

    def __len__(self) -> int:
        if not self.ndim:
            raise TypeError("Scalar tensor has no `len()`")
        return self.shape[0]

    def __iter__(self) -> Any:
        if not self.ndim:
            raise TypeError("Cannot iterate over a scalar tensor.")
        return (self[i] for i in range(self.shape[0]))

    def __bool__(self) -> bool:
        return bool(self.__array__())


class Reference:
    """A hashable stand-in for a tensor, which itself has no hash."""

    def __init__(self, tensor: Tensor):
        self._tensor = tensor

    def deref(self) -> Tensor:
        """The tensor."""
        return self._tensor

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and self._tensor is other._tensor

    def __hash__(self) -> int:
        return id(self._tensor)


class TensorFlowFrontend(Frontend):
    """TensorFlow's conventions: shapes and lists are operands too."""

    def is_operand(self, other: Any) -> bool:
        return isinstance(other, (list, tuple)) or super().is_operand(other)


FRONTEND = TensorFlowFrontend("tensorflow", Tensor)


def _parts(index: Any) -> tuple:
    return index if isinstance(index, tuple) else (index,)


def _whole(value: Any) -> int:
    """A position in an index.

    Raises
    ------
    TypeError
        It is no integer.
    """
    host = np.asarray(value if not to.is_array(value) else to.host(value))
    if host.ndim or host.dtype.kind not in "iu":
        raise TypeError(
            "Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar "
            f"tf.int32/tf.int64 tensors are valid indices, got {value!r}"
        )
    return int(host)


def item(x: Any, index: Any) -> Any:
    """`x[index]`, by way of the op that TensorFlow calls."""
    if to.is_array(index) and ivy.dtype(index) == dtypes.bool_:
        return arrays.boolean_mask(x, index)
    begin, end, strides = [], [], []
    masks = dict.fromkeys(("begin", "end", "ellipsis", "new_axis", "shrink_axis"), 0)
    for i, part in enumerate(_parts(index)):
        bit, place = 1 << i, (0, 0, 1)
        if part is Ellipsis:
            masks["ellipsis"] |= bit
        elif part is None:
            masks["new_axis"] |= bit
        elif isinstance(part, slice):
            place = tuple(
                default if v is None else _whole(v)
                for v, default in zip((part.start, part.stop, part.step), (0, 0, 1), strict=True)
            )
            masks["begin"] |= bit * (part.start is None)
            masks["end"] |= bit * (part.stop is None)
        else:
            at = _whole(part)
            place = (at, at + 1, 1)
            masks["shrink_axis"] |= bit
        for values, value in zip((begin, end, strides), place, strict=True):
            values.append(value)
    vectors = (np.asarray(v, np.int64) for v in (begin, end, strides))
    names = ("begin", "end", "strides")
    return shapes.StridedSlice(
        input=x,
        **dict(zip(names, vectors, strict=True)),
        **{f"{name}_mask": value for name, value in masks.items()},
    )


def _logical(of_bools: Any, of_integers: Any) -> Any:
    """An operator of truth values, or of bits."""

    def function(x: Any, y: Any) -> Any:
        x, y = matching(x, y)
        op = of_bools if ivy.dtype(x) == dtypes.bool_ else of_integers
        return op(x=x, y=y)

    return function


def _inverted(x: Any) -> Any:
    return (raw.LogicalNot if ivy.dtype(x) == dtypes.bool_ else raw.Invert)(x=x)


def _of_two(op: Any, **options: Any) -> Any:
    """An operator; a number beside a tensor takes its dtype."""

    def function(x: Any, y: Any) -> Any:
        x, y = matching(x, y)
        return op(x=x, y=y, **options)

    return function


def _quotient(x: Any, y: Any) -> Any:
    return pointwise.truediv(*matching(x, y))


def _product(x: Any, y: Any) -> Any:
    return linalg.matmul(*matching(x, y))


OPERATORS = {
    "abs": pointwise.abs,
    "add": _of_two(raw.AddV2),
    "and": _logical(raw.LogicalAnd, raw.BitwiseAnd),
    "eq": _of_two(raw.Equal, incompatible_shape_error=False),
    "floordiv": _of_two(raw.FloorDiv),
    "ge": _of_two(raw.GreaterEqual),
    "gt": _of_two(raw.Greater),
    "invert": _inverted,
    "le": _of_two(raw.LessEqual),
    "lt": _of_two(raw.Less),
    "matmul": _product,
    "mod": _of_two(raw.FloorMod),
    "mul": _of_two(raw.Mul),
    "ne": _of_two(raw.NotEqual, incompatible_shape_error=False),
    "neg": pointwise.negative,
    "or": _logical(raw.LogicalOr, raw.BitwiseOr),
    "pow": _of_two(raw.Pow),
    "sub": _of_two(raw.Sub),
    "truediv": _quotient,
    "xor": _logical(pointwise.logical_xor, raw.BitwiseXor),
}
FRONTEND.give_operators({name: FRONTEND.wrap(function) for name, function in OPERATORS.items()})


def _reflected(op: Any) -> Any:
    """`y.__radd__(x)`: `x` must be of the dtype of `y`."""

    def function(y: Any, x: Any) -> Any:
        return op(_values.convert_to_tensor(x, ivy.dtype(y)), y)

    return FRONTEND.wrap(function)


for _name in "add and floordiv matmul mod mul or pow sub truediv xor".split():
    _operator = FRONTEND._operator(f"r{_name}", _reflected(OPERATORS[_name]), reflected=False)
    setattr(Tensor, f"__r{_name}__", _operator)
Tensor.__getitem__ = FRONTEND.wrap(item)  # pyright: ignore[reportAttributeAccessIssue]

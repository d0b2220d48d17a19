"""`tensorflow.Variable`: a tensor that can be assigned to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _math as pointwise
from ivy.frontends.tensorflow import _values as values
from ivy.frontends.tensorflow._raw import _indexing as indexing
from ivy.frontends.tensorflow._tensor import FRONTEND, Tensor

_constant = FRONTEND.wrap(values.convert_to_tensor)


class Variable(Tensor):
    """A mutable tensor; in-place methods give the variable itself."""

    __slots__ = ("name", "trainable")

    def __new__(
        cls, initial_value: Any = None, trainable: bool | None = None, validate_shape: bool = True,
        caching_device: Any = None, name: str | None = None, variable_def: Any = None,
        dtype: Any = None, import_scope: Any = None, constraint: Any = None,
        synchronization: Any = None, aggregation: Any = None, shape: Any = None,
        experimental_enable_variable_lifting: bool = True,
    ) -> Variable:  # fmt: skip
        if initial_value is None:
            raise ValueError("The `initial_value` arg to `tf.Variable` must be specified")
        given = initial_value() if callable(initial_value) else initial_value
        found = _constant(given, dtype=dtype)
        variable = cls.of(found._read() if isinstance(found, Tensor) else found)
        variable.name = f"{name or 'Variable'}:0"
        variable.trainable = trainable is not False
        return variable

    @classmethod
    def of(cls, array: Any) -> Variable:
        """A variable that holds a backend array."""
        variable = super().of(array)
        variable.name, variable.trainable = "Variable:0", True
        return variable

    def value(self) -> Tensor:
        """A tensor of the present value."""
        return Tensor.of(self._read())

    read_value = value

    def __repr__(self) -> str:
        return (
            f"<tf.Variable {self.name!r} shape={self.shape} dtype={self.dtype}, "
            f"numpy={self.numpy()!r}>"
        )


def _shaped(x: Any, value: Any) -> Any:
    """A value to assign, as an array of the dtype of `x`.

    Raises
    ------
    ValueError
        It has another shape or dtype.
    """
    value = values.convert_to_tensor(value, None if to.is_array(value) else ivy.dtype(x))
    if ivy.dtype(value) != ivy.dtype(x):
        raise ValueError(
            f"Tensor conversion requested dtype {ivy.dtype(x)} for Tensor with {ivy.dtype(value)}"
        )
    if tuple(value.shape) != tuple(x.shape):
        raise ValueError(
            f"Cannot assign value to variable: Shape mismatch. The variable shape "
            f"{tuple(x.shape)}, and the assigned value shape {tuple(value.shape)} are incompatible."
        )
    return value


def _assigning(formula: Callable) -> Callable:
    """A method that assigns what `formula(present value, *arguments)` gives."""
    compute = FRONTEND.wrap(formula)

    def method(self: Variable, *args: Any, **kwargs: Any) -> Variable | None:
        for ignored in ("use_locking", "name"):
            kwargs.pop(ignored, None)
        read_value = kwargs.pop("read_value", True)
        self._array = compute(self, *args, **kwargs)._read()
        return self if read_value else None

    return method


def _assign(x: Any, value: Any) -> Any:
    return _shaped(x, value)


def _assign_add(x: Any, delta: Any) -> Any:
    return pointwise.add(x, _shaped(x, delta))


def _assign_sub(x: Any, delta: Any) -> Any:
    return pointwise.subtract(x, _shaped(x, delta))


def _scatter(op: Callable) -> Callable:
    def formula(x: Any, indices: Any, updates: Any) -> Any:
        return op(tensor=x, indices=indices, updates=updates)

    return formula


Variable.assign = _assigning(_assign)  # pyright: ignore[reportAttributeAccessIssue]
Variable.assign_add = _assigning(_assign_add)  # pyright: ignore[reportAttributeAccessIssue]
Variable.assign_sub = _assigning(_assign_sub)  # pyright: ignore[reportAttributeAccessIssue]
for _name, _op in {
    "add": indexing.TensorScatterAdd,
    "max": indexing.TensorScatterMax,
    "min": indexing.TensorScatterMin,
    "sub": indexing.TensorScatterSub,
    "update": indexing.TensorScatterUpdate,
}.items():
    setattr(Variable, f"scatter_nd_{_name}", _assigning(_scatter(_op)))

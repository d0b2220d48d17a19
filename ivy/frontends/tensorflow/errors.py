"""TensorFlow's exceptions: one class per status code, as `tensorflow.errors` has them."""

from typing import Any


class OpError(Exception):
    """Base of what an operation raises."""

    def __init__(self, node_def: Any = None, op: Any = None, message: str = "", *args: Any):
        super().__init__(node_def, op, message)
        self.node_def, self.op, self.message = node_def, op, message

    def __str__(self) -> str:
        return self.message


class FailedPreconditionError(OpError):
    """The state does not allow the operation."""


class InternalError(OpError):
    """An invariant was broken."""


class InvalidArgumentError(OpError):
    """An argument does not fit: shape, dtype or value."""


class NotFoundError(OpError):
    """Something named was not found: for one, a kernel for these dtypes."""


class OutOfRangeError(OpError):
    """An operation went past the valid range."""


class ResourceExhaustedError(OpError):
    """There is not enough memory."""


class UnimplementedError(OpError):
    """TensorFlow has not implemented this."""


def invalid(message: str) -> InvalidArgumentError:
    """The exception for an argument that does not fit."""
    return InvalidArgumentError(None, None, message)


def require(condition: Any, message: str) -> None:
    """Raises `InvalidArgumentError` unless `condition` holds."""
    if not condition:
        raise invalid(message)

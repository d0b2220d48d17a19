"""Every error that Ivy raises by itself.

    IvyError
    ├── BackendError
    │   ├── BackendNotInstalledError   (also ImportError)
    │   ├── UnknownBackendError        (also ValueError)
    │   ├── MixedBackendsError         (also TypeError)
    │   └── UnsupportedPairError       (also NotImplementedError)
    ├── UnsupportedOpError             (also NotImplementedError)
    ├── UnsupportedDtypeError          (also TypeError)
    ├── ConversionError                (also TypeError)
    ├── IndexOutOfRangeError           (also IndexError, RuntimeError: frameworks raise either)
    ├── ReadsValueError                a traced function needed the value of an array
    ├── DrawsNumbersError              a function would have to draw random numbers
    └── ContextError                   (also RuntimeError)

Where the source framework has a class of its own for a mistake, that class is raised instead,
with a note that names the call, the target and the user's line.
"""


class IvyError(Exception):
    """Base of all errors raised by Ivy."""


class BackendError(IvyError):
    """Something is wrong with the backend that was asked for."""


class BackendNotInstalledError(BackendError, ImportError):
    """The framework of the backend can't be imported."""


class UnknownBackendError(BackendError, ValueError):
    """No backend has this name."""


class MixedBackendsError(BackendError, TypeError):
    """One call got arrays of two backends."""


class UnsupportedPairError(BackendError, NotImplementedError):
    """Code of a source does not run on a target yet."""


class UnsupportedOpError(IvyError, NotImplementedError):
    """The target has no rule for an operation."""


class UnsupportedDtypeError(IvyError, TypeError):
    """The target has no such dtype."""


class ConversionError(IvyError, TypeError):
    """A value can't be carried to the other framework."""


class IndexOutOfRangeError(IvyError, IndexError, RuntimeError):
    """An index lies outside the array, found by an op with `bounds='error'`."""


class ReadsValueError(IvyError):
    """A function that was being traced needed the value of an array."""


class DrawsNumbersError(IvyError):
    """With these arguments a function draws random numbers, which is the source's business."""


class ContextError(IvyError, RuntimeError):
    """A block was entered or left in a way that can't work."""

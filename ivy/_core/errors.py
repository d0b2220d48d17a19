"""All errors that Ivy itself raises.

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
    ├── CompileError                   a function has no graph, or a graph not this use
    ├── ReadsValueError                a traced function needs the value of an array
    │   └── NoValueError               and there never is one: it is captured as a graph
    ├── DrawsNumbersError              a function needs random numbers
    └── ContextError                   (also RuntimeError)

Where the source framework has its own exception for a mistake, that one is raised instead, with a
note that names the call, the target and the line of user code.
"""


class IvyError(Exception):
    """Base class of all errors raised by Ivy."""


class BackendError(IvyError):
    """The requested backend cannot be used."""


class BackendNotInstalledError(BackendError, ImportError):
    """The framework of the backend cannot be imported."""


class UnknownBackendError(BackendError, ValueError):
    """There is no backend of this name."""


class MixedBackendsError(BackendError, TypeError):
    """Arrays of different backends in one call."""


class UnsupportedPairError(BackendError, NotImplementedError):
    """Code of a source does not run on a target yet."""


class UnsupportedOpError(IvyError, NotImplementedError):
    """The target does not implement an operation."""


class UnsupportedDtypeError(IvyError, TypeError):
    """The target has no such dtype."""


class ConversionError(IvyError, TypeError):
    """A value cannot be converted to the other framework."""


class IndexOutOfRangeError(IvyError, IndexError, RuntimeError):
    """An index is out of range, in an op with `bounds='error'`."""


class CompileError(IvyError, ValueError):
    """A function cannot be captured as a graph, or a graph not be used in this way."""


class ReadsValueError(IvyError):
    """A function under tracing needs the value of an array."""


class NoValueError(ReadsValueError):
    """A function that is captured as a graph needs the value of an array."""


class DrawsNumbersError(IvyError):
    """With these arguments a function needs random numbers, which only the source may draw."""


class ContextError(IvyError, RuntimeError):
    """A block was entered or left in an invalid order."""

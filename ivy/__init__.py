"""Ivy: one functional API on NumPy, JAX, PyTorch and TensorFlow, and the runtime that sends the
native calls of one of them to another.

    with ivy.run_on('jax'):
        train(model, optimizer, data)

Importing this package imports NumPy and nothing else. The functions that redirect native code
(`run_on`, `report`, ...) are in `ivy_runtime`, loaded on first access.
"""

from typing import TYPE_CHECKING, Any

from ivy._core import dtypes as _dtypes
from ivy._core.backend import current_backend, set_backend, unset_backend
from ivy._core.dtypes import (
    DType,
    bool_,
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from ivy._core.errors import (
    BackendError,
    BackendNotInstalledError,
    CompileError,
    ContextError,
    ConversionError,
    IndexOutOfRangeError,
    IvyError,
    MixedBackendsError,
    UnknownBackendError,
    UnsupportedDtypeError,
    UnsupportedOpError,
    UnsupportedPairError,
)
from ivy._core.registry import declare_by as _declare_by

if TYPE_CHECKING:
    from ivy import fft, linalg
    from ivy._array.array import Array
    from ivy._array.creation import *  # noqa: F403
    from ivy._array.datatypes import *  # noqa: F403
    from ivy._array.indexing import *  # noqa: F403
    from ivy._array.info import *  # noqa: F403
    from ivy._array.manipulation import *  # noqa: F403
    from ivy._array.reductions import *  # noqa: F403
    from ivy._array.searching import *  # noqa: F403
    from ivy.compiler.files import load_graph
    from ivy.compiler.graph import Graph
    from ivy.functional import *  # noqa: F403
    from ivy.modules import *  # noqa: F403
    from ivy_runtime import (
        compile_graph,
        convert_state,
        explain,
        install,
        is_redirected,
        register_lowering,
        report,
        run_on,
        target_array,
        to_ivy_module,
        to_source,
        uninstall,
        unregister_lowering,
        verify,
        wrap,
    )

__version__ = "0.1.0"


def _declare_ops() -> None:
    import ivy.functional  # not before a backend needs it: it takes longer than all of this file


_declare_by(_declare_ops)

_RUNTIME = (
    "FallbackWarning compile_graph convert_state explain install is_redirected register_lowering "
    "report run_on target_array to_ivy_module to_source uninstall unregister_lowering verify wrap"
).split()


bool = bool_
__array_api_version__ = "2024.12"
_COMPILER = ("Graph", "load_graph")
_TRAINING = (
    "Adafactor Adagrad Adam AdamW BatchNorm Buffer Conv1D Conv2D Conv3D Dropout Embedding GRU "
    "LAMB LARS LSTM LayerNorm Linear Lion Module MultiHeadAttention Optimizer Parameter "
    "RMSNorm RMSprop SGD Sequential Variables clip_grad_norm clip_grad_value schedules"
).split()
_MODULES = ("fft", "functional", "linalg", "random")


def __getattr__(name: str) -> Any:
    """Loads public functions on first access."""
    if name == "bfloat16":
        return _dtypes.as_dtype(name)
    if name in _RUNTIME:
        import ivy_runtime

        value = getattr(ivy_runtime, name)
    elif name in _COMPILER:
        import importlib

        value = getattr(importlib.import_module("ivy.compiler"), name)
    elif name in _TRAINING:
        import importlib

        value = getattr(importlib.import_module("ivy.modules"), name)
    elif name in _MODULES:
        import importlib

        value = importlib.import_module(f"ivy.{name}")
    elif name.startswith("__") and name != "__array_namespace_info__":
        raise AttributeError(f"module 'ivy' has no attribute {name!r}")
    else:
        from ivy._array import namespace

        value = namespace.find(name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    from ivy._array import namespace

    own = {name for name in globals() if name not in ("Any", "TYPE_CHECKING")}
    return sorted(
        {*own, *namespace.names(), *_RUNTIME, *_COMPILER, *_TRAINING, *_MODULES, "bfloat16"}
    )

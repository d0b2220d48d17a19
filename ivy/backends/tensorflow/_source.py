"""How calls of TensorFlow are written in source text; see `ivy.compiler.spelling`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from ivy.backends.tensorflow import TO_TENSORFLOW

MODULES = {"tensorflow": "tf", tf.raw_ops.__name__: "tf.raw_ops"}
IMPORTS = {"tf": "import tensorflow as tf", "np": "import numpy as np"}
AS_THEY_ARE = ("_compat", "_exchange", "_foreign")
OPERATORS = {
    "tf.raw_ops.AddV2": "+",
    "tf.raw_ops.Sub": "-",
    "tf.raw_ops.Mul": "*",
    "tf.raw_ops.RealDiv": "/",
    "tf.raw_ops.FloorDiv": "//",
    "tf.raw_ops.FloorMod": "%",
    "tf.raw_ops.Pow": "**",
    "tf.raw_ops.Neg": "-",
    "tf.raw_ops.LogicalAnd": "&",
    "tf.raw_ops.LogicalOr": "|",
    "tf.raw_ops.LogicalNot": "~",
    "tf.raw_ops.Equal": "==",
    "tf.raw_ops.NotEqual": "!=",
    "tf.raw_ops.Less": "<",
    "tf.raw_ops.LessEqual": "<=",
    "tf.raw_ops.Greater": ">",
    "tf.raw_ops.GreaterEqual": ">=",
    "tf.matmul": "@",
}
# functions that take a Python number beside an array
TAKE_NUMBERS = ("tf.where", "tf.maximum", "tf.minimum")
ARRAY = "tf.constant({values}, dtype={dtype})"
FULL = "tf.fill({shape}, tf.constant({value}, {dtype}))"
ARANGE = "tf.range({start}, {stop}, {step}, dtype={dtype})"
TRI = "tf.linalg.band_part(tf.ones(({n}, {m}), tf.bool), -1, {k})"
WHERE = "tf.where({condition}, {yes}, {no})"
REPEATED = "tf.broadcast_to({x}, {shape})"
RESHAPE = "tf.reshape({x}, {shape})"
UPLOAD = "tf.constant(array)"


def is_array(x: Any) -> bool:
    """Whether `x` is a tensor."""
    return isinstance(x, tf.Tensor)


def is_value(x: Any) -> bool:
    """Whether something that can be called is a value."""
    return isinstance(x, tf.DType)


def array(a: np.ndarray) -> Any:
    """A host array as a tensor outside of the graph that is traced."""
    with tf.init_scope():
        return tf.constant(a)


def to_host(x: Any) -> np.ndarray:
    """The elements of a constant."""
    known = tf.get_static_value(x)  # of a tensor in a graph too, if it is a constant
    return np.asarray(x if known is None else known)


def literal(x: Any) -> str | None:
    """The text of a value of TensorFlow's own."""
    if isinstance(x, tf.DType):
        return f"tf.{x.name}"
    if isinstance(x, tf.TensorShape):
        return str(tuple(x))
    if isinstance(x, np.dtype) or (isinstance(x, type) and issubclass(x, np.generic)):
        return f"tf.{TO_TENSORFLOW[np.dtype(x)].name}"
    return {bool: "bool", int: "int", float: "float"}.get(x) if isinstance(x, type) else None


def call(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Calls a function of TensorFlow."""
    return function(*args, **kwargs)


# public functions for kernels: the name, then what it calls the inputs that are not by place
_PUBLIC = {
    "Abs": "tf.abs",
    "Acos": "tf.acos",
    "All": ("tf.reduce_all", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "Any": ("tf.reduce_any", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "ArgMax": ("tf.argmax", "input", ("axis", "dimension"), "output_type"),
    "Atan2": "tf.atan2",
    "BroadcastTo": ("tf.broadcast_to", "input", "shape"),
    "Cast": ("tf.cast", "x", "DstT"),
    "Ceil": "tf.math.ceil",
    "ConcatV2": ("tf.concat", "values", "axis"),
    "Cos": "tf.cos",
    "Cumsum": ("tf.cumsum", "x", "axis", "exclusive", "reverse"),
    "Erf": "tf.math.erf",
    "Erfc": "tf.math.erfc",
    "Exp": "tf.exp",
    "ExpandDims": ("tf.expand_dims", "input", "axis"),
    "Expm1": "tf.math.expm1",
    "Fill": ("tf.fill", "dims", "value"),
    "Floor": "tf.floor",
    "GatherV2": ("tf.gather", "params", "indices", ("axis", "axis"), ("batch_dims", "batch_dims")),
    "IsFinite": "tf.math.is_finite",
    "IsInf": "tf.math.is_inf",
    "IsNan": "tf.math.is_nan",
    "Log": "tf.math.log",
    "Log1p": "tf.math.log1p",
    "LogSoftmax": ("tf.nn.log_softmax", "logits"),
    "Max": ("tf.reduce_max", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "Maximum": "tf.maximum",
    "Mean": ("tf.reduce_mean", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "Min": ("tf.reduce_min", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "Minimum": "tf.minimum",
    "PadV2": ("tf.pad", "input", "paddings", ("constant_values", "constant_values")),
    "Pack": ("tf.stack", "values", "axis"),
    "Prod": ("tf.reduce_prod", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "Reciprocal": "tf.math.reciprocal",
    "Relu": ("tf.nn.relu", "features"),
    "Reshape": ("tf.reshape", "tensor", "shape"),
    "Rsqrt": "tf.math.rsqrt",
    "SelectV2": ("tf.where", "condition", "t", "e"),
    "Sigmoid": "tf.sigmoid",
    "Sign": "tf.sign",
    "Sin": "tf.sin",
    "Slice": ("tf.slice", "input", "begin", "size"),
    "Softmax": ("tf.nn.softmax", "logits"),
    "Softplus": ("tf.math.softplus", "features"),
    "Sqrt": "tf.sqrt",
    "Square": "tf.square",
    "Squeeze": ("tf.squeeze", "input", ("axis", "axis")),
    "Sum": ("tf.reduce_sum", "input", ("axis", "axis"), ("keepdims", "keep_dims")),
    "Tan": "tf.tan",
    "Tanh": "tf.tanh",
    "Transpose": ("tf.transpose", "x", "perm"),
    "Unpack": ("tf.unstack", "value", ("axis", "axis")),
    "ZerosLike": ("tf.zeros_like", "x"),
}
_FEW = 64
_BY_PLACE = ("x", "y")
# inputs that are integers of either width: an axis, a shape
_NUMBERS = {"axis", "begin", "dims", "dimension", "end", "multiples", "paddings", "perm", "shape"}
_NUMBERS |= {"shift", "size", "strides", "split_dim", "num_split", "reduction_indices", *_BY_PLACE}


def simpler(path: str, args: Any, kwargs: Any, typed: Any) -> tuple[str, Any, Any]:
    """A kernel as the public function, where there is one that does the same."""
    if not path.startswith("tf.raw_ops."):
        return path, args, kwargs
    kwargs = {k: v if _is_number(k, v) else typed(v) for k, v in kwargs.items()}
    if path in OPERATORS and kwargs.keys() <= {*_BY_PLACE}:
        return path, tuple(kwargs.values()), {}
    if path.startswith("tf.raw_ops.BatchMatMul") or path == "tf.raw_ops.MatMul":
        return _product(kwargs)
    if path == "tf.raw_ops.Conv2D":
        return _convolution(kwargs)
    known = _PUBLIC.get(path.removeprefix("tf.raw_ops."))
    if known is None:
        return path, args, kwargs
    name, *inputs = (known, *_BY_PLACE) if isinstance(known, str) else known
    args, options, left = [], {}, dict(kwargs)
    left.pop("num", None)  # which shapes tell
    for each in inputs:
        ours, theirs = each if isinstance(each, tuple) else ("", each)
        if theirs in left:
            given = left.pop(theirs)
            if not ours:
                args.append(given)
            elif given is not False and not (type(given) is int and not given):
                options[ours] = given
    return (name, tuple(args), options) if not left else (path, (), kwargs)


def _is_number(name: str, value: Any) -> bool:
    """Whether a value may stand in a call as a plain number, or several: operands are one only."""
    text = getattr(value, "_literal", None)
    return name in _NUMBERS and not (name in _BY_PLACE and text and text[0] in "([")


def _product(kwargs: Any) -> tuple[str, Any, Any]:
    left = dict(kwargs)
    a, b = (left.pop(k) if k in left else left.pop(j) for k, j in (("a", "x"), ("b", "y")))
    flips = {"adj_x": "adjoint_a", "adj_y": "adjoint_b"}
    left.pop("Tout", None)
    options = {flips.get(k, k): v for k, v in left.items() if v}
    return "tf.matmul", (a, b), options


def _convolution(kwargs: Any) -> tuple[str, Any, Any]:
    strides, pads = kwargs["strides"], kwargs.get("explicit_paddings") or ()
    padding = [list(pads[i : i + 2]) for i in range(0, len(pads), 2)] or kwargs["padding"]
    dilations = kwargs.get("dilations", [1, 1, 1, 1])
    options = {} if set(dilations) == {1} else {"dilations": dilations}
    args = kwargs["input"], kwargs["filter"]
    return "tf.nn.conv2d", args, {"strides": strides, "padding": padding, **options}


def static(x: Any) -> Any:
    """What a call of plain numbers (a shape, paddings) gives as plain numbers; None if it does not."""
    values = tf.get_static_value(x) if isinstance(x, tf.Tensor) else None
    if values is None or values.dtype.kind not in "iu" or values.size > _FEW:
        return None
    return values.tolist()


def abstractly(function: Callable[..., None], types: Sequence[Any]) -> None:
    """Runs a function on symbolic tensors."""

    def traced(*values: Any) -> int:
        function(*values)
        return 0

    specs = [tf.TensorSpec(t.shape, TO_TENSORFLOW[t.dtype]) for t in types]
    tf.function(traced, autograph=False).get_concrete_function(*specs)


def rewrite(name: str, module: Any, spelling: Any) -> None:
    """Kernels write themselves; numbers of a call (axes, a shape) stand in it as they are."""
    if name == "_adapters":
        module.transposed = lambda x, order: module.raw.Transpose(x=x, perm=module.ints(order))
    if name == "manipulation":
        module.slice_ = lambda x, index: x[index]
    if name != "_raw":
        return

    def ints(values: Any) -> Any:
        values = values if isinstance(values, int) else tuple(int(v) for v in values)
        return spelling.Written(array(np.asarray(values, np.int64)), None, True, str(values))

    module.raw = module.tf.raw_ops
    module.ints = ints
    module.int_array = lambda values: spelling.constant(np.asarray(values, np.int64))
    module.scalar = lambda value, dtype: spelling.constant(
        np.asarray(value).astype(dtype.as_numpy_dtype)
    )


def entry(text: str, wide: bool) -> list[str]:
    """What stands above the function that is called."""
    return []

"""Fills the namespaces of `ivy.frontends.torch`, when one is first used.

Methods, in-place forms and operators are derived from functions by name: a function of the top level
whose first parameter is a tensor is a method, too; an in-place form is the function followed by a
write.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ivy._core import dtypes
from ivy.frontends import _namespaces
from ivy.frontends._publish import NATIVE
from ivy.frontends.torch.standalone import _indices, _second_names
from ivy.frontends.torch.standalone._frontend import parameters_of, write
from ivy.frontends.torch.standalone._tensor import FRONTEND, Size, Tensor, device, tensor

# Functions of a tensor that are not methods.
_NO_METHODS = frozenset(
    """
    batch_norm bilinear block_diag broadcast_tensors bucketize cartesian_prod cdist celu celu_
    combinations conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d
    cosine_similarity cumulative_trapezoid dropout elu embedding feature_alpha_dropout group_norm gelu
    histogramdd instance_norm interpolate is_tensor layer_norm linear
    empty_like full_like ones_like zeros_like rand_like randn_like randint_like native_batch_norm
    native_group_norm native_layer_norm native_dropout norm_except_dim pairwise_distance
    pixel_shuffle pixel_unshuffle poisson_nll_loss rms_norm rrelu selu std_mean var_mean threshold
    tensordot trapezoid trapz unravel_index searchsorted polar complex rsub
    constant_pad_nd channel_shuffle meshgrid isin layer_norm
    """.split()
)

IN_PLACE = """
    abs absolute acos acosh add addbmm addcdiv addcmul addmm addmv addr arccos arccosh arcsin arcsinh
    arctan arctan2 arctanh asin asinh atan atan2 atanh baddbmm bernoulli bitwise_and bitwise_left_shift
    bitwise_not bitwise_or bitwise_right_shift bitwise_xor ceil clamp clamp_max clamp_min clip
    conj_physical copysign cos cosh cumprod cumsum deg2rad digamma div divide eq erf erfc erfinv exp
    exp2 expm1 fix float_power floor floor_divide fmod frac gcd ge greater greater_equal gt heaviside
    hypot i0 igamma igammac index_add index_copy index_fill index_put index_reduce lcm ldexp le lerp
    less less_equal lgamma log log10 log1p log2 logical_and logical_not logical_or logical_xor logit lt
    masked_fill masked_scatter mul multiply mvlgamma nan_to_num ne neg negative nextafter not_equal
    polygamma pow put rad2deg reciprocal relu remainder renorm round rsqrt scatter scatter_add
    scatter_reduce sgn sigmoid sign sin sinc sinh sqrt square sub subtract tan tanh tril triu
    true_divide trunc xlogy fill zero
""".split()
_GEOMETRIC = "squeeze swapaxes swapdims t transpose unsqueeze as_strided detach".split()

_OPERATORS = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "truediv": "div",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "pow",
    "matmul": "matmul",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
    "eq": "eq",
    "ne": "ne",
    "lt": "lt",
    "le": "le",
    "gt": "gt",
    "ge": "ge",
    "neg": "neg",
    "pos": "positive",
    "abs": "abs",
    "invert": "bitwise_not",
}
_PROPERTIES = ("T", "H", "mT", "mH", "real", "imag")


def _assemble() -> None:
    """Fills the top level last, so that no other thread sees a part of it."""
    package = _namespaces.load_tables("ivy.frontends.torch")
    _namespaces.load_tables("ivy.frontends.torch.standalone")
    _second_names.register()
    namespaces = FRONTEND.functions()
    top = namespaces.pop(())
    _derive_methods(top)
    _derive_in_place(top)
    _give_operators()
    for path, functions in namespaces.items():
        _namespaces.put(package, path, functions)
    bfloat16 = dtypes.as_dtype("bfloat16")
    top |= {"Size": Size, "Tensor": Tensor, "device": device, "tensor": tensor}
    _namespaces.put(package, (), {**top, "bfloat16": bfloat16})


def _give_operators() -> None:
    Tensor.__getitem__ = _indices.read
    Tensor.__setitem__ = _indices.write
    FRONTEND.give_operators(
        {
            operator: FRONTEND.wrap(NATIVE[f"torch.{name}"], f"operator.{name}")
            for operator, name in _OPERATORS.items()
        }
    )
    for name in ("add", "sub", "mul", "truediv", "and", "or", "xor", "lshift", "rshift"):
        setattr(Tensor, f"__i{name}__", _writing(getattr(Tensor, f"__{name}__")))
    for name in _PROPERTIES:
        setattr(Tensor, name, property(getattr(Tensor, name)))


def _derive_methods(functions: dict[str, Any]) -> None:
    for name, function in functions.items():
        if name.startswith("_") or name in _NO_METHODS or not inspect.isfunction(function):
            continue
        if name in vars(Tensor):
            continue
        parameters = parameters_of(function)
        if parameters and parameters[0] in ("input", "self", "tensor", "A", "b"):
            setattr(Tensor, name, function)


def _derive_in_place(functions: dict[str, Any]) -> None:
    for name in IN_PLACE:
        function = getattr(Tensor, name, None)
        if function is not None and f"{name}_" not in vars(Tensor):
            setattr(Tensor, f"{name}_", _writing(function))
            if name in functions:
                functions[f"{name}_"] = getattr(Tensor, f"{name}_")
    for name in _GEOMETRIC:
        setattr(Tensor, f"{name}_", _becoming(getattr(Tensor, name)))


def _writing(function: Callable) -> Callable:
    @functools.wraps(function)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(self, Tensor):
            kind = type(self).__name__
            raise TypeError(f"{function.__name__} in place must be given a Tensor, not {kind}")
        result = function(self, *args, **kwargs)
        if result is NotImplemented:
            return result
        write(self, result)
        return self

    return method


def _becoming(function: Callable) -> Callable:
    @functools.wraps(function)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self._become(function(self, *args, **kwargs))

    return method


_assemble()

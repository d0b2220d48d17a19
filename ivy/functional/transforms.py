"""Function transforms on every backend: gradients and vectorization.

The transformed functions take and return arrays, or lists, tuples and dicts of arrays. For
gradients the function runs on a tape (`ivy._core.tape`): it must consist of ivy functions and
operators, and may use Python control flow that depends on values.

>>> import ivy, numpy as np
>>> ivy.grad(lambda x: ivy.sum(x * x))(np.asarray([1.0, 2.0])).tolist()
[2.0, 4.0]
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from ivy._core import ops, rules, structures
from ivy._core.batching import Batch
from ivy._core.op import Array, composite, public
from ivy._core.tape import Tape
from ivy._core.tracing import base_of
from ivy.functional import _steps


@composite(shape=rules.same, dtype=rules.same)
def stop_gradient(x: Array, /) -> Array:
    """`x`, excluded from differentiation.

    >>> import ivy, numpy as np
    >>> ivy.grad(lambda x: x * ivy.stop_gradient(x))(np.asarray(3.0)).tolist()
    3.0
    """
    return x


@functools.cache
def _load_rules() -> None:
    """Imports the rules that fill the tables of `Tape` and `Batch`, at the first transform."""
    from ivy.functional import _batching, _gradients  # noqa: F401


# For functions of a framework's own arrays that live on a backend: each takes a function, its
# positional and its keyword arguments, and returns the same three on arrays of the backend, with what
# converts results back; or None.
ADAPTERS: list[Callable[[Callable, tuple, dict], tuple | None]] = []


class _Traced:
    """A run of a function on a tape: inputs, result and backward pass."""

    def __init__(self, function: Callable, primals: Sequence[Any]):
        _load_rules()
        self.tree = structures.of(primals)
        arrays = tuple(self.tree.arrays)
        self.base = base_of(arrays)
        self.tape = Tape(self.base)
        with self.base.scope():
            self.inputs = [self.tape.input(structures.to_backend(a, self.base)) for a in arrays]
            with self.tape.running():
                result = function(*self.tree.filled(self.inputs))
        self.result = structures.of(result)

    def value(self) -> Any:
        """The result, without the tape."""
        return self.result.filled([self.tape.unboxed(a) for a in self.result.arrays])

    def gradients(self, cotangents: Sequence[Any]) -> tuple:
        """The gradients of the arguments, given cotangents of the arrays in the result."""
        with self.base.scope():
            found = self.tape.gradients(self.result.arrays, cotangents, self.inputs)
            gradients = [
                _zeros(self.base, x.value) if g is None else g
                for x, g in zip(self.inputs, found, strict=True)
            ]
        return self.tree.filled([self.base.canonical(g) for g in gradients])


def _zeros(base: Any, x: Any) -> Any:
    return base.zeros(tuple(x.shape), dtype=base.dtype(x))


def _scalar_of(result: structures.Structure, name: str) -> Any:
    if len(result.arrays) != 1 or tuple(getattr(result.arrays[0], "shape", ())) != ():
        shapes = [tuple(getattr(a, "shape", ())) for a in result.arrays]
        raise TypeError(f"{name} needs a scalar-valued function; the result has shapes {shapes}")
    return result.arrays[0]


@public
def value_and_grad(
    function: Callable, argnums: int | Sequence[int] = 0, has_aux: bool = False
) -> Callable:
    """A function that returns `(value, gradient)` of a scalar-valued function.

    Parameters
    ----------
    function
        Consists of ivy functions and operators. With `has_aux` it returns `(number, anything)`.
    argnums
        The argument to differentiate by (an array or a tree of arrays), or several: the gradient is
        then a tuple.

    Raises
    ------
    TypeError
        The result is not a scalar, or an argument to differentiate by is not floating.

    >>> import ivy, numpy as np
    >>> value, gradient = ivy.value_and_grad(lambda v: ivy.sum(ivy.exp(v["a"])))({"a": np.zeros(2)})
    >>> float(value), gradient["a"].tolist()
    (2.0, [1.0, 1.0])
    """
    numbers = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    @functools.wraps(function, updated=())
    def run(*args: Any, **kwargs: Any) -> Any:
        for adapt in ADAPTERS:
            found = adapt(function, args, kwargs)
            if found is not None:
                inner, args, kwargs, back = found
                return back(value_and_grad(inner, argnums, has_aux)(*args, **kwargs))
        aux: list[Any] = []
        chosen = [args[n] for n in numbers]

        def of_chosen(*values: Any) -> Any:
            full = list(args)
            for n, value in zip(numbers, values, strict=True):
                full[n] = value
            result = function(*full, **kwargs)
            if has_aux:
                result, extra = result
                aux.append(extra)
            return result

        traced = _Traced(of_chosen, chosen)
        out = _scalar_of(traced.result, "grad")
        with traced.base.scope():
            one = [_one(traced.base, traced.tape.unboxed(out))]
        gradients = traced.gradients(one)
        value = traced.value()
        if has_aux:
            value = value, structures.map_arrays(traced.tape.unboxed, aux[0])
        return value, gradients[0] if isinstance(argnums, int) else tuple(gradients)

    return run


def _one(base: Any, out: Any) -> Any:
    return base.ones((), dtype=base.dtype(out))


@public
def grad(function: Callable, argnums: int | Sequence[int] = 0, has_aux: bool = False) -> Callable:
    """A function that returns the gradient of `function`, as `value_and_grad` without the value.

    With `has_aux` it returns `(gradient, aux)`. Complex gradients are the direction of steepest
    ascent of a real result (PyTorch's convention).

    >>> import ivy, numpy as np
    >>> ivy.grad(ivy.grad(lambda x: x ** 3))(np.asarray(2.0)).tolist()
    12.0
    """
    both = value_and_grad(function, argnums, has_aux)

    @functools.wraps(function, updated=())
    def run(*args: Any, **kwargs: Any) -> Any:
        value, gradient = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return run


@public
def vjp(function: Callable, *primals: Any) -> tuple[Any, Callable]:
    """The result, and a function from its cotangents (of the same structure) to those of `primals`.

    >>> import ivy, numpy as np
    >>> out, back = ivy.vjp(ivy.sin, np.zeros(2))
    >>> back(np.asarray([1.0, 10.0]))[0].tolist()
    [1.0, 10.0]
    """
    traced = _Traced(function, primals)

    def back(cotangents: Any) -> tuple:
        return tuple(traced.gradients(structures.of(cotangents).arrays))

    return traced.value(), back


@public
def jvp(function: Callable, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """The result, and its directional derivative along `tangents`.

    The map from cotangents to gradients is linear, and its transpose is the derivative. So this
    costs two backward passes instead of one forward pass.

    >>> import ivy, numpy as np
    >>> out, along = ivy.jvp(lambda x: x * x, (np.asarray([1.0, 2.0]),), (np.asarray([1.0, 0.5]),))
    >>> along.tolist()
    [2.0, 2.0]
    """
    out, _ = vjp(function, *primals)

    def of_cotangents(cotangents: Any) -> tuple:
        return vjp(function, *primals)[1](cotangents)

    _, forward = vjp(of_cotangents, structures.map_arrays(_zeros_like, out))
    return out, forward(tuple(tangents))[0]


def _zeros_like(x: Any) -> Any:
    return ops.zeros(tuple(x.shape), dtype=ops.dtype(x))


@public
def execute_with_gradients(
    function: Callable, variables: Any, *args: Any, compile: bool = False
) -> tuple:
    """`(loss, gradients)` of `function(variables, *args)`, gradients in the structure of `variables`.

    Further results of the function, as in `return loss, extra`, follow: `(loss, gradients, extra)`.

    Parameters
    ----------
    compile
        The step is one program of a backend that compiles, made at the second call of the function.
        It must not read values then (`if loss > 1`). Arrays that it refers to by name, and modules,
        may change from call to call.

    >>> import ivy, numpy as np
    >>> v = {"w": np.asarray([1.0, 2.0])}
    >>> loss, gradients = ivy.execute_with_gradients(lambda v: ivy.mean(v["w"] ** 2), v)
    >>> float(loss), gradients["w"].tolist()
    (2.5, [1.0, 2.0])
    """

    def loss_first(v: Any, *rest: Any) -> tuple[Any, tuple]:
        result = function(v, *rest)
        return (result[0], tuple(result[1:])) if isinstance(result, tuple) else (result, ())

    def run(variables: Any, *args: Any) -> tuple:
        (loss, rest), gradients = value_and_grad(loss_first, has_aux=True)(variables, *args)
        return (loss, gradients, *rest)

    base = base_of(tuple(structures.of(variables).arrays)) if compile else None
    if base is None or base.level or base.jit is None:
        return run(variables, *args)
    with base.scope():
        return _steps.compiled(function, run, base, (variables, *args))


@public
def vmap(function: Callable, in_axes: Any = 0, out_axes: int = 0) -> Callable:
    """`function` of one row, vectorized to a function of all rows.

    Primitives run once on the whole batch, by the rules of `ivy/functional/_batching.py`; those
    without a rule run row by row. The function must not read values (`if x > 0`).

    Parameters
    ----------
    in_axes
        The axis of the rows in each argument (in all of its arrays), None for an argument that all
        rows share; a single number applies to all arguments.
    out_axes
        The axis of the rows in the result.

    Raises
    ------
    ValueError
        The arguments have different numbers of rows, or none has an axis of rows.
    ReadsValueError
        The function needs the value of a row.

    >>> import ivy, numpy as np
    >>> rows, weight = np.asarray([[1.0, 2.0], [3.0, 4.0]]), np.asarray([1.0, 10.0])
    >>> ivy.vmap(ivy.matmul, in_axes=(0, None))(rows, weight).tolist()
    [21.0, 43.0]
    """

    @functools.wraps(function, updated=())
    def run(*args: Any) -> Any:
        _load_rules()
        axes = (in_axes,) * len(args) if in_axes is None or isinstance(in_axes, int) else in_axes
        trees = [structures.of(a) for a in args]
        base = base_of(tuple(a for t in trees for a in t.arrays))
        size = _row_count(trees, axes)
        trace = Batch(base, size)
        with base.scope():
            filled = [
                t.filled([_rows_in(trace, a, axis) for a in t.arrays])
                for t, axis in zip(trees, axes, strict=True)
            ]
            with trace.running():
                result = structures.of(function(*filled))
            return result.filled([_rows_out(trace, a, out_axes) for a in result.arrays])

    return run


def _row_count(trees: Sequence[structures.Structure], axes: Sequence[int | None]) -> int:
    counts = {
        a.shape[axis]
        for t, axis in zip(trees, axes, strict=True)
        if axis is not None
        for a in t.arrays
    }
    if len(counts) != 1:
        raise ValueError(f"vmap needs one number of rows, not {sorted(counts) or 'none'}.")
    return int(counts.pop())


def _rows_in(trace: Batch, x: Any, axis: int | None) -> Any:
    x = structures.to_backend(x, trace.base)
    return x if axis is None else trace.input(x, axis % len(x.shape))


def _rows_out(trace: Batch, x: Any, axis: int) -> Any:
    value = trace.whole(structures.to_backend(x, trace.base))
    return trace.base.canonical(trace.base.moveaxis(value, 0, axis) if axis else value)

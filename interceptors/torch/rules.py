"""What happens to an operator, one function per kind. `engine.py` says which kind is which."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import torch

from interceptors import _base
from interceptors._report import user_line
from interceptors.torch import _compat, geometry, native
from interceptors.torch.programs import Into, ShapeMismatch
from interceptors.torch.quick import MISS, quick
from interceptors.torch.schema import Operator, operator
from interceptors.torch.store import Derived, Store, View, contiguous, view_of
from interceptors.torch.tensor import RedirectedTensor, alias, to_native, with_geometry
from ivy._core import errors
from ivy._core.backend import CURRENT

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine

# What is not the target's fault and must pass: the call is none of ours, or it can't be traced.
_CONTROL = (errors.ReadsValueError,)


def call(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the frontend function."""
    function = facts.function
    assert function is not None
    if not kwargs:
        out = quick(engine, function)(args, False)
        if out is not MISS:
            return out
    options = kwargs
    if hasattr(function, "reads_layout"):  # what it returns depends on strides
        options = {**kwargs, "contiguous": engine.is_dense(args[0])}
    try:
        out = engine.wrap(engine.runner.run(session, function, args, options))
    except errors.DrawsNumbersError:
        return draw(engine, facts, session, args, kwargs)
    except Exception as error:
        explain(session, facts, args, kwargs, error)
    if facts.host_results:
        out = tuple(to_native(o) if i in facts.host_results else o for i, o in enumerate(out))
    if engine.is_dense(args) and not (facts.names_layout and _places(kwargs, args)):
        return out
    return _restride(engine, facts.func, args, kwargs, out)


def _places(kwargs: dict, args: tuple) -> bool:
    """Whether a call of an operator that can name a layout does so: a format, or strides."""
    return kwargs.get("memory_format") is not None or len(args) > 1


def _restride(engine: Engine, func: Any, args: tuple, kwargs: dict, out: Any) -> Any:
    """Gives results the strides that PyTorch would give them."""
    strides = geometry.output_strides(func, args, kwargs)
    if not any(strides):
        return out
    if isinstance(out, torch.Tensor):
        return with_strides(engine, out, strides[0])
    padded = [*strides, *[None] * (len(out) - len(strides))]
    return type(out)(
        with_strides(engine, o, s) if isinstance(o, torch.Tensor) else o
        for o, s in zip(out, padded, strict=True)
    )


def with_strides(engine: Engine, tensor: Any, strides: tuple | None) -> Any:
    """The same values, laid out in memory by `strides`."""
    shape = tuple(tensor.shape)
    if strides is None or strides == contiguous(shape):
        return tensor
    value = engine.array(tensor)
    order = tuple(sorted(range(len(shape)), key=lambda i: -strides[i]))
    token = CURRENT.set(engine.target)
    try:
        with engine.target.scope():
            base = engine.target.permute_dims(value, order)
    finally:
        CURRENT.reset(token)
    store = Store(engine.target, base, tensor.dtype, tuple(base.shape))
    view = View(shape, strides, 0, False)
    view.value, view.version = value, store.version
    return with_geometry(engine.tensor, store, view, tensor.dtype, shape, strides, 0)


def view(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """A tensor, or several, over the store of the first argument."""
    tensor, rest = args[0], args[1:]
    store, _ = engine.locate(tensor)
    found = geometry.view(facts.func, tensor, math.prod(store.shape), rest, kwargs)
    if facts.reinterpretation is not None:
        store = Derived(engine.target, store, facts.reinterpretation, rest, found[3])
    if torch.is_inference_mode_enabled() != tensor.is_inference():
        # a view counts its versions if and only if its base does
        with torch.inference_mode(tensor.is_inference()):
            return _show(engine, store, found)
    return _show(engine, store, found)


def _show(engine: Engine, store: Store, found: Any) -> Any:
    if isinstance(found, list):
        return [_show(engine, store, f) for f in found]
    shape, strides, offset, dtype = found
    at = view_of(store, shape, strides, offset)
    return with_geometry(engine.tensor, store, at, dtype, shape, strides, offset)


def change_geometry(
    engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Gives the tensor object itself another geometry, or another tensor's store."""
    tensor, rest = args[0], args[1:]
    engine.forget(tensor)
    if not isinstance(tensor, RedirectedTensor):
        native_rest = [alias(a) if isinstance(a, RedirectedTensor) else a for a in rest]
        with _compat.without_modes():
            facts.func(tensor, *native_rest, **kwargs)
        engine.locate(tensor)
        return tensor
    old = store = engine.locate(tensor)[0]
    room = math.prod(store.shape)
    if rest and isinstance(rest[0], torch.Tensor):
        other = engine.locate(rest[0])[0]
        theirs = geometry.meta_like(rest[0], math.prod(other.shape))
        with _compat.quiet():
            out = facts.func(geometry.meta_like(tensor, room), theirs, *rest[1:], **kwargs)
        shape, strides, offset = tuple(out.shape), out.stride(), out.storage_offset()
        if _compat.share_storage(out, theirs):
            store = other
    else:
        shape, strides, offset, _ = geometry.view(facts.func, tensor, room, rest, kwargs)
    store = _grown(engine, store, shape, strides, offset)
    at = view_of(store, shape, strides, offset)
    if store is old:
        _compat.set_geometry(tensor, shape, strides, offset)
    else:
        dtype = store.dtype
        _compat.become(
            tensor, with_geometry(engine.tensor, store, at, dtype, shape, strides, offset)
        )
    tensor._store, tensor._view = store, at
    return tensor


def _grown(engine: Engine, store: Store, shape: tuple, strides: tuple, offset: int) -> Store:
    """A store with room for a geometry (resize_): the old one if it is large enough."""
    if 0 in shape:
        return store
    needed = offset + 1 + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
    room = math.prod(store.shape)
    if needed <= room:
        return store
    token = CURRENT.set(engine.target)
    try:
        with engine.target.scope():
            flat = engine.target.reshape(store.current(), (room,))
            base = engine.target.pad(flat, [(0, needed - room)], 0)
    finally:
        CURRENT.reset(token)
    return Store(engine.target, base, store.dtype, (needed,))


def write(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the functional twin and puts its results into the tensors that the call writes."""
    if facts.twin is None:
        return fall_back(engine, facts, session, args, kwargs)
    outs = [
        kwargs[name] if name in kwargs else args[i] if 0 <= i < len(args) else None
        for i, name in facts.writes
    ]
    if facts.is_out:
        written = {name for _, name in facts.writes}
        kwargs = {k: v for k, v in kwargs.items() if k not in written}
    if facts.twin_order is not None:
        args = tuple(args[i] for i in facts.twin_order if i < len(args))
    twin = operator(facts.twin)
    direct = len(outs) == 1 and isinstance(outs[0], torch.Tensor) and facts.twin_outputs is None
    if direct and twin.function is not None:
        return _write_one(engine, facts, twin, session, args, kwargs, outs[0])
    results = engine.run(session, facts.twin, args, kwargs)
    return _write_all(engine, facts, session, results, outs)


def _write_one(engine, facts, twin, session, args, kwargs, out) -> Any:
    store, at = engine.locate(out)
    try:
        base = engine.runner.run(session, twin.function, args, kwargs, Into(store, at, True))
    except ShapeMismatch as error:
        if not facts.is_out:
            explain(session, facts, args, kwargs, error)
        return _write_all(
            engine, facts, session, engine.run(session, facts.twin, args, kwargs), [out]
        )
    except Exception as error:
        explain(session, twin if facts.is_out else facts, args, kwargs, error)
    store.write(base)
    return out


def _write_all(engine: Engine, facts: Operator, session: Session, results: Any, outs: list) -> Any:
    values = list(results) if isinstance(results, (list, tuple)) else [results]
    returned: Any = outs[0] if len(outs) == 1 else tuple(outs)
    if facts.twin_outputs is not None:
        chosen = list(facts.twin_outputs.values())
        returned = tuple(v for i, v in enumerate(values) if i not in chosen)
        values = [values[i] for i in chosen]
    elif len(outs) == 1 and isinstance(outs[0], (list, tuple)):
        values = [values]
    # a functional twin of a fused step may return more than it was asked to write
    for out, value in zip(outs, values, strict=False):
        many = isinstance(out, (list, tuple))
        for o, v in zip(out, value, strict=True) if many else ((out, value),):
            if o is not None:
                assign(engine, session, o, v, resize=facts.is_out)
    return returned if facts.func._schema.returns else None


def assign(engine: Engine, session: Session, out: Any, value: Any, *, resize: bool) -> None:
    """Writes the value of one tensor into another, which takes its shape if `resize`."""
    if resize and out.shape != value.shape:
        strides = contiguous(tuple(value.shape))
        change_geometry(
            engine, operator(_compat.aten.resize_.default), session, (out, value.shape), {}
        )
        assert out.stride() == strides
    store, at = engine.locate(out)
    store.write(engine.runner.run(session, _identity, (value,), {}, Into(store, at, True)))


def _identity(x: Any) -> Any:
    return x


def copy_view(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """`foo_copy` is the view operator `foo` and a copy of what it shows."""
    shown = engine.run(session, facts.copies, args, kwargs)
    clone = _compat.aten.clone.default
    if isinstance(shown, torch.Tensor):
        return engine.run(session, clone, (shown,), {"memory_format": torch.contiguous_format})
    return [engine.run(session, clone, (v,), {}) for v in shown]


def expand_eagerly(
    engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Runs PyTorch's own expansion, whose operators come back one by one."""
    body = facts.func.decompose if facts.is_composite else facts.decomposition
    with engine.mode(session):
        return body(*args, **kwargs)


def expand(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """As `expand_eagerly`, in one compiled program where that can be."""
    if engine.target.compile is None or facts.func in engine.eager or not engine.is_dense(args):
        return expand_eagerly(engine, facts, session, args, kwargs)
    function = engine.expansions.get(facts.func)
    if function is None:
        function = engine.expansions[facts.func] = _expansion(engine, facts)
    try:
        return engine.wrap(engine.runner.run_compiled(session, function, args, kwargs))
    except errors.ReadsValueError:
        if session.tracing:
            raise
        engine.eager.add(facts.func)
        return expand_eagerly(engine, facts, session, args, kwargs)
    except Exception as error:
        explain(session, facts, args, kwargs, error)


def _expansion(engine: Engine, facts: Operator) -> Callable:
    """PyTorch's expansion as a function of arrays."""
    body = facts.func.decompose if facts.is_composite else facts.decomposition

    def expansion(*values: Any, **options: Any) -> Any:
        session = _base.CURRENT.get()
        assert session is not None
        tensors = [engine.wrap(v) for v in values]
        session.tracing += 1
        try:
            with engine.mode(session):
                out = body(*tensors, **{k: engine.wrap(v) for k, v in options.items()})
            return engine.unwrap(out)
        finally:
            session.tracing -= 1

    expansion.takes_native_arguments = True
    return expansion


def draw(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Lets PyTorch's own generator draw, so that a seed gives PyTorch's numbers."""
    if session.tracing:
        raise errors.ReadsValueError(f"{facts.name} draws random numbers")
    session.report.native["random", facts.name] += 1
    session.report.calls[facts.func] -= 1
    return natively(engine, facts, session, args, kwargs)


def ask(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Answers a question about the geometry of tensors, which needs no values."""

    def enter(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return geometry.meta_like(value, math.prod(engine.locate(value)[0].shape))
        return type(value)(map(enter, value)) if type(value) in (list, tuple) else value

    try:
        with _compat.quiet():
            return facts.func(*enter(args), **{k: enter(v) for k, v in kwargs.items()})
    except NotImplementedError:  # it is about values
        return fall_back(engine, facts, session, args, kwargs)


def fall_back(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Applies the fall-back policy to an operator that has no rule."""
    session.fall_back(
        describe(facts.name, args, kwargs),
        "no rule",
        f"Add {facts.name.rpartition('.')[2]} to ivy/frontends/torch, or pass fallback='warn'.",
    )
    session.report.calls[facts.func] -= 1
    return natively(engine, facts, session, args, kwargs)


def natively(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator in PyTorch's own kernel on converted values, and brings results back."""
    copies: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}

    def enter(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            if id(value) not in copies:
                copies[id(value)] = (_copy(engine, value), value)
            return copies[id(value)][0]
        return type(value)(map(enter, value)) if type(value) in (list, tuple) else value

    inputs, options = enter(args), {k: enter(v) for k, v in kwargs.items()}
    with _compat.without_modes():
        out = facts.func(*inputs, **options)
    back = {id(copy): tensor for copy, tensor in copies.values()}
    written = [
        options[n] if n in options else inputs[i]
        for i, n in facts.writes
        if n in options or 0 <= i < len(inputs)
    ]
    for value in written:
        for copy in value if isinstance(value, (list, tuple)) else (value,):
            if copy is not None:
                assign(engine, session, back[id(copy)], _upload(engine, copy), resize=facts.is_out)

    def leave(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return back[id(value)] if id(value) in back else _upload(engine, value)
        return type(value)(map(leave, value)) if type(value) in (list, tuple) else value

    return leave(out)


def _copy(engine: Engine, tensor: torch.Tensor) -> torch.Tensor:
    if not isinstance(tensor, RedirectedTensor):
        engine.locate(tensor)[0].flush()
        return tensor.detach().clone() if tensor.layout is torch.strided else tensor
    return to_native(tensor)


def _upload(engine: Engine, tensor: torch.Tensor) -> torch.Tensor:
    if tensor.layout is not torch.strided or tensor.device.type != "cpu":
        return tensor
    wrapped = engine.wrap_array(engine.target.from_numpy(native.to_host(tensor)))
    if tensor.is_contiguous() or 0 in tensor.stride():
        return wrapped
    return with_strides(engine, wrapped, tensor.stride())


def untouched(engine: Engine, func: Any, args: tuple, kwargs: dict) -> Any:
    """Runs a call on tensors that are none of ours (meta, fake, sparse) as if there were no block."""

    def enter(value: Any) -> Any:
        if isinstance(value, RedirectedTensor):
            return to_native(value)
        return type(value)(map(enter, value)) if type(value) in (list, tuple) else value

    with _compat.without_modes():
        return func(*enter(args), **{k: enter(v) for k, v in kwargs.items()})


def explain(
    session: Session, facts: Operator, args: tuple, kwargs: dict, error: Exception
) -> NoReturn:
    """Raises what PyTorch would raise for this call, with a note that says where and what."""
    from interceptors.torch.engine import NotOurs

    if isinstance(error, (NotOurs, errors.ReadsValueError)):
        raise error
    where = f"{describe(facts.name, args, kwargs)} on {session.target.name}, at {user_line()}"
    if isinstance(error, np.linalg.LinAlgError):  # PyTorch has a class of its own for a bad factor
        error = torch.linalg.LinAlgError(str(error))
    if not isinstance(error, errors.IvyError):
        own = geometry.native_error(facts.func, args, kwargs)
        if own is not None:
            own.add_note(where)
            raise own from None
        if not isinstance(error, (RuntimeError, IndexError, MemoryError)):
            raise RuntimeError(f"{where}: {type(error).__name__}: {error}") from error
    error.add_note(where)
    raise error


def describe(name: str, args: tuple, kwargs: dict) -> str:
    """A call with dtypes and shapes: `torch.mm(float32[2, 3], float32[2, 3])`."""
    parts = [_spell(a) for a in args] + [f"{k}={_spell(v)}" for k, v in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _spell(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"{str(value.dtype).removeprefix('torch.')}{list(value.shape)}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_spell, value[:8]))}{', ...' * (len(value) > 8)}]"
    return repr(value)

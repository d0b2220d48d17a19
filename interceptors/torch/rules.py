"""What happens to an operator on the target, one function per kind. `engine.py` says which is which."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors import _base
from interceptors.torch import _compat, destinations, foreign, geometry
from interceptors.torch.explain import NotOurs, explain
from interceptors.torch.fitting import Into, ShapeMismatch
from interceptors.torch.natives import draw, fall_back
from interceptors.torch.placing import assign, restride
from interceptors.torch.schema import Operator, operator
from interceptors.torch.store import Derived, Store, view_of
from interceptors.torch.tensor import to_native, with_geometry
from ivy._core import errors

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine


def call(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the frontend function."""
    function = facts.function
    assert function is not None
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
    return restride(engine, facts.func, args, kwargs, out)


def call_on_memory(
    engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """An operator whose geometry is that of all the memory that its first argument shows a part of.

    What comes back shows the same part of a copy of the memory.
    """
    store, view = engine.locate(args[0])
    if view is None:
        return call(engine, facts, session, args, kwargs)
    place = facts.offset_at
    args, given = args[:place], args[place] if len(args) > place else kwargs.get(_compat.OFFSET)
    kwargs = {**kwargs, _compat.OFFSET: view.offset if given is None else given}
    whole = engine.wrap(store.current())
    out = call(engine, facts, session, (whole, *args[1:]), kwargs)
    copied, part = engine.locate(out)[0], (view.shape, view.strides, view.offset)
    return with_geometry(engine.tensor, copied, view_of(copied, *part), out.dtype, *part)


def _places(kwargs: dict, args: tuple) -> bool:
    """Whether a call of an operator that can name a layout does so: a format, or strides."""
    return kwargs.get("memory_format") is not None or len(args) > 1


def view(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """A tensor, or several, over the store of the first argument."""
    tensor, rest = args[0], args[1:]
    store, _ = engine.locate(tensor)
    for each in rest:
        if isinstance(each, torch.Tensor):
            engine.locate(each)  # its class may have a view of its own to make
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


def write(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the functional twin and puts its results into the tensors that the call writes."""
    if facts.twin is None:
        return fall_back(engine, facts, session, args, kwargs)
    if facts.writes_lists and len(args[0]) > 1 and _entangled(engine, args[0], args[1:]):
        return _write_one_by_one(engine, facts, session, args, kwargs)
    outs = [
        kwargs[name] if name in kwargs else args[i] if 0 <= i < len(args) else None
        for i, name in facts.writes
    ]
    try:
        destinations.check(engine, facts, args, kwargs)
    except Exception as error:
        explain(session, facts, args, kwargs, error)
    if facts.is_out:
        written = {name for _, name in facts.writes}
        kwargs = {k: v for k, v in kwargs.items() if k not in written}
    if facts.twin_takes_dtype:
        kwargs = {**kwargs, "dtype": outs[0].dtype}
    if facts.twin_order is not None:
        args = tuple(args[i] for i in facts.twin_order if i < len(args))
    twin = operator(facts.twin)
    direct = len(outs) == 1 and isinstance(outs[0], torch.Tensor) and facts.twin_outputs is None
    if direct and twin.function is not None:
        return _write_one(engine, facts, twin, session, args, kwargs, outs[0])
    results = engine.run(session, facts.twin, args, kwargs)
    return _write_all(engine, facts, session, results, outs)


def _entangled(engine: Engine, written: Any, others: tuple) -> bool:
    """Whether writing one tensor of a list changes what is read for another one of it."""
    places = {id(engine.locate(t)[0]): i for i, t in enumerate(written)}
    if len(places) < len(written):
        return True
    for other in others:
        many = isinstance(other, (list, tuple))
        for i, t in enumerate(other if many else [other]):
            if isinstance(t, torch.Tensor):
                place = places.get(id(engine.locate(t)[0]))
                if place is not None and not (many and place == i):
                    return True
    return False


def _write_one_by_one(engine, facts, session, args, kwargs) -> None:
    for i in range(len(args[0])):
        row = [[a[i]] if isinstance(a, (list, tuple)) else a for a in args]
        engine.run(session, facts.func, tuple(row), kwargs)


def _write_one(engine, facts, twin, session, args, kwargs, out) -> Any:
    store, at = engine.locate(out)
    try:
        base = engine.runner.run(session, twin.function, args, kwargs, Into(store, at, True))
    except ShapeMismatch as error:
        if not facts.resizes:
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
    count = len(facts.func._schema.returns)  # what `out=` names comes last
    returned: Any = outs[0] if count == 1 else tuple(outs[-count:])
    if facts.twin_outputs is not None:
        chosen = list(facts.twin_outputs.values())
        rest = tuple(v for i, v in enumerate(values) if i not in chosen)
        if rest:
            returned = rest if len(rest) > 1 else rest[0]
        values = [values[i] for i in chosen]
    elif len(outs) == 1 and isinstance(outs[0], (list, tuple)):
        values = [values]
    # a functional twin of a fused step may return more than it was asked to write
    for out, value in zip(outs, values, strict=False):
        many = isinstance(out, (list, tuple))
        for o, v in zip(out, value, strict=True) if many else ((out, value),):
            if o is not None:
                assign(engine, session, o, v, resize=facts.resizes)
    return returned if facts.func._schema.returns else None


def copy_view(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """`foo_copy` is the view operator `foo` and a copy of what it shows."""
    try:
        shown = engine.run(session, facts.copies, args, kwargs)
    except Exception as error:
        explain(session, facts, args, kwargs, error)
    clone = _compat.aten.clone.default
    if isinstance(shown, torch.Tensor):
        return engine.run(session, clone, (shown,), {"memory_format": torch.contiguous_format})
    return [engine.run(session, clone, (v,), {}) for v in shown]


def expand_eagerly(
    engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Runs PyTorch's own expansion, whose operators come back one by one."""
    if foreign.decides_for_itself((*args, *kwargs.values())):
        raise NotOurs
    body = facts.func.decompose if facts.is_composite else facts.decomposition
    try:
        with engine.mode(session):
            return body(*args, **kwargs)
    except errors.DrawsNumbersError:
        return draw(engine, facts, session, args, kwargs)


def run_python_kernel(
    engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Runs the function that a user registered as this operator, at each call anew."""
    body = _compat.python_kernel(facts.func)
    assert body is not None
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
        out = engine.wrap(engine.runner.run_compiled(session, function, args, kwargs))
    except (errors.ReadsValueError, errors.DrawsNumbersError):
        if session.tracing:
            raise
        engine.eager.add(facts.func)
        return expand_eagerly(engine, facts, session, args, kwargs)
    except Exception as error:
        explain(session, facts, args, kwargs, error)
    return out if session.tracing else restride(engine, facts.func, args, kwargs, out)


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
        except RuntimeError as error:
            if _compat.NO_MEMORY in str(error):  # C++ that reads elements, as `reads_value` does
                raise errors.ReadsValueError(str(error)) from error
            raise
        finally:
            session.tracing -= 1

    expansion.takes_native_arguments = True
    return expansion

"""`ivy.convert_state`: the values of a model for the same architecture in another library."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.backend import backend_of
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.modules import layouts, matching, naming
from ivy.modules.module import Module, raw
from ivy.modules.variables import flat
from ivy_runtime.modules import library_of, to_ivy_module

# libraries that keep values outside of their models: what `to_ivy_module` is given beside one
KEPT = {
    "flax": "interceptors.jax.models.flax_model",
    "haiku": "interceptors.jax.models.haiku_model",
}


def convert_state(
    values: Any, *args: Any, to: Any, source: Any = None, to_args: Any = None, **kept: Any
) -> Any:
    """The values of a model as the parameters and the state of another one, of the same architecture.

    With example arguments the graphs of both models decide which array is which and how it is laid out:
    arrays correspond if their gradients do, whatever the models call them (`ivy.modules.matching`).
    Then both models have been run with the same values, and their outputs were equal. Without them
    names and shapes have to decide.

    Parameters
    ----------
    values
        A model as for `ivy.to_ivy_module`, an `ivy.Module`, or a checkpoint: a `state_dict`, or the
        tree of parameters of another library.
    args
        An example of the arguments of the model, in which no two numbers are equal, best of all.
    to
        The model that the result is for; `kept` is what its library keeps outside of it, as for
        `ivy.to_ivy_module` (`variables=`, `params=`, `state=`). Flax and Haiku initialise it otherwise.
    source
        The model of a checkpoint.
    to_args
        The same arguments as `to` takes them, if that is another way (channels last, say).

    Returns
    -------
    What the library of `to` keeps: a dictionary for `load_state_dict` (PyTorch), a list for
    `set_weights` (Keras) or `vars().assign` (Objax), variables (linen), a state for `nnx.update`,
    parameters or `(parameters, state)` (Haiku), the module or `(module, state)` (Equinox), `(weights,
    state)` (Trax), `(v, state)` (`ivy.Module`). State that evaluation does not read is that of `to`.

    Raises
    ------
    ConversionError
        The models are not of one architecture, or it is not decided which array is which.

    >>> import ivy, torch, flax.linen
    >>> variables = ivy.convert_state(
    ...     torch.nn.Linear(3, 2), torch.randn(4, 3), to=flax.linen.Dense(2))
    >>> variables["params"]["kernel"].shape
    (3, 2)
    """
    own_args = _host(args)
    target_args = own_args if to_args is None else _host(to_args)
    model = given = None
    if source is not None:
        model = _module(source, own_args, {}, values)
        given = _checked(model, values)
    elif _is_model(values):
        model = _module(values, own_args, {})
        given = _values(model)
    else:
        given = _of_tree(values)
    target = _module(to, target_args, kept)
    start = _values(target)
    if model is not None and args:
        own_args, target_args = _generic(own_args, target_args)
        matches = matching.matched(
            matching.Network(_graph(model, own_args), given, own_args),
            matching.Network(_graph(target, target_args), start, target_args),
        )
    else:
        first = _is_torch(values) if model is None else model.outputs_first
        matches = naming.matched(_shapes(given), _shapes(start), first != target.outputs_first)
    shapes = {k: start[k].shape for k in {part.name for part in matches}}
    found = {**start, **layouts.filled(matches, given, shapes)}
    return target.tree({k: x.astype(start[k].dtype) for k, x in found.items()})


# -- models and their values


def _is_model(x: Any) -> bool:
    known = isinstance(x, Module) or library_of(x) is not None
    return known and not isinstance(x, Mapping)


def _module(native: Any, args: Any, kept: Mapping[str, Any], values: Any = None) -> Module:
    """A model as an `ivy.Module`: with what is kept outside of it, or with values, or initialised."""
    library = library_of(native)
    if library in KEPT and not kept:
        if not args and values is None:
            raise errors.ConversionError(
                f"{library} keeps values outside of {type(native).__name__}: give them, as to "
                f"ivy.to_ivy_module, or an example of its arguments."
            )
        kept = importlib.import_module(KEPT[library]).kept(native, args, values)
    return to_ivy_module(native, **kept)


def _values(module: Module) -> dict[str, np.ndarray]:
    """Variables and state as host arrays, by name."""
    return _host({**flat(module.v), **flat(module.state)})


def _checked(model: Module, values: Any) -> dict[str, np.ndarray]:
    """The values of a checkpoint by the names of its model."""
    own = _values(model)
    if library_of(model) in KEPT or not isinstance(values, Mapping):
        return own
    given = _of_tree(values)
    for name, x in own.items():
        if name not in given:
            raise errors.ConversionError(f"{name} of {model.name} is not among the values.")
        if given[name].shape != x.shape:
            raise errors.ConversionError(
                f"{name} of {model.name} has the shape {list(x.shape)}, and the values "
                f"{list(given[name].shape)}."
            )
    return {k: given[k] for k in own}


def _of_tree(values: Any) -> dict[str, np.ndarray]:
    """The arrays of a checkpoint by dotted names, without the collections of Flax."""
    if not isinstance(values, Mapping):
        raise errors.ConversionError(
            f"{type(values).__qualname__} is neither a model nor a dictionary of arrays."
        )
    if "params" in values and all(isinstance(x, Mapping) for x in values.values()):
        values = {k: x for part in values.values() for k, x in flat(part).items()}
    return {k.replace("/", "."): np.asarray(x) for k, x in _host(flat(values)).items()}


def _host(tree: Any) -> Any:
    """A tree with arrays of NumPy."""
    leaves, structure = trees.flatten(tree)

    def host(x: Any) -> Any:
        x = raw(x)
        backend = backend_of(x)
        return x if backend is None else backend.to_numpy(x)

    return structure.unflatten(map(host, leaves))


def _is_float(x: np.ndarray) -> bool:
    return matching.is_float(x.dtype)


def _shapes(values: Mapping[str, np.ndarray]) -> dict[str, tuple[int, ...]]:
    return {k: x.shape for k, x in values.items() if _is_float(x)}


def _is_torch(values: Any) -> bool:
    return any(library_of(x) == "torch" for x in trees.leaves(dict(values)))


# -- graphs


def _generic(args: Any, other: Any) -> tuple[Any, Any]:
    """Arguments with random numbers for arrays of equal ones, which tell nothing apart."""
    leaves, tree = trees.flatten(args)
    others, other_tree = trees.flatten(other)
    rng = np.random.default_rng(0)
    for i, x in enumerate(leaves):
        if not isinstance(x, np.ndarray) or not _is_float(x) or x.size < 2 or np.ptp(x):
            continue
        if i >= len(others) or np.shape(others[i]) != x.shape:
            raise errors.ConversionError(
                f"the numbers of the argument of {list(x.shape)} are equal: give different ones, "
                f"in the order that each model takes."
            )
        leaves[i] = others[i] = rng.normal(size=x.shape).astype(x.dtype)
    return tree.unflatten(leaves), other_tree.unflatten(others)


def _graph(module: Module, args: Any) -> Graph:
    """That of a call in evaluation mode, with floats in the dtype of the variables if they have one."""
    floats = {x.dtype for x in _values(module).values() if _is_float(x)}
    leaves, tree = trees.flatten(args)
    if len(floats) == 1:
        (dtype,) = floats
        leaves = [x.astype(dtype) if np.ndim(x) and _is_float(x) else x for x in leaves]
    try:
        return module.capture(False, tree.unflatten(leaves), {})
    except Exception as error:
        shapes = ", ".join(str(list(np.shape(x))) for x in trees.leaves(args))
        raise errors.ConversionError(
            f"{module.name} has no graph for arguments of {shapes}: {str(error).partition(chr(10))[0]} "
            f"What `to` takes in another way is given as to_args=."
        ) from error

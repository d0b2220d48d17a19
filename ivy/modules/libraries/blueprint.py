"""What the modules of all libraries are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.backend import load
from ivy.compiler import trees
from ivy.modules.functions import Functions
from ivy.modules.variables import flat, nested

Key = Callable[[], Any]


class Blueprint:
    """Names, values and function of a module, as a module of another library needs them.

    Attributes
    ----------
    name
        The name of the class, as the source has it.
    v, state
        Host arrays by dotted names.
    """

    def __init__(self, module: Any, backend: str):
        self.name: str = module.name
        self.backend = load(backend)
        self.functions = module.functions or Functions(module)
        to_host = load(module.backend).to_numpy
        self.v = {k: np.asarray(to_host(x)) for k, x in flat(module.v).items()}
        self.state = {k: np.asarray(to_host(x)) for k, x in flat(module.state).items()}
        self.training: bool = module.training

    @property
    def snake_name(self) -> str:
        """The name in lower case, as most libraries name modules."""
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.name).lower()
        return re.sub(r"\W", "_", name)

    def __call__(
        self, training: bool, v: Any, state: Any, key: Key, args: Any, kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """`(outputs, changed state)` for arrays of the backend; `v` and `state` are flat or trees.

        The changed state has the dtypes of `state`. On JAX, results have its 64-bit types only where
        these are on.
        """
        v, state = flat(v), flat(state)
        out, changed = self.functions(
            self.backend.name, bool(training), v, state, key, args, kwargs
        )
        if self.backend.name == "jax":
            out = _narrowed(out)
            changed = {k: _narrowed(x, state[k].dtype) for k, x in changed.items()}
        return out, changed

    def annotated(self) -> dict[str, Any]:
        """A tree of plain dicts of `(value, whether it is trained)`."""

        def plain(tree: Mapping[str, Any]) -> dict[str, Any]:
            return {k: plain(x) if isinstance(x, Mapping) else x for k, x in tree.items()}

        both = {**self.v, **self.state}
        return plain(nested({k: (x, k in self.v) for k, x in both.items()}))


def identifier(part: str) -> str:
    """A part of a name as an identifier: numbers are given an underscore."""
    part = re.sub(r"\W", "_", part)
    return f"_{part}" if not part or part[0].isdigit() else part


def attributes(
    root: Any, values: Mapping[str, Any], group: Callable[[], Any], put: Any = setattr
) -> None:
    """Sets values as attributes of groups within groups, by the parts of their names."""
    for name, value in values.items():
        *path, last = map(identifier, name.split("."))
        owner = root
        for part in path:
            if part not in vars(owner) and not hasattr(owner, part):
                put(owner, part, group())
            owner = getattr(owner, part)
        put(owner, last, value)


def attribute(root: Any, name: str) -> Any:
    """A value that `attributes` has set."""
    for part in name.split("."):
        root = getattr(root, identifier(part))
    return root


# -- JAX


def words(key: Any) -> Any:
    """A key of JAX as one of Ivy's: two words."""
    import jax
    import jax.numpy as jnp

    if jnp.issubdtype(key.dtype, jax.dtypes.prng_key):
        key = jax.random.key_data(key)
    return key.reshape(-1)[:2].astype(jnp.uint32)


def _narrowed(values: Any, dtype: Any = None) -> Any:
    """Arrays in a dtype, or in those that JAX has without 64-bit types."""
    import jax

    from ivy.backends.jax import scope

    def narrow(x: Any) -> Any:
        if not isinstance(x, jax.Array):
            return x
        wanted = dtype or jax.dtypes.canonicalize_dtype(x.dtype)
        if wanted == x.dtype:
            return x
        with scope():
            return jax.lax.convert_element_type(x, wanted)

    leaves, tree = trees.flatten(values)
    return tree.unflatten(map(narrow, leaves))


def no_key(library: str, how: str) -> Key:
    """A source of keys that there is none of: an error that tells how to pass one."""

    def fail() -> Any:
        raise errors.IvyError(f"this {library} draws random numbers in training: {how}.")

    return fail

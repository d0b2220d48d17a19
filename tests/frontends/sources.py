"""What the measuring program must know of each source: how arrays go in and come out.

The native sides import their framework when first used; our side never does.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
from dataclasses import dataclass
from typing import Any

import ml_dtypes
import numpy as np

from ivy._core import dtypes
from ivy._core.backend import Backend


@dataclass(frozen=True)
class Key:
    """A random key of the source: opaque, compared by the numbers inside."""

    data: np.ndarray


class Native:
    """A source framework itself."""

    def __init__(self, name: str):
        self.name = name

    @functools.cached_property
    def root(self) -> Any:
        """The package."""
        return importlib.import_module(self.name)

    def array(self, a: np.ndarray) -> Any:
        """A native array of the values of `a`."""
        raise NotImplementedError

    def instance(self, a: np.ndarray, cls: type) -> Any:
        """A native object for `self` of the methods of `cls`."""
        return self.array(a)

    def dtype(self, dtype: np.dtype) -> Any:
        """The source's name of a dtype."""
        return dtype

    def plain(self, x: Any) -> Any:
        """A leaf of a native result: an array becomes NumPy's, a dtype Ivy's."""
        raise NotImplementedError

    def scope(self, wide: bool) -> contextlib.AbstractContextManager:
        """What must hold around the native call; `wide` says that 64-bit types are among it."""
        return contextlib.nullcontext()

    seed: str | None = None


class Torch(Native):
    """PyTorch."""

    seed = "manual_seed"

    def array(self, a: np.ndarray) -> Any:
        if a.dtype == ml_dtypes.bfloat16:
            bits = self.root.from_numpy(np.array(a).view(np.int16))
            return bits.view(self.root.bfloat16)
        return self.root.from_numpy(np.array(a))

    def dtype(self, dtype: np.dtype) -> Any:
        return getattr(self.root, dtype.name)

    def plain(self, x: Any) -> Any:
        torch = self.root
        if isinstance(x, torch.Tensor):
            x = x.detach().resolve_conj().resolve_neg()
            if x.dtype is torch.bfloat16:
                bits = x.contiguous().view(torch.int16).numpy()
                return np.array(bits).view(ml_dtypes.bfloat16)
            return np.array(x.numpy())
        if isinstance(x, torch.dtype):
            return dtypes.as_dtype(str(x).removeprefix("torch."))
        if isinstance(x, torch.device):
            return str(x)
        return x


class NumPy(Native):
    """NumPy."""

    seed = "random.seed"

    def array(self, a: np.ndarray) -> Any:
        return np.array(a)

    def plain(self, x: Any) -> Any:
        return np.array(x) if isinstance(x, (np.ndarray, np.generic)) else x

    def scope(self, wide: bool) -> contextlib.AbstractContextManager:
        return np.errstate(all="ignore")


class Jax(Native):
    """JAX; its 64-bit types are switched on for samples that hold some."""

    def array(self, a: np.ndarray) -> Any:
        return self.root.numpy.asarray(np.array(a))

    def plain(self, x: Any) -> Any:
        jax = self.root
        if isinstance(x, jax.Array):
            if jax.numpy.issubdtype(x.dtype, jax.dtypes.prng_key):
                return Key(np.array(jax.random.key_data(x)))
            return np.array(x)
        if isinstance(x, type) and hasattr(x, "dtype"):  # jnp.float32
            return np.dtype(x.dtype)
        return np.array(x) if isinstance(x, (np.ndarray, np.generic)) else x

    def scope(self, wide: bool) -> contextlib.AbstractContextManager:
        return self.root.enable_x64(wide)


class TensorFlow(Native):
    """TensorFlow."""

    seed = "random.set_seed"

    def array(self, a: np.ndarray) -> Any:
        return self.root.constant(a)

    def instance(self, a: np.ndarray, cls: type) -> Any:
        tensor = self.array(a)
        return self.root.Variable(tensor) if cls.__name__.endswith("Variable") else tensor

    def dtype(self, dtype: np.dtype) -> Any:
        return self.root.as_dtype(dtype)

    def plain(self, x: Any) -> Any:
        tf = self.root
        if isinstance(x, (tf.Tensor, tf.Variable)):
            return np.array(x.numpy())
        if isinstance(x, tf.dtypes.DType):
            return np.dtype(x.as_numpy_dtype)
        if isinstance(x, tf.TensorShape):
            return tuple(x.as_list())
        return np.array(x) if isinstance(x, (np.ndarray, np.generic)) else x


NATIVE: dict[str, Native] = {
    "torch": Torch("torch"),
    "numpy": NumPy("numpy"),
    "jax": Jax("jax"),
    "tensorflow": TensorFlow("tensorflow"),
}


class Ours:
    """The frontend of a source, on a backend."""

    def __init__(self, name: str, backend: Backend):
        self.name, self.backend = name, backend
        self.seed = NATIVE[name].seed

    @functools.cached_property
    def root(self) -> Any:
        """The package of the frontend."""
        return importlib.import_module(f"ivy.frontends.{self.name}")

    def array(self, a: np.ndarray) -> Any:
        """A backend array."""
        return self.backend.from_numpy(a)

    def instance(self, a: np.ndarray, cls: Any) -> Any:
        """The frontend's own tensor around a backend array."""
        return cls.of(self.array(a))

    def dtype(self, dtype: np.dtype) -> Any:
        """Frontends name dtypes as Ivy does."""
        return dtype

    def plain(self, x: Any) -> Any:
        """A leaf of a result; an array that the backend does not hold is an error.

        Raises
        ------
        AssertionError
            The array is of a wrong type.
        """
        from ivy.frontends._wrapper import TensorWrapper

        held = x._read() if isinstance(x, TensorWrapper) else x
        if isinstance(held, self.backend.array_types):
            values = self.backend.to_numpy(held)
            dtype = self.backend.dtype(held)
            assert values.dtype == dtype, f"{values.dtype} says it is {dtype}"
            return Key(values) if type(x).__name__ == "Key" else values
        if isinstance(held, (np.ndarray, np.generic)) or hasattr(held, "__array_namespace__"):
            kind = f"{type(held).__module__}.{type(held).__qualname__}"
            raise AssertionError(f"a {kind} came back on {self.backend.name}")
        return held

    @contextlib.contextmanager
    def scope(self, wide: bool):
        """The backend is set; JAX's 64-bit types are on for samples that hold some."""
        import ivy

        ivy.set_backend(self.backend.name)
        try:
            with _jax_x64(wide) if self.name == "jax" else contextlib.nullcontext():
                yield
        finally:
            ivy.unset_backend()


@contextlib.contextmanager
def _jax_x64(wide: bool):
    from ivy.frontends.jax import _promotion

    before = _promotion.x64_enabled()
    _promotion.enable_x64(wide)
    try:
        yield
    finally:
        _promotion.enable_x64(before)


def resolve(root: Any, path: str) -> tuple[Any, Any]:
    """`(class, function)` at a native path; the class is None if the path leads through none.

    Raises
    ------
    AttributeError
        There is no such path.
    """
    owner, found = None, root
    for part in path.split(".")[1:]:
        owner = found if isinstance(found, type) else None
        found = getattr(found, part)
    return owner, found


Side = Native | Ours

"""The state of PyTorch on one target: tensor class, imported native tensors, programs, tables.

What is done with operators is chosen in `dispatch/choose.py`, which also makes the one engine per
target and gives it `run` and `mode`; so everything in between can ask the engine and import nothing
above.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.caches import IdentityMap
from interceptors.shared.errors import NotRedirectable
from interceptors.shared.pool import WrapperPool
from interceptors.shared.programs import Executor
from interceptors.shared.storage import Storage, View, geometry_in
from interceptors.torch import _compat
from interceptors.torch._arguments import translate
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.layout import geometry_of
from interceptors.torch.tensors.memory import TensorStorage, of_native
from interceptors.torch.tensors.tensor import (
    RedirectedTensor,
    hold,
    make_class,
    make_empty,
    wrapper,
)
from ivy._core.backend import Backend

Rule = Callable[[Session, tuple, dict[str, Any]], Any]
NATIVE = frozenset((torch.Tensor, torch.nn.Parameter, torch.nn.Buffer))


class Engine:
    """PyTorch on one target."""

    run: Callable[[Session, Any, tuple, dict[str, Any]], Any]  # runs an ATen operator
    mode: Callable[[Session], AbstractContextManager]  # for PyTorch code that the engine runs

    def __init__(self, target: Backend):
        self.target = target
        self.array_type = target.array_types[0]
        self.tensor = make_class(self)
        self.wrap_array = wrapper(self.tensor, target)
        self.executor = Executor(target, torch.Tensor, self.locate, translate)
        make = functools.partial(make_empty, self.tensor)
        self.pool = WrapperPool(target, make, hold)
        self.inference_pool = WrapperPool(target, make, hold)  # PyTorch marks what inference makes
        self.imported = IdentityMap()  # native tensors: address of the data, storage, view
        self.rules: dict[int, Rule] = {}  # by identity: the hash of an operator is slow
        self.calls: dict[Any, Callable | None] = {}  # what is done with public functions
        self.fast_operators: dict[int, tuple[Callable, str]] = {}
        self.fast_functions: dict[Any, tuple] = {}
        self.fast_forms: dict[tuple, Callable] = {}
        self.expansions: dict[Any, Callable] = {}
        self.eager: set[Any] = set()  # expansions that can't be programs
        self.functionals: dict[str, Callable] = {}  # operators that take functions
        self.own_rules: tuple = ()  # tried before those of every target
        self.facts: Any = None  # what the fast paths in C share; None: there are none

    def forget(self) -> None:
        """Drops programs and decisions that depend on the default dtype."""
        self.executor.forget_programs()
        tables = self.rules, self.calls, self.fast_operators, self.fast_functions, self.fast_forms
        for table in tables:
            table.clear()

    def forget_changed(self) -> None:
        """Drops facts about native tensors whose geometry has changed since a block used them.

        Outside of a block nobody sees it (`p.data = p.data.t()`), and their address may be the same.
        """
        entries = self.imported.entries
        with _compat.quiet():
            for key in list(entries):  # of the keys alone: to make pairs may collect garbage
                entry = entries.get(key)
                if entry is not None and entry[2].base is None:
                    reference, _, storage, view = entry
                    tensor = reference()
                    if tensor is None or geometry_of(tensor) != geometry_in(storage, view):
                        entries.pop(key, None)

    # -- tensors

    def locate(self, tensor: torch.Tensor) -> tuple[Storage, View | None]:
        """The storage and view of a tensor, redirected or native.

        Raises
        ------
        NotRedirectable
            It has no plain memory on the CPU.
        """
        if isinstance(tensor, RedirectedTensor):
            storage, view = tensor._storage, tensor._view
        else:
            storage, view = self.cached(tensor) or self._import(tensor)
        if storage.backend is not self.target:  # a nested block has used it on its own target, say
            storage.move_to(self.target)
        return storage, view

    def cached(self, tensor: torch.Tensor) -> tuple[Storage, View | None] | None:
        """The storage and view of a native tensor, None if unknown or stale."""
        known = self.imported.get(tensor)
        return None if known is None or known[0] != tensor.data_ptr() else known[1:]

    def _import(self, tensor: torch.Tensor) -> tuple[Storage, View | None]:
        if tensor.device.type != "cpu" or not _compat.is_strided_array(tensor):
            raise NotRedirectable
        if not _compat.has_storage(tensor):
            raise NotRedirectable
        if type(tensor) not in NATIVE and _compat.has_own_dispatch(type(tensor)):
            raise NotRedirectable
        if torch.nn.parameter.is_lazy(tensor):  # it has no shape yet
            raise NotRedirectable
        if _compat.is_zero(tensor):
            values = conversion.to_host(tensor)
            array = self.target.from_numpy(values)
            return TensorStorage(self.target, array, values.dtype, tuple(tensor.shape)), None
        storage, view = of_native(tensor, self.target)
        if not (tensor.is_conj() or tensor.is_neg()):  # which fast paths know nothing of
            self.imported.set(tensor, tensor.data_ptr(), storage, view)
        return storage, view

    def array(self, tensor: torch.Tensor) -> Any:
        """The value of a tensor on the target."""
        storage, view = self.locate(tensor)
        return storage.read(view)

    def wrap(self, value: Any) -> Any:
        """Results of a frontend function, each array made a tensor."""
        if type(value) is self.array_type:
            return self.wrap_array(value)
        return trees.map_leaves(self._wrap_leaf, value)

    def _wrap_leaf(self, leaf: Any) -> Any:
        if isinstance(leaf, self.target.array_types):
            return self.wrap_array(self.target.canonical(leaf))
        return leaf

    def unwrap(self, value: Any) -> Any:
        """The opposite of `wrap`."""
        return trees.map_instances(torch.Tensor, self.array, value)

    def is_dense(self, value: Any) -> bool:
        """Whether every tensor in the arguments is row-major in its storage."""
        for tensor in trees.instances(torch.Tensor, value):
            view = self.locate(tensor)[1]
            if view is not None and not view.dense:
                return False
        return True

"""Runs ATen operators on a target. One engine per target; a rule per operator, chosen by its schema.

    random                            PyTorch's generator makes the numbers, which are uploaded
    changes geometry (t_, squeeze_)   the tensor gets another view of its store
    writes (add_, add.out)            the functional twin runs, its result goes into the store
    view (select, expand)             a tensor with PyTorch's own geometry over the same store
    frontend function                 runs on the arrays
    composite, decomposition          PyTorch's own expansion, whose operators come back here
    written by a user in Python       their function, whose operators come back here
    none of these                     the fall-back policy decides

Which rule an operator gets is found at its first call and kept. The rules are in `rules.py`,
`placing.py` and `natives.py`.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch

from interceptors import _lookup
from interceptors._base import Session
from interceptors.torch import (
    _compat,
    compiled,
    foreign,
    forks,
    native,
    natives,
    placing,
    rules,
    schema,
    sparse,
    unstrided,
)
from interceptors.torch.explain import NotOurs
from interceptors.torch.programs import Runner, fetch
from interceptors.torch.quick import Quick, gather, quick, quick_answer, without_places
from interceptors.torch.quick_views import quick_view
from interceptors.torch.quick_writes import quick_write, quick_writes
from interceptors.torch.shelves import Shelves
from interceptors.torch.store import Store, View, of_native
from interceptors.torch.tensor import RedirectedTensor, make_class, wrapper
from ivy._core.backend import Backend

Rule = Callable[[Session, tuple, dict[str, Any]], Any]
_PLAIN = (torch.Tensor, torch.nn.Parameter, torch.nn.Buffer)


def _leave_to_the_class(session: Session, args: tuple, kwargs: dict[str, Any]) -> Any:
    return NotImplemented


class Engine:
    """Runs ATen operators on one target."""

    def __init__(self, target: Backend):
        self.target = target
        self.tensor = make_class(target)
        self.array_type = target.array_types[0]
        self.wrap_array = wrapper(self.tensor, target)
        self.runner = Runner(target, self.locate)
        self.quicks: dict[Callable, Quick] = {}
        self.quick_writes: dict[Callable, Quick] = {}
        self.quick_list_writes: dict[Callable, Quick] = {}
        self.hot: dict[int, tuple[Quick, str]] = {}  # operators that have a quick form, by identity
        self.shelves = Shelves(self.tensor)
        self.inference_shelves = Shelves(
            self.tensor
        )  # PyTorch marks what is made in inference mode
        self.taken: dict[Any, tuple] = {}  # public functions that have a quick form
        self.calls: dict[Any, Callable | None] = {}  # what is done with public functions
        self.rules: dict[int, tuple[Rule, str]] = {}  # by identity: the hash of an operator is slow
        self.natives: dict[int, tuple[weakref.ref, int, Store, View | None]] = {}
        self.expansions: dict[Any, Callable] = {}
        self.eager: set[Any] = set()
        self.mode: Callable[[Session], AbstractContextManager]
        self.facts = compiled.facts(self)
        in_python = functools.partial(gather, self)
        self.gather = in_python if self.facts is None else self.facts.gather

    def run(self, session: Session, func: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Runs one ATen operator."""
        found = self.rules.get(id(func))
        if found is None:
            known = _compat.is_in_dispatcher(func)
            rule = self._choose(func) if known else _leave_to_the_class
            found = self.rules[id(func)] = rule, str(func)
        rule, name = found
        session.report.calls[name] += 1
        try:
            return rule(session, args, kwargs)
        except NotOurs:
            pass
        try:
            return sparse.call(self, schema.operator(func), session, args, kwargs)
        except NotOurs as reason:
            session.report.calls[name] -= 1
            if foreign.decides_for_itself(args) or foreign.decides_for_itself(kwargs.values()):
                return NotImplemented
            facts = schema.operator(func)
            no_rule = isinstance(reason, sparse.NoRule)
            if no_rule or unstrided.holds_any((*args, *kwargs.values())):
                return unstrided.call(self, facts, session, args, kwargs)
            return natives.untouched(self, func, args, kwargs)

    def _choose(self, func: Any) -> Rule:
        facts = schema.operator(func)
        twin = schema.operator(facts.twin) if facts.twin is not None else facts
        if not facts.has_tensors:  # profiling marks and the like
            return lambda session, args, kwargs: func(*args, **kwargs)
        if func._schema.name in _compat.STAYS_NATIVE:
            return lambda session, args, kwargs: natives.untouched(self, func, args, kwargs)
        if facts.is_random and not (facts.is_composite or facts.function or twin.function):
            finishes = facts.writes and natives.drawn(twin.func) is not None
            rule: Callable = rules.write if finishes else natives.draw
        elif facts.changes_geometry:
            rule = placing.change_geometry
        elif facts.writes:
            expands = facts.is_composite and facts.twin is None
            rule = rules.expand_eagerly if expands else rules.write
        elif facts.is_view:
            rule = rules.expand_eagerly if facts.is_composite else rules.view
        elif facts.function is not None:
            rule = rules.call if facts.offset_at is None else rules.call_on_memory
        elif facts.copies is not None:
            rule = rules.copy_view
        elif facts.is_composite or facts.decomposition is not None:
            rule = rules.expand
        elif _compat.python_kernel(func) is not None:
            rule = rules.run_python_kernel
        elif sparse.find(facts) is not None:
            rule = natives.pass_on
        else:
            rule = natives.ask if facts.is_question else natives.fall_back
        self._heat(rule, facts, twin)
        return functools.partial(rule, self, facts)

    def _heat(self, rule: Callable, facts: schema.Operator, twin: schema.Operator) -> None:
        """Notes the quick form of an operator, if it may have one."""
        if rule is rules.call and not facts.host_results and not facts.names_strides:
            assert facts.function is not None
            form = (quick_answer if facts.is_question else quick)(self, facts.function)
            if facts.may_place:
                form = without_places(form)
            self.hot[id(facts.func)] = form, str(facts.func)
        elif rule is rules.write and facts.writes_first and twin.function is not None:
            self.hot[id(facts.func)] = quick_write(self, twin.function), str(facts.func)
        elif (
            rule is rules.write
            and facts.writes_lists
            and facts.twin_order is None
            and twin.function is not None
        ):
            form = quick_writes(self, twin.function, tuple(i for i, _ in facts.writes))
            self.hot[id(facts.func)] = form, str(facts.func)
        elif rule is rules.view and facts.reinterpretation is None:
            self.hot[id(facts.func)] = quick_view(self, facts.func), str(facts.func)

    # -- tensors

    def locate(self, tensor: torch.Tensor) -> tuple[Store, View | None]:
        """The store and view of a tensor, redirected or native.

        Raises
        ------
        NotOurs
            It has no plain memory on the CPU.
        """
        if type(tensor) is self.tensor:
            return tensor._store, tensor._view
        if isinstance(tensor, RedirectedTensor):
            store, view = tensor._store, tensor._view
        else:
            store, view = self.met(tensor) or self._mirror(tensor)
        if store.backend is not self.target:
            store.move(self.target)
        return store, view

    def met(self, tensor: torch.Tensor) -> tuple[Store, View | None] | None:
        """The store and view of a native tensor that the engine has met, as it was then; or None."""
        known = self.natives.get(id(tensor))
        if known is None or known[0]() is not tensor or known[1] != tensor.data_ptr():
            return None
        return known[2:]

    def _mirror(self, tensor: torch.Tensor) -> tuple[Store, View | None]:
        if tensor.device.type != "cpu" or not _compat.is_strided_array(tensor):
            raise NotOurs
        if not _compat.has_storage(tensor):
            raise NotOurs
        if type(tensor) not in _PLAIN and _compat.has_own_dispatch(type(tensor)):
            raise NotOurs
        if torch.nn.parameter.is_lazy(tensor):  # it has no shape yet
            raise NotOurs
        if tensor.is_conj() or tensor.is_neg() or tensor._is_zerotensor():
            values = self.target.from_numpy(native.to_host(tensor))
            return Store(self.target, values, tensor.dtype, tuple(tensor.shape)), None
        store, view = of_native(tensor, self.target)
        key = id(tensor)
        gone = functools.partial(self._drop, key)
        self.natives[key] = (weakref.ref(tensor, gone), tensor.data_ptr(), store, view)
        return store, view

    def _drop(self, key: int, _: Any) -> None:
        self.natives.pop(key, None)

    def holds(self, tensor: torch.Tensor) -> bool:
        """Whether a native tensor takes part in the block: an operator has met it there."""
        known = self.natives.get(id(tensor))
        return known is not None and known[0]() is tensor

    def forget(self, tensor: torch.Tensor) -> None:
        """Drops what is known of a native tensor whose storage or geometry changes."""
        self.natives.pop(id(tensor), None)

    def array(self, tensor: torch.Tensor) -> Any:
        """The value of a tensor on the target."""
        return fetch(*self.locate(tensor))

    def wrap(self, value: Any) -> Any:
        """Results of a frontend function, each array made a tensor."""
        if type(value) is self.array_type:
            return self.wrap_array(value)
        if isinstance(value, self.target.array_types):
            return self.wrap_array(self.target.canonical(value))
        if type(value) in (list, tuple):
            return type(value)(map(self.wrap, value))
        return value

    def unwrap(self, value: Any) -> Any:
        """The opposite of `wrap`."""
        if isinstance(value, torch.Tensor):
            return self.array(value)
        if isinstance(value, (list, tuple)):
            return [self.unwrap(v) for v in value]
        return value

    def is_dense(self, value: Any) -> bool:
        """Whether every tensor in the arguments is row-major in its storage."""
        if isinstance(value, torch.Tensor):
            view = self.locate(value)[1]
            return view is None or view.dense
        if type(value) in (list, tuple):
            return all(map(self.is_dense, value))
        return True


_engines: list[Engine] = []


def follow_default_dtype() -> None:
    """Makes frontends and programs go by `torch.get_default_dtype()`, which is process-wide state."""
    if _lookup.set_default_dtype("torch", native.dtype_of(torch.get_default_dtype())):
        for each in _engines:
            each.runner.programs.clear()
            quicks = each.quicks, each.quick_writes, each.quick_list_writes, each.hot
            tables = *quicks, each.rules, each.taken, each.calls
            for table in tables:
                table.clear()


@functools.cache
def engine(target: Backend) -> Engine:
    """The engine of a target; there is one per process, so that programs are compiled once."""
    _compat.check()
    forks.prepare()
    _lookup.load("torch")
    made = Engine(target)
    _engines.append(made)
    return made

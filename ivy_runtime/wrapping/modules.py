"""Wrapped modules: their parameters on the target, and calls as pure functions of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from interceptors.shared import trees
from ivy._core import errors
from ivy_runtime.wrapping.border import Border
from ivy_runtime.wrapping.calls import Call
from ivy_runtime.wrapping.proxies import Proxy, WrappedObject

_WAY_OUT = (
    "pass state=module.state, which gives (result, state), or call module.eval() before that."
)


class WrappedModule(WrappedObject):
    """A module of the source, for code of the target.

    `params` has what gets gradients by its qualified name, `state` the buffers and frozen parameters:
    arrays of the target, which may be replaced. The native module keeps its own until `to_source`.
    For JAX's transformations a module is a pytree of its `params`.
    """

    def __init__(
        self,
        wrapped: Any,
        border: Border,
        params: Any = None,
        state: dict[str, Any] | None = None,
        whole: WrappedModule | None = None,
    ):
        super().__init__(wrapped, border)
        self._self_whole = whole
        if state is None:
            params, state = map(border.arrays, border.named_values(wrapped))
        self._self_params = params
        self._self_state = state
        border.backend.foreign.register(WrappedModule, WrappedModule._flat, _unflattened)

    @property
    def params(self) -> Any:
        """What gets gradients, by name."""
        return self._self_params

    @params.setter
    def params(self, values: dict[str, Any]) -> None:
        self._self_params = values

    @property
    def state(self) -> dict[str, Any]:
        """Buffers and frozen parameters, by name."""
        return self._self_state

    @state.setter
    def state(self, values: dict[str, Any]) -> None:
        self._self_state = values

    def apply(
        self,
        params: dict[str, Any],
        *args: Any,
        state: dict[str, Any] | None = None,
        method: str = "__call__",
        key: Any = None,
        **kwargs: Any,
    ) -> Any:
        """The result of a call with these parameters, as a pure function of them.

        Given a `state`, it returns a pair: the result, and what the call has made of the state.
        Given a `key` of the target's, random numbers are drawn from it (dropout).

        Raises
        ------
        ConversionError
            Without a `state`: the call would change that of the module, or these are not its
            parameters.
        """
        function = getattr(self.__wrapped__, method)
        held = self.state if state is None else state
        result, after = self._applied(params, held, function, args, kwargs, key)
        if state is not None:
            return result, {**state, **after}
        if after:
            raise errors.ConversionError(f"the call changes {', '.join(sorted(after))}; {_WAY_OUT}")
        return result

    def _applied(
        self,
        params: Any,
        state: dict[str, Any],
        function: Callable,
        args: tuple,
        kwargs: Any,
        key: Any = None,
    ) -> tuple[Any, dict[str, Any]]:
        """The result of a function of the module, and what it has changed, by name."""
        module, border = self.__wrapped__, self._self_border
        moving, still = border.named_values(module)
        named, given = {**moving, **still}, {**params, **state}
        if given.keys() != named.keys():
            missing, unknown = named.keys() - given.keys(), given.keys() - named.keys()
            raise errors.ConversionError(
                f"params and state of {type(module).__qualname__} are not those of the module: "
                f"missing {sorted(missing) or 'none'}, unknown {sorted(unknown) or 'none'}."
            )
        names = {id(value): name for name, value in named.items()}
        arrays = {key: given[name] for key, name in names.items()}
        fixed = {id(value) for value in still.values()}
        call = Call(
            border, function, args, kwargs, objects=[module], arrays=arrays, still=fixed, key=key
        )
        result = call()
        return result, {names[key]: array for key, array in call.updated.items()}

    def _call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """See `Proxy`: with the arrays of the module, which it may change."""
        result, after = self._applied(self.params, self.state, function, args, kwargs)
        to_keep = self._self_border.backend.foreign.to_keep
        kept = {name: to_keep(array) for name, array in after.items()}
        if any(x is None for x in kept.values()):
            raise errors.ConversionError(
                f"the call changes {', '.join(sorted(after))} in a transformation; call "
                f"module.apply, and {_WAY_OUT}"
            )
        self._keep(kept)
        if isinstance(result, Iterator):
            return map(self._own, result)
        return trees.map_leaves(self._own, result)

    def _keep(self, values: dict[str, Any]) -> None:
        """Replaces parameters and state by name, also in the module that this is a part of."""
        for own in (self._self_params, self._self_state):
            own.update({name: array for name, array in values.items() if name in own})
        if self._self_whole is not None and values:
            part, whole = self._natives(), self._self_whole._natives()
            names = {id(native): name for name, native in whole.items()}
            self._self_whole._keep({names[id(part[name])]: x for name, x in values.items()})

    def _natives(self) -> dict[str, Any]:
        """The native parameters and state, by name."""
        moving, still = self._self_border.named_values(self.__wrapped__)
        return {**moving, **still}

    def _own(self, x: Any) -> Any:
        """`x`; this module, or a part of it, if `x` stands for one."""
        if not isinstance(x, WrappedModule):
            return x
        if x.__wrapped__ is self.__wrapped__:
            return self
        return self._part(x.__wrapped__) if x._arrays().keys() <= self._arrays().keys() else x

    def __getattr__(self, name: str) -> Any:
        module, border = self.__wrapped__, self._self_border
        if name in border.interceptor.MODES:
            return lambda *args: self._changed(getattr(module, name)(*args))
        found = getattr(module, name)
        if border.named_values(found) is not None:
            return self._part(found)
        return super().__getattr__(name)

    def _arrays(self) -> dict[int, Any]:
        """The arrays of the module, by the identity of the native values that they stand for."""
        held = {**self._self_params, **self._self_state}
        return {id(value): held[name] for name, value in self._natives().items()}

    def _changed(self, _: Any) -> WrappedModule:
        """The module after a change of its mode, which may have frozen parameters."""
        moving, still = self._self_border.named_values(self.__wrapped__)
        held = {**self._self_params, **self._self_state}
        self._self_params = {name: held[name] for name in moving}
        self._self_state = {name: held[name] for name in still}
        return self

    def _part(self, module: Any) -> WrappedModule:
        """A submodule, with the arrays that this one has for it now."""
        border, arrays = self._self_border, self._arrays()
        parts = (
            {n: arrays[id(v)] for n, v in part.items()} for part in border.named_values(module)
        )
        return WrappedModule(module, border, *parts, whole=self)

    def __ivy_to_source__(self) -> Any:
        """The native module, with the parameters and the state that this one has now."""
        border, held = self._self_border, {**self._self_params, **self._self_state}
        moving, still = border.named_values(self.__wrapped__)
        with border.crossed() as session:
            for name, value in (*moving.items(), *still.items()):
                array = border.backend.foreign.enter(held[name])
                border.interceptor.assign(value, border.interceptor.from_target(session, array))
        return self.__wrapped__

    # -- a pytree

    def _flat(self) -> tuple[tuple[Any], _Rest]:
        return (self._self_params,), _Rest(self)


WrappedModule.apply.autograph_info__ = {}  # pyright: ignore[reportFunctionMemberAccess] - see `Proxy`


class _Rest:
    """What is no parameter of a wrapped module: a program is made for each."""

    def __init__(self, module: WrappedModule):
        self.module = module
        self.state = dict(module.state)
        self.modes = module._self_border.interceptor.modes(module.__wrapped__)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Rest)
            and Proxy.__eq__(self.module, other.module)
            and self.modes == other.modes
            and self.state.keys() == other.state.keys()
            and all(self.state[name] is other.state[name] for name in self.state)
        )

    def __hash__(self) -> int:
        return hash((self.module, self.modes))


def _unflattened(rest: _Rest, children: Any) -> WrappedModule:
    module = rest.module
    return WrappedModule(module.__wrapped__, module._self_border, children[0], dict(rest.state))

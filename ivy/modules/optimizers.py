"""Optimizers: `v = optimizer.step(v, gradients)`, on trees of variables of any backend.

An optimizer is a rule for one variable (`_rule`), with arrays that it keeps for it (`_slots`) and
numbers of the step (`_numbers`: the learning rate, corrections of a bias), which it is given as arrays.
A step of all variables is one program where the backend compiles.

The rules and their defaults are PyTorch's, and Optax's for those that PyTorch does not have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

import numpy as np

from ivy._array.array import Array
from ivy._core import dtypes, errors, ops
from ivy._core.backend import Backend
from ivy._core.context import running
from ivy._core.tracing import base_of
from ivy.compiler import trees

Rate = float | Callable[[int], float]
Slots = dict[str, Any]
Numbers = dict[str, Any]


@dataclass(eq=False, repr=False)
class Optimizer:
    """The base of all optimizers.

    Parameters
    ----------
    learning_rate
        A number, or a function from the number of steps done to one (`ivy.schedules`).
    weight_decay, mask
        How much variables shrink, and which: a tree of booleans, or a function of the dotted name.
    clip_norm, clip_value
        What the norm of all gradients, or each number in them, is limited to before the step.

    >>> import ivy, numpy as np
    >>> optimizer = ivy.SGD(0.1)
    >>> optimizer.step({"w": np.asarray([1.0])}, {"w": np.asarray([2.0])})
    {'w': array([0.8])}
    """

    learning_rate: Rate = 1e-3
    _: KW_ONLY
    weight_decay: float = 0.0
    mask: Any = None
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self) -> None:
        self.state: dict[str, Any] = {"steps": 0, "slots": None}
        self._programs: dict[Any, Callable[..., Any]] = {}

    # -- what an optimizer defines

    def _slots(self, p: Any) -> Slots:
        """The arrays that are kept for a variable, before the first step."""
        return {}

    def _numbers(self, t: int) -> Numbers:
        """Numbers of step `t`, the first being 1, besides the learning rate."""
        return {}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        """The new variable, and what is kept. `n["rate"]` is the learning rate."""
        raise NotImplementedError

    # -- a step

    def step(self, v: Any, gradients: Any) -> Any:
        """The variables after a step; what the optimizer keeps changes with it.

        Raises
        ------
        IvyError
            The gradients are no tree like the variables, or have other shapes.
        """
        v, self.state = self.update(v, gradients, self.state)
        return v

    def update(
        self, v: Any, gradients: Any, state: Mapping[str, Any]
    ) -> tuple[Any, dict[str, Any]]:
        """`(variables, state)` after a step, as a pure function; `{"steps": 0, "slots": None}` is the
        state before the first one."""
        paths, given, tree = trees.flatten_with_path(v)
        leaves, like = trees.flatten(gradients)
        names = [".".join(map(str, p)) for p in paths]
        arrays = [getattr(x, "_value", x) for x in given]
        backend = base_of(tuple(arrays))
        if like != tree:
            raise errors.IvyError(f"the gradients are {like}, and the variables {tree}.")
        with running(backend):
            grads = [_like(g, x, n, backend) for g, x, n in zip(leaves, arrays, names, strict=True)]
            slots = state["slots"] or [self._slots(x) for x in arrays]
            t = state["steps"] + 1
            rate = self.learning_rate
            numbers = {"rate": rate(t - 1) if callable(rate) else rate, **self._numbers(t)}
            numbers = {k: backend.from_numpy(np.asarray(x, np.float64)) for k, x in numbers.items()}
            decays = tuple(self.weight_decay * kept for kept in _kept(self.mask, names, v))
            new, slots = self._program(backend, decays)(arrays, grads, slots, numbers)
        made = [Array.of(x) if isinstance(g, Array) else x for x, g in zip(new, given, strict=True)]
        return tree.unflatten(made), {"steps": t, "slots": list(slots)}

    def _program(self, backend: Backend, decays: tuple[float, ...]) -> Callable[..., Any]:
        found = self._programs.get((backend.name, decays))
        if found is None:

            def all_of_them(arrays: Any, grads: Any, slots: Any, numbers: Any) -> Any:
                if self.clip_value is not None:
                    grads = clip_grad_value(grads, self.clip_value)
                if self.clip_norm is not None:
                    grads, _ = clip_grad_norm(grads, self.clip_norm)
                pairs = []
                for p, g, kept, decay in zip(arrays, grads, slots, decays, strict=True):
                    n = {k: ops.astype(x, ops.dtype(p)) for k, x in numbers.items()}
                    pairs.append(self._rule(p, g, kept, n, decay))
                return [p for p, _ in pairs], [kept for _, kept in pairs]

            jit = backend.jit if not backend.level else None
            found = self._programs[backend.name, decays] = jit(all_of_them) if jit else all_of_them
        return found

    def __repr__(self) -> str:
        return f"<{type(self).__name__} after {self.state['steps']} steps>"


def _like(g: Any, x: Any, name: str, backend: Backend) -> Any:
    g = getattr(g, "_value", g)
    if not isinstance(g, backend.array_types):
        g = backend.from_numpy(np.asarray(g))
    if tuple(g.shape) != tuple(x.shape):
        raise errors.IvyError(
            f"the gradient of {name or 'the variable'} has the shape {list(g.shape)}, and the variable "
            f"{list(x.shape)}."
        )
    return g


def _kept(mask: Any, names: list[str], v: Any) -> list[bool]:
    """For each variable whether it decays."""
    if mask is None:
        return [True] * len(names)
    if callable(mask):
        return [bool(mask(name)) for name in names]
    return [bool(x) for x in trees.leaves(mask)]


def clip_grad_norm(gradients: Any, max_norm: float) -> tuple[Any, Any]:
    """The gradients, scaled down together to the norm `max_norm` if theirs is larger; and theirs.

    >>> import ivy, numpy as np
    >>> ivy.clip_grad_norm([np.asarray([3.0]), np.asarray([4.0])], 1.0)[0][0].round(4).tolist()
    [0.6]
    """
    return _on_arrays(gradients, lambda arrays: _clipped(arrays, max_norm), True)


def _clipped(arrays: list[Any], max_norm: float) -> tuple[list[Any], Any]:
    norm = ops.sqrt(ops.sum(ops.stack([ops.sum(ops.square(ops.abs(g))) for g in arrays])))
    scale = ops.minimum(ops.divide(max_norm, ops.add(norm, 1e-6)), 1.0)
    return [ops.multiply(g, ops.astype(scale, ops.dtype(g))) for g in arrays], norm


def clip_grad_value(gradients: Any, value: float) -> Any:
    """The gradients, with each number between `-value` and `value`.

    >>> import ivy, numpy as np
    >>> ivy.clip_grad_value({"w": np.asarray([3.0, -0.5])}, 1.0)["w"].tolist()
    [1.0, -0.5]
    """
    return _on_arrays(
        gradients, lambda arrays: ([ops.clip(g, -value, value) for g in arrays], None)
    )[0]


def _on_arrays(tree: Any, function: Callable[..., Any], wraps: bool = False) -> tuple[Any, Any]:
    """`function` of all arrays in a tree: the same tree of new ones, and a further result."""
    given, spec = trees.flatten(tree)
    arrays = [getattr(x, "_value", x) for x in given]
    with running(base_of(tuple(arrays))):
        new, more = function(arrays)
    made = [Array.of(x) if isinstance(g, Array) else x for x, g in zip(new, given, strict=True)]
    if wraps and any(isinstance(x, Array) for x in given):
        more = Array.of(more)
    return spec.unflatten(made), more


# -- pieces of rules


def _zero(p: Any) -> Any:
    return ops.zeros(tuple(p.shape), dtype=ops.dtype(p))


def _mixed(old: Any, new: Any, keep: float) -> Any:
    """`keep` of the old, the rest of the new."""
    return ops.add(ops.multiply(old, keep), ops.multiply(new, 1 - keep))


def _minus(p: Any, rate: Any, update: Any) -> Any:
    return ops.subtract(p, ops.multiply(rate, update))


def _decayed(p: Any, g: Any, decay: float) -> Any:
    """The gradient of a loss with the square of the variable in it."""
    return ops.add(g, ops.multiply(p, decay)) if decay else g


def _norm(x: Any) -> Any:
    return ops.sqrt(ops.sum(ops.square(x)))


def _ratio(p: Any, update: Any, coefficient: float = 1.0, epsilon: float = 0.0) -> Any:
    """The trust ratio: the norm of a variable over that of its update; 1 if one is 0."""
    of_p, of_update = _norm(p), _norm(update)
    either = ops.logical_or(ops.equal(of_p, 0), ops.equal(of_update, 0))
    divisor = ops.where(either, ops.ones((), dtype=ops.dtype(p)), ops.add(of_update, epsilon))
    ratio = ops.divide(ops.multiply(of_p, coefficient), divisor)
    return ops.where(either, ops.ones((), dtype=ops.dtype(p)), ratio)


# -- the optimizers


@dataclass(eq=False, repr=False)
class SGD(Optimizer):
    """Gradient descent, with momentum, of Nesterov's kind if wished. As `torch.optim.SGD`."""

    momentum: float = 0.0
    _: KW_ONLY
    dampening: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.nesterov and (not self.momentum or self.dampening):
            raise ValueError("nesterov=True needs momentum, and no dampening.")

    def _slots(self, p: Any) -> Slots:
        return {"velocity": _zero(p)} if self.momentum else {}

    def _numbers(self, t: int) -> Numbers:
        return {"new": 1.0 if t == 1 else 1 - self.dampening}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        g = _decayed(p, g, decay)
        if not self.momentum:
            return _minus(p, n["rate"], g), kept
        velocity = ops.multiply(kept["velocity"], self.momentum)
        velocity = ops.add(velocity, ops.multiply(g, n["new"]))
        update = ops.add(g, ops.multiply(velocity, self.momentum)) if self.nesterov else velocity
        return _minus(p, n["rate"], update), {"velocity": velocity}


@dataclass(eq=False, repr=False)
class Adam(Optimizer):
    """Steps scaled by running averages of gradients and of their squares. As `torch.optim.Adam`."""

    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = 1e-8

    def _slots(self, p: Any) -> Slots:
        return {"mean": _zero(p), "square": _zero(p)}

    def _numbers(self, t: int) -> Numbers:
        first, second = self.betas
        return {"mean_bias": 1 - first**t, "square_root_bias": math.sqrt(1 - second**t)}

    def _averages(self, g: Any, kept: Slots) -> Slots:
        first, second = self.betas
        mean = _mixed(kept["mean"], g, first)
        return {"mean": mean, "square": _mixed(kept["square"], ops.square(g), second)}

    def _direction(self, kept: Slots, n: Numbers) -> Any:
        root = ops.divide(ops.sqrt(kept["square"]), n["square_root_bias"])
        return ops.divide(ops.divide(kept["mean"], n["mean_bias"]), ops.add(root, self.epsilon))

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        kept = self._averages(_decayed(p, g, decay), kept)
        return _minus(p, n["rate"], self._direction(kept, n)), kept


@dataclass(eq=False, repr=False)
class AdamW(Adam):
    """Adam whose weight decay is apart from the gradient. As `torch.optim.AdamW`."""

    weight_decay: float = field(default=1e-2, kw_only=True)

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        p = _minus(p, ops.multiply(n["rate"], decay), p)
        return super()._rule(p, g, kept, n, 0.0)


@dataclass(eq=False, repr=False)
class LAMB(Adam):
    """AdamW with each variable's step in proportion to its norm. As `optax.lamb`."""

    epsilon: float = 1e-6

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        kept = self._averages(g, kept)
        update = _decayed(p, self._direction(kept, n), decay)
        return _minus(p, ops.multiply(n["rate"], _ratio(p, update)), update), kept


@dataclass(eq=False, repr=False)
class LARS(Optimizer):
    """Momentum with each variable's step in proportion to its norm. As `optax.lars`."""

    momentum: float = 0.9
    _: KW_ONLY
    trust_coefficient: float = 0.001
    epsilon: float = 0.0
    nesterov: bool = False

    def _slots(self, p: Any) -> Slots:
        return {"velocity": _zero(p)}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        g = _decayed(p, g, decay)
        ratio = _ratio(p, g, self.trust_coefficient, self.epsilon)
        update = ops.multiply(ops.multiply(g, ratio), n["rate"])
        velocity = ops.add(ops.multiply(kept["velocity"], self.momentum), update)
        if self.nesterov:
            update = ops.add(update, ops.multiply(velocity, self.momentum))
        return ops.subtract(p, update if self.nesterov else velocity), {"velocity": velocity}


@dataclass(eq=False, repr=False)
class Lion(Optimizer):
    """Steps by the sign of a running average of gradients. As `optax.lion`."""

    learning_rate: Rate = 1e-4
    betas: tuple[float, float] = (0.9, 0.99)
    weight_decay: float = field(default=1e-3, kw_only=True)

    def _slots(self, p: Any) -> Slots:
        return {"mean": _zero(p)}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        first, second = self.betas
        update = _decayed(p, ops.sign(_mixed(kept["mean"], g, first)), decay)
        return _minus(p, n["rate"], update), {"mean": _mixed(kept["mean"], g, second)}


@dataclass(eq=False, repr=False)
class RMSprop(Optimizer):
    """Steps scaled by a running average of squared gradients. As `torch.optim.RMSprop`."""

    learning_rate: Rate = 1e-2
    alpha: float = 0.99
    epsilon: float = 1e-8
    _: KW_ONLY
    momentum: float = 0.0
    centered: bool = False

    def _slots(self, p: Any) -> Slots:
        names = ["square", *["mean"] * self.centered, *["velocity"] * bool(self.momentum)]
        return {name: _zero(p) for name in names}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        g = _decayed(p, g, decay)
        kept = {**kept, "square": _mixed(kept["square"], ops.square(g), self.alpha)}
        variance = kept["square"]
        if self.centered:
            kept["mean"] = _mixed(kept["mean"], g, self.alpha)
            variance = ops.subtract(variance, ops.square(kept["mean"]))
        update = ops.divide(g, ops.add(ops.sqrt(variance), self.epsilon))
        if self.momentum:
            update = ops.add(ops.multiply(kept["velocity"], self.momentum), update)
            kept["velocity"] = update
        return _minus(p, n["rate"], update), kept


@dataclass(eq=False, repr=False)
class Adagrad(Optimizer):
    """Steps scaled by the sum of all squared gradients. As `torch.optim.Adagrad`."""

    learning_rate: Rate = 1e-2
    _: KW_ONLY
    rate_decay: float = 0.0
    initial_accumulator: float = 0.0
    epsilon: float = 1e-10

    def _slots(self, p: Any) -> Slots:
        return {"sum": ops.add(_zero(p), self.initial_accumulator)}

    def _numbers(self, t: int) -> Numbers:
        return {"slower": 1 / (1 + (t - 1) * self.rate_decay)}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        g = _decayed(p, g, decay)
        total = ops.add(kept["sum"], ops.square(g))
        update = ops.divide(g, ops.add(ops.sqrt(total), self.epsilon))
        return _minus(p, ops.multiply(n["rate"], n["slower"]), update), {"sum": total}


@dataclass(eq=False, repr=False)
class Adafactor(Optimizer):
    """Adam with a matrix's squares kept as sums of rows and columns. As `torch.optim.Adafactor`."""

    learning_rate: Rate = 1e-2
    _: KW_ONLY
    beta2_decay: float = -0.8
    epsilons: tuple[float | None, float] = (None, 1e-3)
    threshold: float = 1.0

    def _slots(self, p: Any) -> Slots:
        if len(p.shape) < 2:
            return {"square": _zero(p)}
        shape, dtype = tuple(p.shape), ops.dtype(p)
        rows, columns = (*shape[:-1], 1), (*shape[:-2], 1, shape[-1])
        return {"rows": ops.zeros(rows, dtype=dtype), "columns": ops.zeros(columns, dtype=dtype)}

    def _numbers(self, t: int) -> Numbers:
        return {"new": t**self.beta2_decay, "highest_rate": 1 / math.sqrt(t)}

    def _squares(self, g: Any, kept: Slots, new: Any, smallest: float) -> tuple[Any, Slots]:
        def moved(old: Any, value: Any) -> Any:
            return ops.add(old, ops.multiply(ops.subtract(value, old), new))

        square = ops.square(g)
        if "square" in kept:
            total = moved(kept["square"], square)
            return total, {"square": total}
        ndim = len(g.shape)
        rows = moved(kept["rows"], ops.mean(square, axis=ndim - 1, keepdims=True))
        columns = moved(kept["columns"], ops.mean(square, axis=ndim - 2, keepdims=True))
        overall = ops.maximum(ops.mean(rows, axis=ndim - 2, keepdims=True), smallest)
        return ops.divide(ops.matmul(rows, columns), overall), {"rows": rows, "columns": columns}

    def _rule(self, p: Any, g: Any, kept: Slots, n: Numbers, decay: float) -> tuple[Any, Slots]:
        smallest = self.epsilons[0]
        smallest = dtypes.epsilon(ops.dtype(p)) if smallest is None else smallest
        size = math.sqrt(max(math.prod(p.shape), 1))
        rate = ops.multiply(
            ops.maximum(ops.divide(_norm(p), size), self.epsilons[1]),
            ops.minimum(n["rate"], n["highest_rate"]),
        )
        p = _minus(p, ops.multiply(n["rate"], decay), p)
        squares, kept = self._squares(g, kept, n["new"], smallest)
        update = ops.multiply(g, ops.rsqrt(ops.maximum(squares, smallest * smallest)))
        divisor = ops.maximum(ops.divide(_norm(update), size * self.threshold), 1.0)
        return _minus(p, ops.divide(rate, divisor), update), kept

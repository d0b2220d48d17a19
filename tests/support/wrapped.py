"""Functions of a package, natively and wrapped for JAX: eager, under `jit`, and their gradients."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optree
import torch

RESULTS = Path(__file__).parent.parent / "conformance" / "results"
WAYS = ("eager", "jit", "grad")


def call(*args: Any, ways: tuple[str, ...] = WAYS, **kwargs: Any) -> tuple:
    """A call in a table: its arguments, arrays as NumPy's, and the ways that are measured."""
    return args, kwargs, ways


def _map(function: Callable, tree: Any) -> Any:
    is_array = lambda x: isinstance(x, np.ndarray)  # noqa: E731
    return optree.tree_map(lambda x: function(x) if is_array(x) else x, tree, none_is_leaf=True)


def _leaves(tree: Any) -> list[Any]:
    kinds = torch.Tensor, jax.Array, np.ndarray, np.generic, int, float, bool
    return [x for x in optree.tree_leaves(tree) if isinstance(x, kinds)]


def _floats(leaves: list[Any]) -> list[Any]:
    return [x for x in leaves if hasattr(x, "dtype") and "float" in str(x.dtype)]


def same(ours: Any, native: Any, tolerance: float) -> None:
    """Raises AssertionError unless results are equal in number, shape, kind of dtype and values."""
    ours, native = _leaves(ours), _leaves(native)
    assert len(ours) == len(native), f"{len(ours)} results, {len(native)} natively"
    for a, b in zip(ours, native, strict=True):
        a, b = (np.asarray(x.detach() if isinstance(x, torch.Tensor) else x) for x in (a, b))
        assert a.shape == b.shape and a.dtype.kind == b.dtype.kind, (a.shape, b.shape, a.dtype)
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance * max(1, _size(b)))


def _size(x: np.ndarray) -> float:
    finite = np.abs(x[np.isfinite(x)]) if x.dtype.kind == "f" else np.zeros(0)
    return float(finite.max()) if finite.size else 0


def measure(
    native: Callable, wrapped: Callable, made: tuple, tolerance: float = 1e-4
) -> dict[str, str]:
    """What each way gave: "right", or why not."""
    args, kwargs, ways = made
    expected = native(*_map(torch.tensor, args), **_map(torch.tensor, kwargs))
    given = _map(jnp.asarray, (args, kwargs))
    leaves, tree = optree.tree_flatten(given, none_is_leaf=True)
    at = [i for i, x in enumerate(leaves) if isinstance(x, jax.Array)]

    def traced(*arrays: Any) -> Any:
        filled = list(leaves)
        for i, array in zip(at, arrays, strict=True):
            filled[i] = array
        positional, named = optree.tree_unflatten(tree, filled)
        return wrapped(*positional, **named)

    arrays = [leaves[i] for i in at]
    tries = {
        "eager": lambda: same(traced(*arrays), expected, tolerance),
        "jit": lambda: same(jax.jit(lambda *a: _leaves(traced(*a)))(*arrays), expected, tolerance),
        "grad": lambda: _same_gradients(native, traced, made, arrays, tolerance),
    }
    return {way: _verdict(tries[way]) for way in ways}


def _verdict(check: Callable) -> str:
    try:
        check()
    except Exception as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
    return "right"


def _same_gradients(
    native: Callable, traced: Callable, made: tuple, arrays: list, tolerance: float
) -> None:
    leaves = []

    def leaf(x: np.ndarray) -> torch.Tensor:
        leaves.append(torch.tensor(x, requires_grad=x.dtype.kind == "f"))
        return leaves[-1]

    args, kwargs = _map(leaf, made[:2])
    out = [x for x in _floats(_leaves(native(*args, **kwargs))) if x.requires_grad]
    if not out:
        raise AssertionError("no gradient natively")
    moving = [i for i, x in enumerate(leaves) if x.requires_grad]
    sum((x * torch.cos(torch.arange(x.numel()).reshape(x.shape))).sum() for x in out).backward()
    expected = [leaves[i].grad for i in moving]

    def loss(*given: Any) -> Any:
        filled = list(arrays)
        for i, x in zip(moving, given, strict=True):
            filled[i] = x
        out = _floats(_leaves(traced(*filled)))
        return sum((x * jnp.cos(jnp.arange(x.size).reshape(x.shape))).sum() for x in out)

    found = jax.jit(jax.grad(loss, tuple(range(len(moving)))))(*[arrays[i] for i in moving])
    pairs = [(f, e) for f, e in zip(found, expected, strict=True) if e is not None]
    same([f for f, _ in pairs], [e for _, e in pairs], tolerance * 10)


def run(name: str, cases: dict[str, Callable[[], tuple]], find: Callable[[str], tuple]) -> None:
    """Measures cases, prints them, and writes `results/<name>.json` after each.

    `--only a,b` chooses by the begin of their names, `--missing` those that have no result yet.
    """
    only = sys.argv[sys.argv.index("--only") + 1].split(",") if "--only" in sys.argv else [""]
    file = RESULTS / f"{name}.json"
    found = json.loads(file.read_text())["functions"] if file.exists() else {}
    found = {path: verdicts for path, verdicts in found.items() if path in cases}
    for path, make in cases.items():
        if not path.startswith(tuple(only)) or ("--missing" in sys.argv and path in found):
            continue
        start = time.time()
        try:
            found[path] = measure(*find(path), make())
        except Exception as error:  # natively
            found[path] = {"native": f"{type(error).__name__}: {str(error)[:160]}"}
        wrong = {k: v for k, v in found[path].items() if v != "right"}
        print(f"{path:60} {time.time() - start:5.1f} s  {wrong or 'right'}", flush=True)
        results = {"summary": _summary(found), "functions": dict(sorted(found.items()))}
        file.write_text(json.dumps(results, indent=1) + "\n")
    print(_summary(found))


def _summary(found: dict[str, dict[str, str]]) -> dict[str, Any]:
    verdicts = found.values()
    counts = {w: [v[w] == "right" for v in verdicts if w in v] for w in WAYS}
    equal = sum(v.get("eager", v.get("jit")) == "right" for v in verdicts)
    ways = {way: f"{sum(right)} of {len(right)}" for way, right in counts.items()}
    return {"functions": len(found), "equal": equal, **ways}

"""Graphs: seconds of a capture, and compiled programs against the same models written by hand.

    graphs.py [--only capture,growth,cost,speed] [--torchax CHECKOUT] [--json FILE]

    capture   a ResNet-50 and a GPT-2 of 12 layers, `torch.export` beside it
    growth    seconds per node of graphs of 1,000 to 100,000 nodes
    cost      flops and bytes of the programs that XLA compiles, as XLA counts them
    speed     median milliseconds of alternating calls on JAX and PyTorch, by the clock and on the CPU;
              with torchax's `jax_jit` if there is a checkout of github.com/google/torchax

Other seconds are those of the process (CPU), as the clock of a machine that is shared says little.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "examples"))

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from graph_source import Block  # noqa: E402
from jax import lax  # noqa: E402
from resnet50 import ResNet  # noqa: E402

import ivy  # noqa: E402


def seconds(function: Callable[[], Any]) -> float:
    """The time of a call, on the CPU."""
    start = time.process_time()
    function()
    return time.process_time() - start


# -- capture


def captures() -> dict[str, Any]:
    """Seconds of captures: the first, and the median of the next."""
    rows = {}
    for title, (model, x) in {"ResNet-50": _resnet(224), "GPT-2, 12 layers": _gpt2()}.items():
        capture = functools.partial(ivy.compile_graph, model, x)
        first, *others = (seconds(capture) for _ in range(6))
        nodes = len(capture().nodes)
        row = {"nodes": nodes, "first": first, "warm": statistics.median(others)}
        try:
            row["torch.export"] = seconds(functools.partial(torch.export.export, model, (x,)))
        except Exception as error:  # it can't read everything
            row["torch.export"] = type(error).__name__
        rows[title] = row
    return rows


def _resnet(size: int, batch: int = 1) -> tuple[Any, torch.Tensor]:
    torch.manual_seed(0)
    return ResNet().eval(), torch.randn(batch, 3, size, size)


def _gpt2() -> tuple[Any, torch.Tensor]:
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(use_cache=False, attn_implementation="sdpa")
    return GPT2LMHeadModel(config).eval(), torch.randint(0, 1000, (1, 64))


def growth() -> dict[str, float]:
    """Microseconds per node, by the number of nodes."""

    def chain(count: int) -> Callable:
        def function(x: torch.Tensor) -> torch.Tensor:
            for _ in range(count // 2):
                x = torch.sin(x) + 1
            return x

        return function

    x = torch.ones(3)
    ivy.compile_graph(chain(100), x)
    return {
        str(n): 1e6 / n * seconds(lambda n=n: ivy.compile_graph(chain(n), x))
        for n in (1000, 10_000, 100_000)
    }


# -- the models, written by hand


def _norm(p: Any, name: str, x: Any) -> Any:
    mean, var = jnp.mean(x, -1, keepdims=True), jnp.var(x, -1, keepdims=True)
    return (x - mean) * lax.rsqrt(var + 1e-5) * p[f"{name}.weight"] + p[f"{name}.bias"]


def _linear(p: Any, name: str, x: Any) -> Any:
    return x @ p[f"{name}.weight"].T + p[f"{name}.bias"]


def block(p: Any, x: Any) -> Any:
    """`Block` of examples/graph_source.py."""
    batch, length, size = x.shape
    parts = jnp.split(_linear(p, "attn", _norm(p, "ln_1", x)), 3, -1)
    q, k, v = (a.reshape(batch, length, HEADS, -1).swapaxes(1, 2) for a in parts)
    scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    seen = jnp.tril(jnp.ones((length, length), bool))
    y = jax.nn.softmax(jnp.where(seen, scores, -jnp.inf)) @ v
    x = x + _linear(p, "proj", y.swapaxes(1, 2).reshape(batch, length, size))
    return x + _linear(
        p, "out", jax.nn.gelu(_linear(p, "fc", _norm(p, "ln_2", x)), approximate=False)
    )


HEADS = 8


def _conv(x: Any, w: Any, stride: int, pad: int) -> Any:
    return lax.conv_general_dilated(x, w, (stride, stride), [(pad, pad)] * 2)


def _batch_norm(v: Any, name: str, x: Any) -> Any:
    def along(a: Any) -> Any:
        return a[:, None, None]

    scale = v[f"{name}.weight"] * lax.rsqrt(v[f"{name}.running_var"] + 1e-5)
    return (x - along(v[f"{name}.running_mean"])) * along(scale) + along(v[f"{name}.bias"])


def resnet(v: Any, x: Any) -> Any:
    """The ResNet-50; `v` has parameters and statistics."""
    x = jax.nn.relu(_batch_norm(v, "bn1", _conv(x, v["conv1.weight"], 2, 3)))
    around = [(0, 0), (0, 0), (1, 1), (1, 1)]
    x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 3, 3), (1, 1, 2, 2), around)
    for stage, count in enumerate((3, 4, 6, 3), 1):
        for i in range(count):
            x = _bottleneck(v, f"layer{stage}.{i}", x, 2 if stage > 1 and not i else 1)
    return _linear(v, "fc", x.mean((2, 3)))


def _bottleneck(v: Any, name: str, x: Any, stride: int) -> Any:
    y = jax.nn.relu(_batch_norm(v, f"{name}.bn1", _conv(x, v[f"{name}.conv1.weight"], 1, 0)))
    y = jax.nn.relu(_batch_norm(v, f"{name}.bn2", _conv(y, v[f"{name}.conv2.weight"], stride, 1)))
    y = _batch_norm(v, f"{name}.bn3", _conv(y, v[f"{name}.conv3.weight"], 1, 0))
    if f"{name}.downsample.0.weight" in v:
        x = _conv(x, v[f"{name}.downsample.0.weight"], stride, 0)
        x = _batch_norm(v, f"{name}.downsample.1", x)
    return jax.nn.relu(y + x)


# -- costs and times


def _pairs() -> dict[str, tuple[Any, ...]]:
    """For each model: the module, its input, and `(params, x)` as functions, of a graph and by hand."""
    torch.manual_seed(0)
    pairs = {}
    for title, model, x, by_hand in (
        ("GPT-2 block", Block(256, HEADS).eval(), torch.randn(4, 128, 256), block),
        ("ResNet-50", *_resnet(96, 4), resnet),
    ):
        program = ivy.compile_graph(model, x).to_backend("jax")
        state = program.state

        def ours(p: Any, x: Any, program: Any = program, state: Any = state) -> Any:
            return program.apply(p, state, x)[0]

        def theirs(p: Any, x: Any, f: Any = by_hand, state: Any = state) -> Any:
            return f({**state, **p}, x)

        pairs[title] = model, x, program, ours, theirs
    return pairs


def _with_gradient(function: Callable) -> Callable:
    return jax.value_and_grad(lambda p, x: (function(p, x) ** 2).sum())


def _variants(ours: Callable, theirs: Callable) -> dict[str, tuple[Callable, Callable]]:
    return {
        "forward": (ours, theirs),
        "forward and backward": (_with_gradient(ours), _with_gradient(theirs)),
    }


def costs() -> dict[str, Any]:
    """Flops and bytes accessed of a graph's program, and how much more they are than by hand."""
    rows = {}
    for title, (_, x, program, ours, theirs) in _pairs().items():
        x = jnp.asarray(x.numpy())
        np.testing.assert_allclose(ours(program.params, x), theirs(program.params, x), 1e-3, 1e-3)
        for way, functions in _variants(ours, theirs).items():
            found = [
                jax.jit(f).lower(program.params, x).compile().cost_analysis() for f in functions
            ]
            rows[f"{title}, {way}"] = {
                what: {"graph": found[0][what], "ratio": found[0][what] / found[1][what]}
                for what in ("flops", "bytes accessed")
            }
            print(title, way, rows[f"{title}, {way}"], flush=True)
    return rows


def _alternated(runs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Median milliseconds of each by the clock and on the CPU, called one after the other."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            cpu = seconds(run)
            found[name].append((time.perf_counter() - start, cpu))
    return {
        name: [round(1e3 * statistics.median(of), 2) for of in zip(*times, strict=True)]
        for name, times in found.items()
    }


def speed(torchax: Path | None, rounds: int) -> dict[str, Any]:
    """Medians of alternating calls."""
    rows: dict[str, Any] = {}
    pairs = _pairs()
    for title, (model, x, program, ours, theirs) in pairs.items():
        given = jnp.asarray(x.numpy())
        for way, functions in _variants(ours, theirs).items():
            compiled = [jax.jit(f) for f in functions]
            runs = {
                name: lambda f=f, p=program.params, x=given: jax.block_until_ready(f(p, x))
                for name, f in zip(("graph", "by hand"), compiled, strict=True)
            }
            rows[f"{title}, {way}, JAX"] = _alternated(runs, rounds)
        rows[f"{title}, PyTorch"] = _on_torch(model, x, rounds)
    if torchax is not None:
        for title, times in _beside_torchax(pairs, torchax, rounds).items():
            rows[f"{title}, forward, JAX, torchax"] = times
    return rows


def _on_torch(model: Any, x: torch.Tensor, rounds: int) -> dict[str, list[float]]:
    program = ivy.compile_graph(model, x).to_backend("torch")
    with torch.no_grad():
        return _alternated({"graph": lambda: program(x), "eager": lambda: model(x)}, rounds)


def _beside_torchax(pairs: Any, torchax: Path, rounds: int) -> dict[str, dict[str, list[float]]]:
    sys.path.insert(0, str(torchax))
    import torchax as peer  # type: ignore[import-not-found] - it renames a device: after the rest
    from torchax import interop

    found = {}
    for title, (model, x, program, ours, _) in pairs.items():
        given, graph = jnp.asarray(x.numpy()), jax.jit(ours)
        with peer.default_env():
            moved, values = x.to("jax"), {k: v.to("jax") for k, v in model.state_dict().items()}
            call = interop.jax_jit(lambda v, x, m=model: torch.func.functional_call(m, v, (x,)))
            runs = {
                "graph": lambda f=graph, p=program.params, x=given: jax.block_until_ready(f(p, x)),
                "torchax": lambda f=call, v=values, x=moved: jax.block_until_ready(f(v, x).jax()),
            }
            found[title] = _alternated(runs, rounds)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="capture,growth,cost,speed")
    parser.add_argument("--torchax", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    file = options.json
    found = json.loads(file.read_text()) if file and file.exists() else {}
    parts = {
        "capture": captures,
        "growth": growth,
        "cost": costs,
        "speed": lambda: speed(options.torchax, options.rounds),
    }
    for name in options.only.split(","):
        found[name] = {"rows": parts[name](), "load": round(os.getloadavg()[0], 1)}
        print(name, json.dumps(found[name], indent=1), flush=True)
        if file:
            file.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()

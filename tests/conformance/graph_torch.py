"""PyTorch's databases of modules and operators as graphs, run on every backend.

    graph_torch.py modules|operators [--only nn.GRU,add] [--shard i/n] [--backends numpy] [--samples n]

A sample is right if the graph gives PyTorch's outputs, in shape, dtype and value, on each backend, and
what a module has changed of its buffers. What draws random numbers must give the same on all backends.
Results go to `results/graph_torch_<what>.json`, one row per entry with the first problem per backend.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.common_modules import module_db
from torch.utils import _pytree as pytree

import ivy
from ivy._core.errors import ReadsValueError

BACKENDS = ("numpy", "torch", "jax", "tensorflow")
KEY = np.asarray([0, 42], np.uint32)
RESULTS = Path(__file__).parent / "results"
# the shape of what they return depends on values
DYNAMIC = {
    "argwhere", "combinations", "masked_select", "nonzero", "unique", "unique_consecutive",
    "repeat_interleave", "nn.functional.ctc_loss", "bincount",
}  # fmt: skip


def _spectral(values: Any, vectors: Any) -> list[np.ndarray]:
    """The matrices that eigenvalues and eigenvectors make, and the lengths of the vectors."""
    matrix = (vectors * values[..., None, :]) @ np.linalg.inv(vectors)
    return [matrix, np.linalg.norm(vectors, axis=-2)]


def _low_rank(u: Any, s: Any, v: Any) -> list[np.ndarray]:
    """The matrices that singular values and vectors make, and what is unique of these."""
    v = v.conj().swapaxes(-1, -2)
    return [
        s,
        (u * s[..., None, :]) @ v,
        u.conj().swapaxes(-1, -2) @ u,
        v @ v.conj().swapaxes(-1, -2),
    ]


def _power_sums(values: Any) -> list[np.ndarray]:
    """What tells eigenvalues apart, in whatever order they are."""
    return [(values**k).sum(-1) for k in range(1, values.shape[-1] + 1)]


# Operators whose results are unique only up to signs and order, and what is unique of these.
UNIQUE = {
    "linalg.eig": _spectral,
    "linalg.eigh": _spectral,
    "linalg.eigvals": _power_sums,
    "pca_lowrank": _low_rank,
    "svd_lowrank": _low_rank,
}


def host(x: Any) -> np.ndarray:
    """An array of any framework on the host."""
    if isinstance(x, torch.Tensor):
        x = x.detach().resolve_conj().resolve_neg()
        x = x.float() if x.dtype is torch.bfloat16 else x
    x = np.asarray(x.numpy() if hasattr(x, "numpy") else x)
    return x.astype(np.float32) if x.dtype.name == "bfloat16" else x


def compare(got: Any, wanted: Any, what: str, unique: Callable | None = None) -> None:
    """Raises if results are not PyTorch's; only what is `unique` of them is compared."""
    ours = [host(x) for x in pytree.tree_leaves(got) if x is not None]
    theirs = [host(x) for x in pytree.tree_leaves(wanted) if x is not None]
    forms = [[(x.shape, x.dtype) for x in side] for side in (ours, theirs)]
    assert forms[0] == forms[1], f"{what}: {forms[0]} for {forms[1]}"
    if unique is not None:
        ours, theirs = unique(*ours), unique(*theirs)
    for a, b in zip(ours, theirs, strict=True):
        scale = float(np.abs(b[np.isfinite(b)]).max(initial=0)) if b.dtype.kind in "fc" else 0
        np.testing.assert_allclose(a, b, 1e-4, 1e-5 * max(scale, 1), err_msg=what)


def natively(fn: Callable, args: Any, kwargs: Any) -> Any:
    """What PyTorch returns."""
    torch.manual_seed(1)  # lazy modules draw their parameters now
    with torch.no_grad():
        return fn(*args, **kwargs)


def given(value: Any, backend: str) -> Any:
    """Arguments for a backend."""

    def convert(x: Any) -> Any:
        x = x.detach().clone()
        return x if backend == "torch" else host(x)

    return pytree.tree_map_only(torch.Tensor, convert, value)


def check(name: str, make: Callable, backends: tuple[str, ...], problems: Problems) -> bool:
    """Runs a sample; adds the first problem of each backend. False if PyTorch has no answer."""
    fn, args, kwargs = make()
    try:
        wanted = natively(*make())
    except Exception:
        return False
    try:
        torch.manual_seed(1)
        try:
            graph = ivy.compile_graph(fn, *args, **kwargs)
        except ReadsValueError:  # checks of arguments, say
            graph = ivy.compile_graph(fn, *args, dynamic="specialize", **kwargs)
            problems.specialized = True
    except Exception as error:
        problems.setdefault("capture", f"{type(error).__name__}: {error}"[:400])
        return True
    first = None
    for backend in backends:
        try:
            program = graph.to_backend(backend)
            key = {} if graph.key is None else {"key": KEY}
            got = program(*given(args, backend), **given(kwargs, backend), **key)
            if graph.key is None:
                compare(got, wanted, backend, UNIQUE.get(name))
                compare_state(program, make, backend)
            else:
                first = got if first is None else first
                compare(got, first, backend, UNIQUE.get(name))
        except Exception as error:
            problems.setdefault(backend, f"{type(error).__name__}: {error}"[:400])
    return True


def compare_state(program: Any, make: Callable, name: str) -> None:
    """Raises if a module has left other buffers than natively."""
    fn, args, kwargs = make()
    if isinstance(fn, torch.nn.Module) and program.graph.new_state:
        natively(fn, args, kwargs)
        buffers = dict(fn.named_buffers())
        for key in program.graph.new_state:
            compare(program.state[key], buffers[key], f"{name} {key}")


class Problems(dict):
    """The first problem of an entry by backend, and whether it was captured for given values only."""

    specialized = False


def of_module(info: Any, samples: int) -> Iterator[Callable]:
    """Samples of a module in evaluation and training."""
    for training in (False, True):
        torch.manual_seed(0)
        options = {"device": "cpu", "requires_grad": False, "training": training}
        found = list(info.module_inputs_func(info, dtype=torch.float32, **options))
        for sample in conformance.spread(found, samples):
            yield functools.partial(_module_sample, info, sample, training)


def _module_sample(info: Any, sample: Any, training: bool) -> tuple:
    torch.manual_seed(0)
    made = sample.constructor_input
    args, kwargs = conformance.copy((made.args, made.kwargs))
    module = info.module_cls(*args, **kwargs).train(training)
    call = sample.forward_input
    return module, *conformance.copy((call.args, call.kwargs))


def of_operator(op: Any, samples: int) -> Iterator[Callable]:
    """Samples of an operator in float32."""
    if torch.float32 not in op.dtypes:
        return
    torch.manual_seed(0)
    found = list(op.sample_inputs("cpu", torch.float32))
    for sample in conformance.spread(found, samples):
        yield functools.partial(_operator_sample, op, sample)


def _operator_sample(op: Any, sample: Any) -> tuple:
    args, kwargs = conformance.copy(((sample.input, *sample.args), sample.kwargs))
    return op.op, args, kwargs


def measure(name: str, samples: Iterator[Callable], backends: tuple[str, ...]) -> dict[str, Any]:
    """The row of an entry."""
    problems = Problems()
    count, start = 0, time.perf_counter()
    try:
        for make in samples:
            count += check(name, make, backends, problems)
    except Exception as error:
        problems["samples"] = f"{type(error).__name__}: {error}"[:400]
    seconds = round(time.perf_counter() - start, 2)
    return {
        "name": name,
        "samples": count,
        "problems": problems,
        "specialized": problems.specialized,
        "seconds": seconds,
    }


def main() -> None:
    """Measures, and prints a line per entry that is not right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("modules", "operators"))
    parser.add_argument("--only", default="")
    parser.add_argument("--shard", default="0/1")
    parser.add_argument("--backends", default=",".join(BACKENDS))
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--out", default="")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    only, (i, n) = (
        options.only.split(",") if options.only else (),
        map(int, options.shard.split("/")),
    )
    if options.what == "modules":
        entries = [(m.name, functools.partial(of_module, m)) for m in module_db]
    else:
        entries = [
            (f"{o.name}.{o.variant_test_name}".rstrip("."), functools.partial(of_operator, o))
            for o in op_db
            if torch.float32 in o.dtypes and o.name not in DYNAMIC and conformance.has_values(o)
        ]
    entries = [e for e in entries[i::n] if not only or e[0] in only]
    backends, rows = tuple(options.backends.split(",")), []
    for name, samples in entries:
        row = measure(name, samples(options.samples), backends)
        rows.append(row)
        for where, problem in row["problems"].items():
            print(f"{name} [{where}] {problem}".replace("\n", " ")[:260], flush=True)
    measured = [r for r in rows if r["samples"] or r["problems"]]
    right = sum(not r["problems"] for r in measured)
    captured = sum("capture" not in r["problems"] for r in measured)
    print(f"{right} of {len(measured)} right, {captured} captured, {len(rows)} entries")
    if options.out:
        report = {"versions": {"torch": torch.__version__}, "backends": backends, "rows": rows}
        (RESULTS / options.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()

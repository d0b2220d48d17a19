"""What the conformance programs share: copies of a case, the strict block, a JSON line per entry."""

from __future__ import annotations

import argparse
import functools
import json
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from support.compare import assert_same
from support.detector import NativeKernels
from support.sparse import parts
from torch.utils import _pytree as pytree

import ivy
from ivy._core.backend import load

_RESULTS = Path(__file__).parent.parent / "conformance" / "results"
# top-level modules of the classes of arrays
_ARRAYS = {"numpy": ("numpy",), "jax": ("jax", "jaxlib"), "tensorflow": ("tensorflow",)}


@dataclass(frozen=True)
class Entry:
    """One line of the results: a name, a variant of it, and its samples, each a check of a target.

    A check returns False if PyTorch itself has no answer, and raises if the target has another one.
    """

    name: str
    variant: str
    checks: Callable[[], Iterable[Callable[[str], bool]]]


def of_operators(
    operators: Iterable[Any], checks: Callable[[Any], Iterable[Callable[[str], bool]]]
) -> list[Entry]:
    """An entry for each operator of PyTorch's database."""
    return [Entry(op.name, op.variant_test_name, functools.partial(checks, op)) for op in operators]


def results(mode: str, target: str) -> Path:
    """Path of the results of PyTorch on a target."""
    return _RESULTS / f"torch_on_{target}_{mode}.json"


def measured(mode: str, target: str) -> dict[tuple[str, str], int]:
    """Number of samples of each entry, by name and variant, in the results of PyTorch on a target."""
    rows = json.loads(results(mode, target).read_text())["rows"]
    return {(row["op"], row["variant"]): row["samples"] for row in rows}


def has_values(op: Any) -> bool:
    """Whether an operator defines the values of its result, unlike `empty`."""
    return not op.name.startswith(("empty", "new_empty"))


def copy(structure: Any) -> Any:
    """The structure with every tensor a leaf of its own."""
    return pytree.tree_map_only(
        torch.Tensor, lambda t: t.detach().clone().requires_grad_(t.requires_grad), structure
    )


def tensors(structure: Any) -> list[torch.Tensor]:
    """The tensors of a structure."""
    return [t for t in pytree.tree_leaves(structure) if isinstance(t, torch.Tensor)]


def dense(tensor: torch.Tensor | None) -> torch.Tensor | None:
    """The tensor without a sparse layout."""
    sparse = tensor is not None and tensor.layout is not torch.strided
    return tensor.to_dense() if sparse else tensor


def assert_same_bits(a: torch.Tensor, b: torch.Tensor) -> None:
    """Fails unless two tensors have the same dtype, shape and bits."""
    assert a.dtype == b.dtype and a.shape == b.shape, f"{a.dtype} {a.shape}: {b.dtype} {b.shape}"
    if bits(a) != bits(b):
        most = "?" if a.is_complex() else (a.double() - b.double()).abs().max().item()
        raise AssertionError(f"differ by up to {most}")


def bits(tensor: torch.Tensor) -> bytes:
    """The bytes of the elements."""
    values = tensor.reshape(-1).clone(memory_format=torch.contiguous_format)
    return bytes(values.view(torch.uint8).tolist())


def weighted_sum(tensor: torch.Tensor) -> torch.Tensor:
    """A number to differentiate; of a plain sum, softmax and normalisations have no gradient."""
    real = tensor.abs() if tensor.is_complex() else tensor
    weights = torch.linspace(0.5, 1.5, max(real.numel(), 1), dtype=torch.float64)[: real.numel()]
    return (real * weights.view(real.shape).to(real.dtype)).sum()


def spread(cases: list[Any], limit: int) -> list[Any]:
    """At most `limit` of the cases, spread over all, not the first ones."""
    step = max(1, len(cases) / limit)
    return [cases[int(k * step)] for k in range(min(len(cases), limit))]


@contextmanager
def strictly_on(target: str) -> Iterator[None]:
    """A block without fall-backs, in which PyTorch itself must compute nothing."""
    with NativeKernels() as kernels, ivy.run_on(target, fallback="error"):
        yield
    kernels.assert_none()


def assert_held(structure: Any, target: str) -> None:
    """Fails unless arrays of the target, of the declared dtype and shape, hold all tensors or parts."""
    for t in (part for tensor in tensors(structure) for part in parts(tensor)):
        assert ivy.is_redirected(t), "a native tensor came back"
        array, backend = ivy.target_array(t), load(target)
        assert type(array).__module__.split(".")[0] in _ARRAYS[target], f"held by {type(array)}"
        dtype, shape = backend.dtype(array), backend.shape(array)
        assert dtype.name == str(t.dtype).removeprefix("torch."), f"{dtype}: {t.dtype}"
        assert shape == tuple(t.shape), f"{shape} for {tuple(t.shape)}"


def assert_same_parts(ours: dict[str, Any], native: dict[str, Any]) -> None:
    """As `assert_same`, for named parts; the message begins with the name."""
    assert ours.keys() == native.keys(), f"{sorted(ours)} for {sorted(native)}"
    for name, value in native.items():
        try:
            assert_same(ours[name], value)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from None


class OutOfTime(BaseException):
    """The time of an entry is over; no `except Exception` on the way takes it for a failed call."""


def parser(description: str | None, seconds: int = 400) -> argparse.ArgumentParser:
    """The options that all programs have."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("target", choices=sorted(_ARRAYS))
    made.add_argument("--only", help="names of entries, separated by commas")
    made.add_argument("--shard", default="0/1", help="i/n: every nth entry, from the ith")
    made.add_argument("--seconds", type=int, default=seconds, help="per entry")
    return made


def main(description: str | None, entries: list[Entry]) -> None:
    """Runs a program that has no options of its own."""
    run(entries, parser(description).parse_args())


def run(entries: list[Entry], options: argparse.Namespace) -> None:
    """Runs the entries of one shard and prints a JSON line for each."""
    warnings.filterwarnings("ignore")
    signal.signal(signal.SIGALRM, _out_of_time)
    first, count = map(int, options.shard.split("/"))
    wanted = set(options.only.split(",")) if options.only else None
    for entry in [e for e in entries if wanted is None or e.name in wanted][first::count]:
        print(json.dumps(_measure(entry, options.target, options.seconds)), flush=True)


def _measure(entry: Entry, target: str, seconds: int) -> dict[str, Any]:
    ran, failures, start = 0, [], time.time()
    signal.alarm(seconds)
    try:
        for check in entry.checks():
            try:
                ran += check(target)
            except Exception as error:
                ran += 1
                failures.append(_described(error))
    except OutOfTime:
        failures.append("out of time")
    except Exception as error:
        failures.append(f"samples: {_described(error)}")
    finally:
        signal.alarm(0)
    return {
        "op": entry.name,
        "variant": entry.variant,
        "samples": ran,
        "failed": len(failures),
        "first": failures[:1],
        "s": round(time.time() - start, 1),
    }


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def _out_of_time(*_: object) -> None:
    raise OutOfTime

"""PyTorch's database of modules, `module_db`, through `ivy.run_on`, in training, evaluation, inference.

    torch_modules.py TARGET [--only nn.GRU,nn.Linear] [--shard i/n]

A sample is right if the module, its outputs, the gradients of all inputs and parameters, and its
parameters and buffers after the call are those of PyTorch in value, dtype and shape, and nothing was
computed natively. Every other module is made inside the block, where the seed must give the same
parameters.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from torch.testing._internal.common_modules import module_db

MODES = ("train", "eval", "inference")
SAMPLES = 12  # of each mode


def _make(info: Any, sample: Any, mode: str) -> torch.nn.Module:
    torch.manual_seed(0)
    made = sample.constructor_input
    args, kwargs = conformance.copy((made.args, made.kwargs))
    return info.module_cls(*args, **kwargs).train(mode == "train")


def _arguments(sample: Any) -> Any:
    given = sample.forward_input
    return conformance.copy((given.args, given.kwargs))


def _backward(out: Any) -> None:
    outs = [o for o in conformance.tensors(out) if o.requires_grad]
    terms = [conformance.weighted_sum(o) for o in outs]
    if terms:
        sum(terms).backward()


def _call(module: torch.nn.Module, inputs: Any, mode: str) -> Any:
    torch.manual_seed(1)
    with torch.inference_mode(mode == "inference"):
        out = module(*inputs[0], **inputs[1])
    if mode != "inference":
        _backward(out)
    return out


def _parts(module: torch.nn.Module, inputs: Any, out: Any) -> dict[str, Any]:
    """What a call leaves behind."""
    parameters = dict(module.named_parameters())
    return {
        "outputs": out,
        "inputs": inputs,
        "gradients of inputs": [t.grad for t in conformance.tensors(inputs)],
        "parameters": parameters,
        "gradients of parameters": {name: p.grad for name, p in parameters.items()},
        "buffers": dict(module.named_buffers()),
    }


def check(info: Any, sample: Any, mode: str, made_inside: bool, target: str) -> bool:
    """Compares one sample; False if PyTorch itself has no answer for it."""
    native_inputs, inputs = _arguments(sample), _arguments(sample)
    try:
        native = _make(info, sample, mode)
        native_out = _call(native, native_inputs, mode)
    except Exception:
        return False
    module = None if made_inside else _make(info, sample, mode)
    with conformance.strictly_on(target):
        if module is None:
            module = _make(info, sample, mode)
        out = _call(module, inputs, mode)
        ours = _parts(module, inputs, out)
        conformance.assert_held((ours["outputs"], ours["gradients of parameters"]), target)
    conformance.assert_same_parts(ours, _parts(native, native_inputs, native_out))
    return True


def _samples(info: Any, mode: str, dtype: torch.dtype) -> list[Any]:
    torch.manual_seed(0)
    training, grad = mode == "train", mode != "inference"
    given = {"device": "cpu", "dtype": dtype, "requires_grad": grad, "training": training}
    return list(info.module_inputs_func(info, **given))


def _dtype(info: Any) -> torch.dtype:
    """float32, but where the database has a module in float64 only."""
    sample = _samples(info, "inference", torch.float32)[0]
    try:
        _call(_make(info, sample, "inference"), _arguments(sample), "inference")
    except Exception:
        return torch.float64
    return torch.float32


def checks(info: Any) -> Iterator[Callable[[str], bool]]:
    """The samples of one module in every mode."""
    dtype = _dtype(info)
    for mode in MODES:
        for i, sample in enumerate(conformance.spread(_samples(info, mode, dtype), SAMPLES)):
            yield functools.partial(check, info, sample, mode, i % 2 == 1)


ENTRIES = [conformance.Entry(i.name, "", functools.partial(checks, i)) for i in module_db]

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)

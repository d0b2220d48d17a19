"""PyTorch's database of optimizers, `optim_db`, through `ivy.run_on`, ten steps of each implementation.

    torch_optimizers.py TARGET [--only Adam,SGD] [--shard i/n]

One entry per optimizer and implementation, one sample per set of options. A sample is right if the
losses, parameters, gradients and the state of the optimizer are those of PyTorch in value, dtype and
shape, and nothing was computed natively. Every other net is made inside the block.
"""

from __future__ import annotations

import copy
import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils import _pytree as pytree

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from torch.testing._internal.common_optimizers import optim_db

STEPS = 10
MATRICES_ONLY = ("Muon",)
# Two hundred iterations amplify rounding: of a net that is not convex, PyTorch's own losses in float64
# move by 7e-6 if the data do by 1e-15. So these get a convex problem, in float64.
CHAOTIC = ("LBFGS",)


def _net(info: Any, implementation: str) -> nn.Module:
    torch.manual_seed(0)
    if implementation == "sparse":
        return nn.Sequential(nn.Embedding(7, 3, sparse=True))
    if info.name in CHAOTIC:
        return nn.Sequential(nn.Linear(4, 3, dtype=torch.float64))
    bias = info.name not in MATRICES_ONLY
    return nn.Sequential(nn.Linear(4, 6, bias=bias), nn.Tanh(), nn.Linear(6, 3, bias=bias))


def _dtype(info: Any) -> torch.dtype:
    return torch.float64 if info.name in CHAOTIC else torch.float32


def _data(info: Any, implementation: str) -> tuple[torch.Tensor, torch.Tensor]:
    made = torch.Generator().manual_seed(1)
    target = torch.randn(8, 3, generator=made, dtype=_dtype(info))
    if implementation == "sparse":
        return torch.tensor([0, 2, 2, 5, 6, 0, 0, 1]), target
    return torch.randn(8, 4, generator=made, dtype=_dtype(info)), target


def _options(info: Any, given: Any, implementation: str) -> dict[str, Any]:
    chosen = copy.deepcopy(given.kwargs)
    if implementation in info.supported_impls:
        chosen[implementation] = True
    elif "foreach" in info.supported_impls:
        chosen["foreach"] = False
    return chosen


def _train(net: nn.Module, optimizer: Any, data: Any) -> list[torch.Tensor]:
    """The losses of all steps."""
    x, y = data
    losses = []

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        return loss

    for _ in range(STEPS):
        losses.append(optimizer.step(closure).detach())
    return losses


def _parts(net: nn.Module, optimizer: Any, losses: Any) -> dict[str, Any]:
    parameters = dict(net.named_parameters())
    return {
        "losses": losses,
        "parameters": parameters,
        "gradients": {name: conformance.dense(p.grad) for name, p in parameters.items()},
        "state": pytree.tree_map_only(torch.Tensor, conformance.dense, optimizer.state_dict()),
    }


def _run(info: Any, given: Any, implementation: str, net: nn.Module | None = None) -> Any:
    net = _net(info, implementation) if net is None else net
    optimizer = info.optim_cls(net.parameters(), **_options(info, given, implementation))
    losses = _train(net, optimizer, _data(info, implementation))
    return net, optimizer, losses


def check(info: Any, given: Any, implementation: str, made_inside: bool, target: str) -> bool:
    """Compares one set of options; False if PyTorch itself refuses it."""
    try:
        native = _run(info, given, implementation)
    except (RuntimeError, ValueError):
        return False
    net = None if made_inside else _net(info, implementation)
    with conformance.strictly_on(target):
        ours = _run(info, given, implementation, net)
        conformance.assert_held((ours[2], list(ours[0].parameters())), target)
        parts = _parts(*ours)
    conformance.assert_same_parts(parts, _parts(*native))
    return True


def _differentiated(info: Any, given: Any, steps: int) -> dict[str, Any]:
    """The derivatives of a parameter after the steps, by itself and by its gradient before them."""
    made = torch.Generator().manual_seed(0)
    start, slope = (torch.randn(3, 4, generator=made).requires_grad_() for _ in range(2))
    moved = start.clone()
    moved.grad = slope
    optimizer = info.optim_cls([moved], **_options(info, given, "differentiable"))
    for _ in range(steps):
        optimizer.step()
    conformance.weighted_sum(moved).backward()
    return {
        "parameter": moved.detach(),
        "gradients": [start.grad, slope.grad],
        "state": {k: v.detach() for k, v in optimizer.state[moved].items() if torch.is_tensor(v)},
    }


def check_differentiable(info: Any, given: Any, target: str) -> bool:
    """Compares derivatives of ten steps, or of one where PyTorch refuses to differentiate ten."""
    try:
        native, steps = _differentiated(info, given, STEPS), STEPS
    except RuntimeError:
        native, steps = _differentiated(info, given, 1), 1
    with conformance.strictly_on(target):
        ours = _differentiated(info, given, steps)
        conformance.assert_held(ours["gradients"], target)
    conformance.assert_same_parts(ours, native)
    return True


def implementations(info: Any) -> list[str]:
    """What is there of an optimizer on the CPU."""
    if info.only_supports_sparse_grads:
        return ["sparse"]
    fused = ["fused"] if "fused" in info.supported_impls and "cpu" in info.supports_fused_on else []
    others = [name for name in ("foreach", "differentiable") if name in info.supported_impls]
    return ["for-loop", *others, *fused, *(["sparse"] if info.supports_sparse else [])]


def checks(info: Any, implementation: str) -> Iterator[Callable[[str], bool]]:
    """The sets of options of one implementation."""
    for i, given in enumerate(info.optim_inputs_func(device="cpu")):
        if implementation == "differentiable":
            yield functools.partial(check_differentiable, info, given)
        else:
            yield functools.partial(check, info, given, implementation, i % 2 == 1)


ENTRIES = [
    conformance.Entry(info.name, name, functools.partial(checks, info, name))
    for info in optim_db
    for name in implementations(info)
]

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)

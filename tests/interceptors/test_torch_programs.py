"""A program found by a key does what any call of that key asks for, whatever ran before it was made."""

import pytest
import torch
from torch.nn import functional as F

import ivy

X = torch.arange(12.0).reshape(4, 3)
ROWS = torch.arange(27.0).reshape(9, 3)

# calls whose expansion, or whose body, is traced: others run inside of them
TRACED = {
    "pad": lambda x: F.pad(x, (1, 1)),
    "rot90": torch.rot90,
    "kron": lambda x: torch.kron(x, x),
    "vmap": lambda x: torch.vmap(torch.sin)(x),
    "cond": lambda x: torch.cond(x.sum() > 0, torch.sin, torch.cos, (x,)),
}
# calls on parts of one tensor: the same geometry at another offset
USES = {
    "linear": lambda part: F.linear(X, part),
    "add": lambda part: part + 1,
    "sum": lambda part: part.sum(0),
    "write": lambda part: torch.zeros(3, 3).add_(part),
}
MODES = {"inference": torch.inference_mode, "no_grad": torch.no_grad, "grad": torch.enable_grad}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("traced", TRACED)
def test_offsets_are_read_after_a_call_was_traced(target, traced, use, mode):
    with MODES[mode]():
        wanted = [USES[use](ROWS[i : i + 3]) for i in range(6)]
    with ivy.run_on(target, fallback="error"), MODES[mode]():
        TRACED[traced](X.clone() + 0)
        for _ in range(2):
            ours = [USES[use](ROWS[i : i + 3]) for i in range(6)]
            for a, b in zip(ours, wanted, strict=True):
                assert torch.equal(ivy.to_source(a), b)

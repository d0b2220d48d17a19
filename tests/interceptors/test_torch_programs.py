"""A program found by a key does what any call of that key asks for, whatever ran before it was made."""

import pytest
import torch
from torch.nn import functional as F

import ivy

pytestmark = pytest.mark.usefixtures("programs")

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


@pytest.mark.parametrize("mode", MODES)
def test_as_strided_scatter_goes_by_the_strides_of_memory(target, mode):
    def scattered():
        x, src = torch.arange(24.0).reshape(4, 6), torch.ones(2, 2)
        views = (x, x[1:], x[:, 2:], x.t(), x[1:3, 1:4].t(), x.reshape(-1)[5:14].view(3, 3))
        offsets = ((), (0,), (2,), (None,))
        with MODES[mode]():
            return [
                torch.as_strided_scatter(v, src, (2, 2), (1, 2), *o) for v in views for o in offsets
            ]

    wanted = scattered()
    with ivy.run_on(target, fallback="error"):
        ours = scattered()
    for a, b in zip(ours, wanted, strict=True):
        assert torch.equal(ivy.to_source(a), b)
        assert (a.stride(), a.storage_offset()) == (b.stride(), b.storage_offset())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("how", ["bilinear", "bicubic", "nearest", "nearest-exact", "area"])
def test_a_picture_is_resized_in_every_mode(target, how, mode):
    x = torch.arange(240.0).reshape(2, 3, 5, 8).sin()
    smooth = how in ("bilinear", "bicubic")
    for options in ({"size": (3, 4)}, {"scale_factor": 1.5}):
        for sharp in {smooth, False}:
            with MODES[mode]():
                wanted = F.interpolate(x, mode=how, antialias=sharp, **options)
            with ivy.run_on(target, fallback="error"), MODES[mode]():
                ours = F.interpolate(x, mode=how, antialias=sharp, **options)
            torch.testing.assert_close(ivy.to_source(ours), wanted)


def _of(*shape, strides):
    memory = torch.arange(48.0)
    return memory.as_strided(shape, strides)


@pytest.mark.parametrize("mode", ["grad", "no_grad", "inference"])  # the others know less of a call
def test_results_lie_in_memory_as_pytorchs(target, mode):
    """Also along axes of length 1, and where another shape had the same strides before."""

    def run():
        found = []
        for x in (
            *[_of(2, 3, 1, strides=(3, 1, 6))] * 3,
            _of(2, 3, 4, strides=(3, 1, 6)),
            _of(1, 1, strides=(7, 7)),
        ):
            rows = [x.flip(0), x.flip(-1).flip(0), x.masked_fill(x > 3, 0.0)]
            rows += [torch.rot90(x, k) for k in range(4)]
            rows.append(x.flip(-1).requires_grad_().neg().detach())
            found += [(tuple(r.shape), r.stride(), r.tolist()) for r in rows]
        return found

    with MODES[mode]():
        wanted = run()
        with ivy.run_on(target, fallback="error"):
            assert [run() for _ in range(3)] == [wanted] * 3

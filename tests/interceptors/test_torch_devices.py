"""Code written for other devices, and printing, as on a machine without them."""

import io

import pytest
import torch
from support.sides import Cases, assert_same_on, error_of, values
from torch import nn
from torch.autograd import forward_ad as fwAD

CASES = Cases()
case = CASES.case


class Marked(torch.Tensor):
    """A plain subclass."""


@case
def printing_under_a_users_class():
    x = torch.ones(3).as_subclass(Marked)
    return [repr(x), repr(x * 2), repr((x * 2).sum()), type(x.clone()).__name__]


@case
def the_same_elements():
    x = torch.ones(3)
    return [x.is_set_to(x), x.is_set_to(x.view(3)), x.is_set_to(x[:2]), x.is_set_to(torch.ones(3))]


@case
def cuda_errors():
    x = torch.ones(2)
    m = nn.Linear(2, 2)
    return [
        error_of(f)
        for f in (
            lambda: x.to("cuda"),
            lambda: x.cuda(),
            lambda: torch.ones(2, device="cuda"),
            lambda: m.cuda(),
            lambda: m.to("cuda"),
            lambda: torch.tensor([1.0], device="cuda:0"),
            lambda: torch.cuda.synchronize(),
            lambda: torch.zeros(1).pin_memory(),
            lambda: torch.Generator("cuda"),
            lambda: x.to("mps"),
            lambda: torch.cuda.FloatTensor(2),
            lambda: x.to("xpu"),
            lambda: torch.randn(2, device="cuda"),
            lambda: torch.cuda.current_device(),
            lambda: x.to(torch.device("cuda"), torch.float16),
            lambda: torch.load(io.BytesIO(b"")),
            lambda: x.cpu().device.index,
        )
    ]


@case
def device_context():
    with torch.device("cpu"):
        x = torch.ones(2)
        y = torch.tensor([1, 2])
        z = torch.arange(3)
        n = nn.Linear(2, 2)
    torch.set_default_device("cpu")
    try:
        w = torch.zeros(2)
        r = torch.rand(2)
        i = torch.randperm(4)
    finally:
        torch.set_default_device(None)
    with torch.device("meta"):
        mm = torch.ones(3)
    return (
        x,
        y,
        z,
        w,
        r,
        i,
        n(x),
        torch.tensor(mm.is_meta),
        torch.tensor(str(torch.get_default_device()) == "cpu"),
    )


@case
def cuda_device_context():

    def f():
        with torch.device("cuda"):
            torch.ones(2)

    def g():
        torch.set_default_device("cuda")
        try:
            torch.ones(2)
        finally:
            torch.set_default_device(None)

    return [error_of(f), error_of(g)]


@case
def prints():
    out = []
    for x in (
        values(3),
        values(2, 3) * 100000.0,
        torch.arange(5),
        torch.tensor(3.5),
        torch.tensor([]),
        torch.ones(2, 0),
        torch.tensor([True, False]),
        values(2).to(torch.bfloat16),
        values(2) + 1j,
        values(2).double(),
        torch.arange(3000.0).reshape(30, 100),
        torch.tensor([float("nan"), float("inf"), 1.0]),
        values(2, 2).t(),
        values(2, 2, 2)[:, 0],
        values(3).half(),
        torch.full((2,), 2**60),
    ):
        out += [repr(x), str(x), f"{x}"]
    p = values(2).requires_grad_()
    out += [
        repr(p),
        repr(p * 2),
        repr(nn.Parameter(values(2))),
        repr(nn.Parameter(values(2), requires_grad=False)),
        repr((p * 2).sum()),
        str([p * 1, {"a": p}]),
        repr(nn.Linear(2, 3)),
        repr(nn.Parameter(values(2)).data),
    ]
    torch.set_printoptions(precision=2, sci_mode=True, threshold=5, edgeitems=1, linewidth=40)
    out += [repr(values(10)), repr(values(4, 4))]
    torch.set_printoptions(profile="default")
    x = values(3)
    out += [
        f"{x[0]:.4f}",
        f"{torch.tensor(3):5d}",
        f"{x.sum():10.2e}",
        f"{x[1]:.3f}",
        f"{x[2]:.1f}",
        str(x.size()),
        str(x.dtype),
        str(x.layout),
        str(x.device),
        x.type(),
        repr(x.shape),
    ]
    out += [error_of(lambda: f"{x:.2f}")]
    with torch.no_grad():
        out.append(repr(p * 2))
    with fwAD.dual_level():
        out.append(repr(fwAD.make_dual(values(2), torch.ones(2))))
    with torch.inference_mode():
        out.append(repr(values(2)))
    return out


@case
def print_in_transforms():
    seen = []
    torch.func.vmap(lambda r: (seen.append(repr(r)), r)[1])(values(2, 2))
    torch.func.grad(lambda r: (seen.append(repr(r)), r.sum())[1])(values(2))
    return seen


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = {"prints", "print_in_transforms", "cuda_errors", "printing_under_a_users_class"}


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)

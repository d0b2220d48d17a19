"""The hot path in C beside its Python twin: the same calls, the same numbers, the same errors.

All other tests run with whichever form the installation has (`make` builds the extension). This one
runs a program of corner cases in two processes, with the extension and without.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from interceptors.torch.fastpath import extension

pytestmark = pytest.mark.usefixtures("programs")

# Each line is a call; what it gives or raises is printed. All are made often enough to become quick,
# for shelves to be used up, and for programs to be compiled anew.
PROGRAM = """
import warnings; warnings.simplefilter('ignore')
import torch, ivy
import torch.nn.functional as F
from torch.utils._python_dispatch import TorchDispatchMode

torch.manual_seed(0)
native = torch.randn(3, 4)
weight = torch.nn.Parameter(torch.randn(3, 4))

class Seen(TorchDispatchMode):
    names = []
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.names.append(str(func))
        return func(*args, **(kwargs or {}))

def watched(x):
    Seen.names.clear()
    with Seen():
        x.sin()
    return torch.tensor(len(Seen.names))

def inference(x):
    with torch.inference_mode():
        return x.mul(2).t() + 1

def autocast(x):
    with torch.autocast('cpu', torch.bfloat16):
        return x @ x.t()

def dual(x):
    return torch.func.jvp(torch.sin, (x,), (x,))[1]

def backward(x):
    weight.grad = None
    (weight * x).sum().backward()
    return weight.grad

def written(x):
    y = x.clone(); z = y[1]; z.add_(1); y.t().mul_(2); y.view(-1)[3:5].zero_()
    return y

CALLS = [
    lambda x: torch.sin(x),
    lambda x: torch.add(x, x, alpha=2),
    lambda x: torch.add(x, native),
    lambda x: torch.add(other=x, input=x),
    lambda x: torch.div(x, 0.0),
    lambda x: torch.div(x, -0.0),
    lambda x: torch.div(x, 0),
    lambda x: x * float('nan'),
    lambda x: torch.eq(x, True),
    lambda x: x.eq(1),
    lambda x: F.layer_norm(x, (4,)),
    lambda x: F.layer_norm(x, [4], eps=1e-3),
    lambda x: F.gelu(x, approximate='tanh'),
    lambda x: x.t() @ native,
    lambda x: x[1],
    lambda x: x[:, 2:].sin(),
    lambda x: x.view(2, 6) + 1,
    lambda x: x.expand(2, 3, 4).sum(0),
    lambda x: torch.cat([x, native]),
    lambda x: torch.stack((x, x[0:3])),
    lambda x: x.sum(),
    lambda x: x.sum(1, keepdim=True),
    lambda x: x.max(1).indices,
    lambda x: torch.ones_like(x),
    lambda x: x.reshape(5, 5),
    lambda x: x + torch.ones(7),
    lambda x: torch.sin('a'),
    lambda x: x.nonzero(),
    lambda x: x.gather(1, torch.tensor([[9]])),
    lambda x: x.detach().requires_grad_().mul(2).requires_grad,
    lambda x: x.is_contiguous(),
    lambda x: x.t().is_contiguous(),
    lambda x: x.dtype,
    lambda x: torch.equal(x, x),
    inference,
    autocast,
    dual,
    backward,
    watched,
    written,
    lambda x: torch.vmap(torch.sin)(x),
    lambda x: x.sub_(0.5).add_(0.5),
    lambda x: torch._foreach_add([x, x], 1.0)[1],
]

def told(call, x):
    try:
        out = call(x)
    except Exception as error:
        return type(error).__name__, str(error)
    return out.tolist() if isinstance(out, torch.Tensor) else out

with ivy.run_on('jax', fallback='error') as session:
    x = torch.linspace(-1, 1, 12).reshape(3, 4)
    for i, call in enumerate(CALLS):
        first = told(call, x)
        again = [told(call, x) for _ in range(60)]
        same = all(repr(a) == repr(first) for a in again)
        print(i, same, repr(first), repr(again[-1]))
    for step in range(2100):
        y = torch.sin(x)
    print(y.tolist())
    print(sorted(session.report.calls.items()))
"""


def _told(pure: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "IVY_PURE_PYTHON": pure},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not found.returncode, found.stderr
    return found.stdout.splitlines()


@pytest.mark.skipif(extension.EXTENSION is None, reason="installed without a compiler")
def test_the_extension_and_its_python_twin_tell_the_same():
    with_c, without = _told("0"), _told("1")
    assert len(with_c) > 40
    assert with_c == without

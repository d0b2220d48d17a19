"""Small programs natively, under Ivy and under Google's torchax: which give PyTorch's results.

    features.py --torchax CHECKOUT [--json FILE]

Each program is a function of a device, and torchax gets the only edit that it needs: the device
`'jax'`, within its own block. Ivy runs the programs unmodified. Each runs in a separate process.
torchax is no dependency: the option names a checkout of github.com/google/torchax.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

PROGRAMS: dict[str, Callable[[str], Any]] = {}


def program(title: str) -> Callable:
    """Registers a program under a title."""
    return lambda function: PROGRAMS.setdefault(title, function)


def _net(device: str) -> nn.Module:
    torch.manual_seed(0)
    layers = nn.Linear(4, 8, bias=False), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2)
    return nn.Sequential(*layers).to(device)


def _data(device: str) -> torch.Tensor:
    return torch.linspace(-1, 1, 24).reshape(6, 4).to(device)


@program("training with AdamW, a schedule and clipping")
def training(device: str) -> Any:
    net, x = _net(device), _data(device)
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)
    for _ in range(5):
        loss = net(x).square().mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return [loss, *net.state_dict().values()]


@program("a write through a view")
def view(device: str) -> Any:
    x = torch.zeros(3, 4, device=device)
    x.t()[1:3, ::2].add_(torch.ones(2, 2, device=device))
    x.view(-1)[5:7] = 9
    return x, x.stride(), x.t().is_contiguous()


@program("assignment by a mask, and a branch on a value")
def mask(device: str) -> Any:
    x = _data(device)
    x[x < 0] = 0
    if x.sum() > 1:
        x *= 2
    return x[x > 0.5]


@program("dropout and `torch.randn` after `manual_seed`")
def dropout(device: str) -> Any:
    torch.manual_seed(3)
    return nn.functional.dropout(torch.randn(4, 5, device=device), 0.4)


@program("int64 and float64 keep their dtypes")
def dtypes(device: str) -> Any:
    x = torch.arange(5, device=device) * 2**40
    return x, torch.ones(3, dtype=torch.float64, device=device) / 3


@program("double backward")
def double_backward(device: str) -> Any:
    x = _data(device).requires_grad_()
    (first,) = torch.autograd.grad(x.sin().pow(3).sum(), x, create_graph=True)
    first.square().sum().backward()
    return x.grad


@program("`torch.func`: hessian, and jacobian under vmap")
def functional(device: str) -> Any:
    def f(v: torch.Tensor) -> torch.Tensor:
        return v.exp().prod()

    x = _data(device)
    return torch.func.hessian(f)(x[0]), torch.func.vmap(torch.func.grad(f))(x)


@program("an LSTM with packed sequences, backward")
def lstm(device: str) -> Any:
    torch.manual_seed(0)
    net = nn.LSTM(4, 3, batch_first=True).to(device)
    packed = nn.utils.rnn.pack_padded_sequence(
        _data(device).reshape(2, 3, 4), [3, 2], batch_first=True
    )
    out, _ = nn.utils.rnn.pad_packed_sequence(net(packed)[0], batch_first=True)
    out.sum().backward()
    return [out, *(p.grad for p in net.parameters())]


@program("hooks and an `autograd.Function`")
def hooks(device: str) -> Any:
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
            return x * 2

        @staticmethod
        def backward(ctx: Any, grad: torch.Tensor) -> torch.Tensor:
            return grad * 3

    seen = []
    x = _data(device).requires_grad_()
    x.register_hook(lambda grad: seen.append(grad.sum()))
    Double.apply(x).sum().backward()
    return x.grad, seen


@program("autocast to bfloat16")
def autocast(device: str) -> Any:
    net, x = nn.Linear(4, 4).to(device), _data(device)
    with torch.no_grad():
        net.weight.fill_(0.3)
        net.bias.zero_()
    with torch.autocast(torch.device(device).type, torch.bfloat16):
        return net(x)


@program("memory shared with NumPy, both ways")
def shared(device: str) -> Any:
    array = np.zeros(3, np.float32)
    x = torch.from_numpy(array).to(device)
    array += 1
    total = x.sum()
    x += 1
    return total, array


@program("`torch.save`, `load`, `deepcopy`")
def saving(device: str) -> Any:
    import copy
    import io

    net, buffer = _net(device), io.BytesIO()
    torch.save(net.state_dict(), buffer)
    buffer.seek(0)
    other = copy.deepcopy(net)
    other.load_state_dict(torch.load(buffer, map_location=device))
    return other(_data(device))


@program("sparse times dense, with gradient")
def sparse(device: str) -> Any:
    a = torch.eye(4).to_sparse().to(device)
    x = _data(device).requires_grad_()
    torch.sparse.mm(a, x.t()).square().sum().backward()
    return x.grad


@program("wrong shapes raise PyTorch's exception")
def wrong(device: str) -> Any:
    try:
        return _data(device) @ _data(device)
    except RuntimeError as error:
        return "cannot be multiplied" in str(error)


@program("a Hugging Face GPT-2 (random weights) writes 8 tokens")
def text(device: str) -> Any:
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(0)
    sizes = {"vocab_size": 50, "n_positions": 32, "n_embd": 16, "n_layer": 2, "n_head": 2}
    net = GPT2LMHeadModel(GPT2Config(**sizes, bos_token_id=1, eos_token_id=2)).eval().to(device)
    start = torch.tensor([[3, 4]], device=device)
    mask = torch.ones_like(start)
    return net.generate(start, attention_mask=mask, max_new_tokens=8, do_sample=False)


@program("a scripted function (`torch.jit.script`)")
def scripted(device: str) -> Any:
    return torch.jit.script(nn.GELU())(_data(device))


def plain(x: Any) -> Any:
    """Values without their framework."""
    if isinstance(x, torch.Tensor):
        x = x.detach()
        name = str(x.dtype).removeprefix("torch.")
        return [name, list(x.shape), x.cpu().double().tolist()]
    if isinstance(x, np.ndarray):
        return x.tolist()
    return [plain(v) for v in x] if isinstance(x, (list, tuple)) else x


@contextlib.contextmanager
def block(runner: str) -> Any:
    """Where a program of the runner runs; gives its device."""
    if runner == "torchax":
        import torchax  # type: ignore[import-not-found]

        with torchax.default_env():
            yield "jax"
    elif runner == "native":
        yield "cpu"
    else:
        import ivy

        with ivy.run_on(runner, fallback="error"):
            yield "cpu"


def run(title: str, runner: str, checkout: Path) -> Any:
    """The result of a program in a separate process, or the name of the exception that ended it."""
    path = os.pathsep.join([str(checkout), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, __file__, "--child", title, "--runner", runner],
        env={**os.environ, "PYTHONPATH": path, "JAX_PLATFORMS": "cpu"},
        capture_output=True,
        text=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if lines:
        return {"value": json.loads(lines[-1].removeprefix("RESULT "))}
    raised = re.findall(r"^([\w.]+)(?=:|$)", done.stderr, re.M)
    return {"error": raised[-1].rpartition(".")[2] if raised else f"status {done.returncode}"}


def same(a: Any, b: Any) -> bool:
    """Equal in structure and dtypes, and in numbers to 1e-4."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return bool(np.isclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True))
    return a == b


def _without_dtypes(x: Any) -> Any:
    if isinstance(x, list):
        return [_without_dtypes(v) for v in x if not (isinstance(v, str) and hasattr(torch, v))]
    return x


def verdict(native: Any, found: dict[str, Any]) -> str:
    """ "same", "dtype" if only the dtypes differ, "differs", or the name of the error."""
    if "error" in found:
        return found["error"]
    if same(native, found["value"]):
        return "same"
    return "dtype" if same(*map(_without_dtypes, (native, found["value"]))) else "differs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--torchax", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", default="", help="programs whose title contains this")
    parser.add_argument("--child")
    parser.add_argument("--runner")
    options = parser.parse_args()
    if options.child:
        with block(options.runner) as device:
            value = plain(PROGRAMS[options.child](device))
        print("RESULT " + json.dumps(value))
        return
    runners = ["jax", "numpy", "tensorflow", *(["torchax"] if options.torchax else [])]
    file = options.json
    rows = json.loads(file.read_text()) if options.only and file and file.exists() else {}
    for title in (t for t in PROGRAMS if options.only in t):
        checkout = options.torchax or Path()
        native = run(title, "native", checkout)["value"]
        rows[title] = {runner: verdict(native, run(title, runner, checkout)) for runner in runners}
        print(title, rows[title], flush=True)
    if file:
        file.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()

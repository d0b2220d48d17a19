"""Conjugate and negative views have PyTorch's bits, share memory, and are refused as natively."""

import copy
import io
import pickle

import pytest
import torch
from support.compare import assert_same
from support.sides import error_of

import ivy


def _complex():
    return torch.tensor([[1 + 2j, 3 - 1j], [-2 + 0.5j, 1j]])


def _reloaded(x):
    file = io.BytesIO()
    torch.save(x, file)
    file.seek(0)
    return torch.load(file)


# what is made of a tensor x
MADE = {
    "conj": lambda x: x.conj(),
    "twice": lambda x: x.conj().conj(),
    "adjoint": lambda x: x.mH,
    "real part": lambda x: x.conj().real,
    "imaginary part": lambda x: x.conj().imag,
    "negative view": lambda x: torch._neg_view(x),
    "negative and conjugate": lambda x: torch._neg_view(x.conj()),
    "conjugate of negative": lambda x: torch._neg_view(x).conj(),
    "row": lambda x: x.conj()[0],
    "element": lambda x: x.conj()[0, 1],
    "slice": lambda x: x.conj()[:, 1:],
    "transposed": lambda x: x.conj().t(),
    "reshaped": lambda x: x.conj().view(4),
    "expanded": lambda x: x.conj()[None].expand(2, 2, 2),
    "split": lambda x: x.conj().split(1)[1],
    "unbound": lambda x: x.conj().unbind()[0],
    "diagonal": lambda x: x.conj().diagonal(),
    "strided": lambda x: x.conj().as_strided((2,), (3,)),
    "detached": lambda x: x.conj().detach(),
    "data": lambda x: x.conj().data,
    "aliased": lambda x: x.conj().view_as(x),
    "contiguous": lambda x: x.conj().contiguous(),
    "contiguous of transposed": lambda x: x.mH.contiguous(),
    "clone": lambda x: x.conj().clone(),
    "resolved": lambda x: x.conj().resolve_conj(),
    "resolved itself": lambda x: x.resolve_conj(),
    "resolved negative": lambda x: x.conj().imag.resolve_neg(),
    "resolved for nothing": lambda x: x.conj().resolve_neg(),
    "physical": lambda x: x.conj_physical(),
    "physical of conj": lambda x: x.conj().conj_physical(),
    "product": lambda x: x.conj() * 2,
    "matrix product": lambda x: x.mH @ x,
    "inner product": lambda x: torch.dot(x[0].conj(), x[1]),
    "sum": lambda x: x.conj().sum(0),
    "solved": lambda x: torch.linalg.solve(x.mH, x.conj()),
    "joined": lambda x: torch.cat([x.conj(), x]),
    "stacked": lambda x: torch.stack([x.conj(), x.conj()]),
    "as float": lambda x: torch.view_as_real(x),
    "from floats": lambda x: torch.view_as_complex(torch.view_as_real(x)),
    "from negative floats": lambda x: torch.view_as_complex(torch._neg_view(torch.view_as_real(x))),
    "other dtype": lambda x: x.conj().to(torch.complex128),
    "like": lambda x: torch.zeros_like(x.conj()),
    "new": lambda x: x.conj().new_ones(2),
    "gathered": lambda x: x.conj()[torch.tensor([1, 0])],
    "where": lambda x: torch.where(x.real > 0, x.conj(), x),
    "deep copy": lambda x: copy.deepcopy(x.conj()),
    "deep copy of negative": lambda x: copy.deepcopy(x.conj().imag),
    "deep copy of imaginary parts": lambda x: copy.deepcopy(x.imag),
    "deep copy of floats": lambda x: copy.deepcopy(torch.view_as_real(x.T)[1:]),
    "copy": lambda x: copy.copy(x.conj()),
    "pickled": lambda x: pickle.loads(pickle.dumps(x.conj())),
    "saved": lambda x: _reloaded(x.conj()),
    "saved negative": lambda x: _reloaded(x.conj().imag),
    "list": lambda x: torch.tensor(x.conj().tolist()),
    "array": lambda x: torch.from_numpy(x.conj().resolve_conj().numpy()),
    "fft": lambda x: torch.fft.fft(x.conj()),
    "function": lambda x: torch.vmap(lambda row: row.conj())(x),
}
WRITES = {
    "none": lambda y: y,
    "mul_": lambda y: y.mul_(2),
    "add_": lambda y: y.add_(torch.ones_like(y)),
    "copy_": lambda y: y.copy_(torch.full_like(y, 3)),
    "fill_": lambda y: y.fill_(2),
    "brackets": lambda y: y.__setitem__(..., 7),
    "out": lambda y: torch.add(y, 1, out=y),
    "masked": lambda y: y.masked_fill_(torch.ones(y.shape, dtype=torch.bool), 5),
    "list": lambda y: torch._foreach_zero_([y]),
}


def facts(y):
    return y.is_conj(), y.is_neg(), y.stride(), y.storage_offset(), y.requires_grad


def run(make, write):
    x = _complex()
    y = make(x)
    first = facts(y), ivy.to_source(y).clone(), repr(y)
    error = error_of(lambda: write(y))
    return [*first, error, facts(y), y, x]


def check(ours, native):
    for a, b in zip(ours, native, strict=True):
        if isinstance(b, torch.Tensor):
            assert_same(a, b)
        else:
            assert a == b


@pytest.mark.parametrize("name", MADE)
def test_made_and_written(target, name):
    for how, write in WRITES.items():
        native = run(MADE[name], write)
        with ivy.run_on(target, fallback="error"):
            ours = run(MADE[name], write)
            try:
                check(ours, native)
            except AssertionError as error:
                raise AssertionError(f"{how}: {error}") from None
        check(ours, native)  # and after the block


READS = {
    "numpy": lambda y: torch.tensor(y.numpy()),
    "numpy, forced": lambda y: torch.tensor(y.numpy(force=True)),
    "array": lambda y: torch.tensor(y.__array__()),
    "view_as_real": torch.view_as_real,
    "view as another dtype": lambda y: y.view(torch.int32),
    "dlpack": lambda y: torch.from_dlpack(y),
    "item": lambda y: torch.tensor(y[0, 0].item()),
    "equal": lambda y: torch.tensor(torch.equal(y, y.clone())),
    "is_set_to": lambda y: torch.tensor(y.is_set_to(y)),
    "storage": lambda y: torch.tensor(y.untyped_storage().tolist()),
    "set_": lambda y: torch.empty(0, dtype=y.dtype).set_(y),
    "hash": lambda y: torch.tensor(hash(y) == hash(y)),
    "sgn": torch.sgn,
}
READ = {
    "conj": lambda x: x.conj(),
    "negative": lambda x: torch._neg_view(torch.view_as_real(x)),
    "plain": lambda x: x,
}


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("name", READS)
def test_what_reads_memory(target, name, kind):
    def read():
        found = []
        error = error_of(lambda: found.append(READS[name](READ[kind](_complex()))))
        return [error, *found]

    native = read()
    with ivy.run_on(target, fallback="error"):
        check(read(), native)


def test_views_made_before_the_block_are_written(target):
    def steps(enter):
        x = _complex()
        c, n = x.conj(), x.conj().imag
        with enter:
            seen = c * 1, n + 0, facts(c), facts(n), facts(c[0]), facts(n[0])
            c.mul_(1j)
            n.add_(1)
            n[0] = 5
            inside = ivy.to_source(x).clone(), c * 1, n * 1
        return [*seen, *inside, x, c.clone(), n.clone()]

    native = steps(torch.enable_grad())
    check(steps(ivy.run_on(target, fallback="error")), native)


def test_gradients_through_lazy_views(target):
    def gradients():
        x = _complex().requires_grad_()
        loss = (x.mH @ x).abs().sum() + (x.conj().imag * 2).square().sum() + x.conj().real.sum()
        loss.backward()
        return x.grad

    native = gradients()
    with ivy.run_on(target, fallback="error"):
        ours = gradients()
    assert_same(ours, native)


def test_memory_seen_with_two_dtypes(target):
    def steps():
        x = _complex()
        floats = torch.empty(0).set_(x.untyped_storage(), 0, (8,))
        floats.mul_(2)
        x.add_(1)
        return [x, floats]

    native = steps()
    with ivy.run_on(target, fallback="error"):
        check(steps(), native)

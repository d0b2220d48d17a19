"""What may be done on the host in place of a program: what gives the same bits, and nothing else."""

import ml_dtypes
import numpy as np
import pytest

import ivy
from ivy import functional
from ivy._core import host_evaluation
from ivy._core.backend import CURRENT
from ivy._core.op import OPS

F = np.array([[1.5, -2.0, 0.0], [np.inf, 3.0, -0.0]], np.float32)
I = np.array([[2, 0, 1], [1, 1, 2]])  # noqa: E741
MASK = I > 1


def _run(step, *arrays):
    def body(backend, *arrays):
        token = CURRENT.set(backend)
        try:
            return step(*arrays)
        finally:
            CURRENT.reset(token)

    return host_evaluation.run(body, list(arrays))


def test_the_names_are_those_of_primitives():
    host_evaluation.backend()
    for name in (
        host_evaluation.MOVES
        | host_evaluation.CONVERT
        | host_evaluation.ROUND
        | host_evaluation.COMPARE
    ):
        assert name in OPS and not OPS[name].composite


@pytest.mark.parametrize(
    "step",
    [
        lambda x: functional.add(x, x),
        lambda x: functional.multiply(x, 0.1),
        lambda x: functional.permute_dims(functional.subtract(x, 2.5), (1, 0)),
        lambda x: functional.greater(x, 0.0),
        lambda x: functional.where(functional.equal(x, 3.0), 1.0, x),
        lambda x: functional.concat([x, x], axis=1),
        lambda x: functional.astype(x, ivy.float64),
        lambda x: functional.astype(x, ivy.bfloat16),
        lambda x: functional.take_along_axis(x, I, axis=1),
        lambda x: functional.sum(functional.greater(x, 1.0)),
        lambda x: functional.asarray(functional.asarray(2, dtype=ivy.int32), dtype=ivy.float32),
        lambda x: functional.full((2, 2), 0.5, dtype=ivy.float32),
        lambda x: functional.tril(x),
        lambda x: functional.pad(x, [(1, 0), (0, 2)], float("nan")),
    ],
)
def test_one_rounding_between_moves_is_exact(step):
    with np.errstate(all="ignore"):
        CURRENT.set(None)
        assert _run(step, F) is not None


@pytest.mark.parametrize(
    "step",
    [
        lambda x: functional.add(functional.multiply(x, 3.0), x),
        lambda x: functional.sum(x),
        lambda x: functional.sum(x, axis=0),
        lambda x: functional.exp(x),
        lambda x: functional.divide(x, 3.0),
        lambda x: functional.matmul(x, functional.permute_dims(x, (1, 0))),
        lambda x: functional.mean(functional.asarray(I, dtype=ivy.int64)),
        lambda x: functional.astype(x, ivy.int32),
        lambda x: functional.maximum(x, 0.0),
        lambda x: functional.subtract(x, x),  # inf - inf
        lambda x: functional.multiply(x, 1e-40),
        lambda x: functional.softmax(x, axis=-1),
        lambda x: functional.set_index(x, [I[:, 0] % 2], x),
        lambda x: functional.add(functional.astype(x, ivy.complex64), 1.0),
        lambda x: functional.map(lambda row: functional.add(row, row), x),
        lambda x: functional.item(x[0, 0]),
    ],
)
def test_all_other_steps_are_for_a_program(step):
    with np.errstate(all="ignore"), pytest.raises(host_evaluation.NotExact):
        _run(step, F)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16, ml_dtypes.bfloat16])
def test_what_xla_takes_for_zero_is_for_a_program(dtype):
    small = ml_dtypes.finfo(dtype).smallest_normal
    below, above = np.array([small / 2], dtype), np.array([small * 2], dtype)
    assert below[0] != 0
    twice = lambda x: functional.add(x, x)  # noqa: E731
    assert _run(twice, above).dtype == dtype
    for step, x in [
        (twice, below),
        (lambda x: functional.multiply(x, 0.25), above),
        (lambda x: functional.greater(x, 0.0), below),
        (lambda x: functional.less(x, 1.0), np.array([np.nan], dtype)),
    ]:
        with pytest.raises(host_evaluation.NotExact):
            _run(step, x)


def test_what_is_large_is_for_a_program():
    many = np.zeros(host_evaluation.LARGE, np.float32)
    assert _run(lambda x: functional.multiply(x, 2.0), many).size == host_evaluation.LARGE
    with pytest.raises(host_evaluation.NotExact):
        _run(lambda x: functional.add(x, x), many)
    with pytest.raises(host_evaluation.NotExact):
        _run(lambda x: functional.sort(x), np.arange(5000))


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "int64", "bool"])
def test_a_program_gives_the_same_bits(dtype, monkeypatch):
    pytest.importorskip("torch")
    pytest.importorskip("jax")
    import torch

    from ivy.backends.jax import _compile

    kind = getattr(torch, dtype)
    calls = {
        "add": lambda x: x + x,
        "by a number": lambda x: x * 0.3,
        "masked": lambda x: torch.where(x > 1, x, -x) if kind is not torch.bool else x,
        "rows": lambda x: torch.nn.functional.embedding(torch.tensor([[3, 0]]), x),
        "joined": lambda x: torch.cat([x[1:].T, x[:3].T]),
        "converted": lambda x: x.to(torch.float32),
    }
    x = torch.linspace(-3, 4, 20).reshape(4, 5).to(kind)
    for name, call in calls.items():
        found = []
        for uses in (64, 0):
            monkeypatch.setattr(_compile, "_USES", uses)
            with ivy.run_on("jax", fallback="error"):
                found.append(call(x))
        a, b = map(ivy.to_source, found)
        assert a.dtype == b.dtype and torch.equal(a, b), name


def test_a_number_that_xla_takes_for_zero_is_for_a_program():
    whole = np.arange(3)
    assert _run(lambda x: functional.equal(x, 1.0), whole).tolist() == [False, True, False]
    for number in (1e-40, float("nan")):
        with pytest.raises(host_evaluation.NotExact):
            _run(lambda x, n=number: functional.equal(x, n), whole)

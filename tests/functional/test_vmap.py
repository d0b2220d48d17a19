"""vmap gives what stacking the results of the rows gives, for every op with a case."""

import numpy as np
import pytest
from support.backends import TARGETS
from support.gradient_cases import CASES

from ivy import functional as F
from ivy._core import errors
from ivy._core.backend import CURRENT, load
from ivy._core.batching import RULES

RANDOM = np.random.default_rng(5)


def _moved(x, k):
    """Row k of a batch: other numbers, near the case's own."""
    return np.asarray(x * (1 + 0.01 * k) + 0.003 * k)


def _host(out):
    return tuple(map(F.to_numpy, out)) if isinstance(out, (tuple, list)) else (F.to_numpy(out),)


@pytest.fixture(params=TARGETS)
def backend(request):
    found = load(request.param)
    with found.scope():
        token = CURRENT.set(found)
        yield found
        CURRENT.reset(token)


# factors are fixed up to signs only; what is 0 or a tie in a case moves away from it
@pytest.mark.parametrize("case", [pytest.param(c, id=c.id) for c in CASES])
@pytest.mark.parametrize("batched", ["first", "all"])
def test_a_batch_is_its_rows(case, batched):
    count = len(case.inputs)
    axes = tuple(0 if k == 0 or batched == "all" else None for k in range(count))
    with load("numpy").scope():
        rows = [
            [
                _moved(x, k) if a == 0 else np.asarray(x)
                for x, a in zip(case.inputs, axes, strict=True)
            ]
            for k in range(3)
        ]
        whole = [
            np.stack([row[n] for row in rows]) if a == 0 else rows[0][n] for n, a in enumerate(axes)
        ]
        out = _host(F.vmap(case.function, in_axes=axes)(*whole))
        expected = [_host(case.function(*row)) for row in rows]
        for n, part in enumerate(out):
            np.testing.assert_allclose(
                part, np.stack([e[n] for e in expected]), rtol=1e-9, atol=1e-12
            )


def test_most_primitives_run_once_for_all_rows():
    assert len(RULES) > 150


def test_gradients_of_batches_and_batches_of_gradients(backend):
    x = F.constant(RANDOM.standard_normal((4, 3)))
    w = F.constant(RANDOM.standard_normal(3))

    def loss(w, x):
        return F.sum(F.tanh(w * x) * x)

    rows = F.vmap(F.grad(loss), in_axes=(None, 0))(w, x)
    expected = np.stack([F.to_numpy(F.grad(loss)(w, x[k])) for k in range(4)])
    np.testing.assert_allclose(F.to_numpy(rows), expected, rtol=1e-12)
    total = F.grad(lambda w: F.sum(F.vmap(loss, in_axes=(None, 0))(w, x)))(w)
    np.testing.assert_allclose(F.to_numpy(total), expected.sum(0), rtol=1e-12)


def test_nested_batches_axes_and_structures(backend):
    a, b = RANDOM.standard_normal((4, 3)), RANDOM.standard_normal((5, 3))
    x, y = F.constant(a), F.constant(b)
    inner = F.vmap(lambda p, q: F.matmul(p, q), in_axes=(None, 0))
    out = F.vmap(inner, in_axes=(0, None))(x, y)
    np.testing.assert_allclose(F.to_numpy(out), a @ b.T, rtol=1e-12)
    both = F.vmap(lambda d: (d["x"] * 2, F.sum(d["x"])), in_axes=1)({"x": x})
    np.testing.assert_allclose(F.to_numpy(both[0]), a.T * 2)
    np.testing.assert_allclose(F.to_numpy(both[1]), a.sum(0))
    out = F.vmap(lambda p: p, out_axes=1)(x)
    assert tuple(out.shape) == (3, 4)


def test_mistakes_are_told(backend):
    x, y = F.constant(np.ones((2, 3))), F.constant(np.ones(3))
    with pytest.raises(ValueError, match="rows"):
        F.vmap(F.add)(x, y)
    with pytest.raises(errors.ReadsValueError, match="from row to row"):
        F.vmap(lambda r: r if F.sum(r) > 0 else -r)(x)


def test_rows_take_their_own_branches_and_leave_loops_when_they_are_through(backend):
    x = F.constant(np.array([1.0, 30.0, -2.0]))
    out = F.vmap(lambda r: F.cond(r > 0, F.sqrt, F.negative, r))(x)
    np.testing.assert_allclose(F.to_numpy(out), [1.0, np.sqrt(30), 2.0])

    def doubled(r):
        return F.while_loop(lambda s: s[0] < 20, lambda s: (s[0] + 5, s[1] + 1), (r, F.abs(r) * 0))

    value, steps = F.vmap(doubled)(x)
    assert F.to_numpy(value).tolist() == [21.0, 30.0, 23.0]
    assert F.to_numpy(steps).tolist() == [4.0, 0.0, 5.0]


def test_no_op_is_hidden_by_a_trace():
    from ivy._core.backend import FACILITIES, load
    from ivy._core.batching import Batch
    from ivy._core.op import OPS
    from ivy._core.tape import Tape

    # those that a backend answers as a facility are set for each trace by itself
    facilities = {"canonical", *FACILITIES}
    assert not {n for t in (Batch, Tape) for n in dir(t)} & (set(OPS) - facilities)
    trace = Tape(load("numpy"))
    assert {n for n in FACILITIES if n in OPS} <= set(vars(trace))

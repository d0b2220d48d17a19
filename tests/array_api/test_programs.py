"""On JAX a call of several steps is one program, or a few where it has to read how many there are."""

import numpy as np
import pytest

import ivy

jax = pytest.importorskip("jax")


@pytest.fixture
def compiled():
    events = []

    def note(name, _seconds, **_):
        if name == "/jax/core/compile/backend_compile_duration":
            events.append(name)

    jax.monitoring.register_event_duration_secs_listener(note)
    ivy.set_backend("jax")
    yield events
    ivy.unset_backend()
    jax.monitoring.clear_event_listeners()


@pytest.mark.parametrize(
    "call, most",
    [
        (ivy.linalg.det, 1),
        (ivy.linalg.pinv, 1),
        (ivy.linalg.slogdet, 1),
        (lambda x: ivy.linalg.solve(x, x), 4),  # that no matrix is singular is read between them
        (lambda x: ivy.vecdot(x, x), 1),
        (lambda x: ivy.tensordot(x, x, axes=2), 1),
        (lambda x: ivy.top_k(x, 2, largest=False), 3),
        (lambda x: ivy.nonzero(x), 2),  # how many there are is read between them
    ],
)
def test_programs_of_a_call(compiled, call, most):
    x = ivy.asarray(np.eye(17) + 1)  # a shape that no other test has
    del compiled[:]
    call(x)
    assert len(compiled) <= most
    call(x)  # what is met again is recorded, op by op
    del compiled[:]
    call(x)
    assert not compiled

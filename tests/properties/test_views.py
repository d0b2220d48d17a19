"""Views, in-place calls and aliasing under `run_on` are those of native PyTorch, program by program."""

import os

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import programs

import ivy

pytestmark = pytest.mark.usefixtures("programs")

EXAMPLES = os.environ.get("IVY_PROPERTY_EXAMPLES")
LIMITS = settings(
    max_examples=int(EXAMPLES or 60),
    derandomize=EXAMPLES is None,  # `make test` gives one answer; a search takes new programs
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


MODES = (torch.enable_grad, torch.no_grad, torch.inference_mode)


def _start(roots, *, outside):
    return [root.make() if root.outside is outside else None for root in roots]


def _pool(outside, inside):
    return [t for made in zip(outside, inside, strict=True) for t in made[0] or made[1]]


def _marks(pool):
    """Writes to every tensor in turn: what shares memory with it changes too."""
    return [programs.Call("fill_", i, (i % 2 + 7,)) for i in range(len(pool))]


def _same(ours, wanted, what):
    for i, (a, b) in enumerate(zip(ours, wanted, strict=True)):
        # equal as values: a sum over one element may keep the sign of a zero; repr tells nan from nan
        assert a == b or repr(a) == repr(b), f"tensor {i} {what}: {a}, natively {b}"


def check(target, mode, roots, steps, watch):
    """Runs a program natively and on `target`, and compares what can be seen."""
    outside = _start(roots, outside=True)
    calls, wanted = [], []
    with mode():
        native = _pool(outside, _start(roots, outside=False))
        for step in steps:
            call = programs.concretise(step, native)
            if call is not None:
                outcome = programs.apply(call, native)
                calls.append(call)
                wanted.append((outcome, programs.look(native, lambda t: t)))
        for call in _marks(native):
            calls.append(call)
            wanted.append((programs.apply(call, native), programs.look(native, lambda t: t)))

    outside = _start(roots, outside=True)
    with ivy.run_on(target, fallback="error"), mode():
        pool = _pool(outside, _start(roots, outside=False))
        for i, (call, (outcome, seen)) in enumerate(zip(calls, wanted, strict=True)):
            ours = programs.apply(call, pool)
            assert ours == outcome, f"{call}: {ours}, natively {outcome}; so far {calls[:i]}"
            if watch or i >= len(calls) - len(native):
                _same(programs.look(pool, ivy.to_source), seen, f"after {call}")
    plain = [i for i, t in enumerate(pool) if type(t) is torch.Tensor]
    after, last = programs.look(pool, lambda t: t), wanted[-1][1]
    _same([after[i] for i in plain], [last[i] for i in plain], "after the block")


@LIMITS
@given(program=programs.programs(), mode=st.sampled_from(MODES))
def test_program_gives_what_it_gives_natively(target, program, mode):
    check(target, mode, *program)

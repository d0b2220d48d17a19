"""A value that an inner block used on its target is usable in the outer one again, and the reverse."""

import contextlib
import itertools

import numpy as np
import pytest
import torch

import ivy

VALUES = {
    "whole": lambda: torch.tensor([1.0, 2.0]),
    "view": lambda: torch.tensor([1.0, 2.0, 3.0])[1:],
    "conjugated": lambda: torch.tensor([1 + 2j, 3 - 1j]).conj(),
    "reinterpreted": lambda: torch.tensor([1.0, 2.0]).view(torch.int32),
}
CALLS = {
    "program": lambda x: x * 2,
    "view": lambda x: x[1:] + 1,
    "write": lambda x: x.add_(1),
    "list write": lambda x: (torch._foreach_add_([x], 1), x)[1],
}


CASES = [
    case
    for case in itertools.product(VALUES, CALLS, CALLS)
    if "conjugated" not in case or "list write" not in case  # PyTorch refuses these by itself
]


@pytest.mark.parametrize(("kind", "outer", "inner"), CASES)
@pytest.mark.parametrize("targets", [("jax", "numpy"), ("numpy", "jax")], ids="-".join)
def test_values_follow_the_block_that_uses_them(targets, kind, outer, inner):
    def steps(enter):
        x = VALUES[kind]()
        outs = [CALLS[outer](x)]
        for _ in range(2):
            with enter(targets[1]):
                outs.append(CALLS[inner](x))
            outs.append(CALLS[outer](x))
        return [ivy.to_source(out).detach().clone() for out in outs]

    wanted = steps(lambda target: contextlib.nullcontext())
    with ivy.run_on(targets[0], sources="torch", fallback="error"):
        got = steps(lambda target: ivy.run_on(target, sources="torch", fallback="error"))
    for a, b in zip(got, wanted, strict=True):
        np.testing.assert_allclose(np.asarray(a), np.asarray(b), rtol=1e-6)


@pytest.mark.parametrize("targets", [("jax", "numpy"), ("numpy", "jax")], ids="-".join)
def test_one_block_after_another(targets):
    with ivy.run_on(targets[0], sources="torch"):
        x = torch.arange(4.0)
        part = x[::2]
    for target in (*targets, *targets):
        with ivy.run_on(target, sources="torch", fallback="error"):
            assert (part + x[1]).tolist() == [1.0, 3.0]
            kind = type(ivy.target_array(part + x[1]))
            assert kind.__module__.split(".")[0].removesuffix("lib") == target

"""NumPy programs, unmodified, on every target: equal results, no fall-back."""

from pathlib import Path

import pytest
from support.numpy_side import TARGETS, assert_same, load, redirected

import ivy

# that compute nothing, or draw
NATIVE = {"creation", "numbers", "random", "transfer"}
PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))


@pytest.fixture(params=TARGETS)
def target(request):
    return request.param


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_gives_what_it_gives_natively(path, target):
    program = load(path)
    native = program.main()
    ours = redirected(target, program.main)
    assert_same(ours, native)
    first = ours[0] if isinstance(ours, tuple) else ours
    assert ivy.is_redirected(first)
    report = ivy.report()
    assert report.calls and not report.fallbacks
    assert {heading for heading, _ in report.native} <= NATIVE, report.native

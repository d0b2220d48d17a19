"""Random indices and programs of views, as NumPy has them (`conformance/numpy_views.py`: all)."""

import pytest
from support import numpy_views
from support.numpy_side import TARGETS

# every one that is compiled costs a second on JAX
COUNTS = {"torch": (150, 100), "tensorflow": (40, 20), "jax": (20, 5)}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["by_index", "by_views"])
def test_programs_are_numpys(kind, target):
    count = COUNTS[target][kind == "by_views"]
    wrong = []
    for number in range(count):
        program = getattr(numpy_views, kind)(number)
        if not numpy_views.same(numpy_views.run(program, target), numpy_views.run(program, None)):
            wrong.append(number)
    assert not wrong

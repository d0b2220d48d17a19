"""What every test of the runtime has."""

import pytest

import ivy
from interceptors import lowerings


@pytest.fixture(autouse=True)
def _no_lowerings_left():
    """Unregisters the lowerings of a test."""
    yield
    for name, variants in list(lowerings._VARIANTS.items()):
        for on in list(variants):
            ivy.unregister_lowering(name, on=on)

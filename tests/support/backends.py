"""The backends under test."""

import os

TARGETS = os.environ.get("IVY_TEST_BACKENDS", "numpy,jax,tensorflow").split(",")

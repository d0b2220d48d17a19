"""JAX as a source. The idea is told in `trace.py`; arrays in `array.py`, programs in `programs.py`."""

from interceptors.jax.trace import INTERCEPTOR as INTERCEPTOR

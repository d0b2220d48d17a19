"""NumPy as a source. `README.md` has the idea, `array.py` the arrays."""

from interceptors.numpy.interceptor import INTERCEPTOR as INTERCEPTOR

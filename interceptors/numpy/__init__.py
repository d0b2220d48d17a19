"""NumPy as a source. The idea is told in `README.md`; arrays are in `array.py`."""

from interceptors.numpy.interceptor import INTERCEPTOR as INTERCEPTOR

"""PyTorch as a source: the idea is told in `mode.py`, tensors in `store.py`, rules in `engine.py`."""

from interceptors.torch.mode import INTERCEPTOR as INTERCEPTOR

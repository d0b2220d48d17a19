"""PyTorch as a source. The idea is told in `mode.py`, the tensors in `store.py`, the rules in `engine.py`."""

from interceptors.torch.mode import INTERCEPTOR as INTERCEPTOR

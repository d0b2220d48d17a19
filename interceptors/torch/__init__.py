"""PyTorch as a source; see README.md."""

from interceptors.torch.interceptor import INTERCEPTOR as INTERCEPTOR

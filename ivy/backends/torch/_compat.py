"""The private names of PyTorch that this backend uses. Tested with torch 2.13."""

from torch._C import _functorch

# Whether a tensor is wrapped by a transformation of `torch.func`.
is_wrapped = _functorch.is_functorch_wrapped_tensor

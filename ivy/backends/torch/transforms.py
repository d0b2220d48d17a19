"""What the framework's own gradients are told."""

import torch

stop_gradient = torch.Tensor.detach

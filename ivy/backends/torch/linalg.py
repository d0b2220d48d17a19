"""Linear algebra over the last two axes."""

import torch

from ivy.backends.torch import _adapters as like

matmul = like.unsigned(torch.matmul)

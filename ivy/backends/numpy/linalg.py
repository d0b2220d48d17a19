"""Linear algebra over the last two axes."""

import numpy as np

from ivy.backends.numpy import _adapters as like

matmul = like.wide(np.matmul)

"""Trainable modules, their optimizers, and conversion to the modules of other libraries.

    variables.py   the tree of variables
    module.py      `ivy.Module`
    layers.py      the layers of Ivy's own
    functions.py   the functions that a module computes: graphs and their programs
    capture.py     the graph of a module of Ivy's own layers
    converted.py   models of other libraries
    matching.py    which array of a model is which of another one: by the graphs of both
    naming.py      the same by names and shapes; layouts.py: how values are laid out in either
    optimizers.py, schedules.py
    libraries/     modules of other libraries, made of an `ivy.Module`

No file but those in `libraries/` knows a library. Models come in through `ivy.to_ivy_module`, in
`ivy_runtime/modules.py`.
"""

from ivy.modules import schedules as schedules
from ivy.modules.layers import GRU as GRU
from ivy.modules.layers import LSTM as LSTM
from ivy.modules.layers import BatchNorm as BatchNorm
from ivy.modules.layers import Conv1D as Conv1D
from ivy.modules.layers import Conv2D as Conv2D
from ivy.modules.layers import Conv3D as Conv3D
from ivy.modules.layers import Dropout as Dropout
from ivy.modules.layers import Embedding as Embedding
from ivy.modules.layers import LayerNorm as LayerNorm
from ivy.modules.layers import Linear as Linear
from ivy.modules.layers import MultiHeadAttention as MultiHeadAttention
from ivy.modules.layers import RMSNorm as RMSNorm
from ivy.modules.layers import Sequential as Sequential
from ivy.modules.module import Buffer as Buffer
from ivy.modules.module import Module as Module
from ivy.modules.module import Parameter as Parameter
from ivy.modules.optimizers import LAMB as LAMB
from ivy.modules.optimizers import LARS as LARS
from ivy.modules.optimizers import SGD as SGD
from ivy.modules.optimizers import Adafactor as Adafactor
from ivy.modules.optimizers import Adagrad as Adagrad
from ivy.modules.optimizers import Adam as Adam
from ivy.modules.optimizers import AdamW as AdamW
from ivy.modules.optimizers import Lion as Lion
from ivy.modules.optimizers import Optimizer as Optimizer
from ivy.modules.optimizers import RMSprop as RMSprop
from ivy.modules.optimizers import clip_grad_norm as clip_grad_norm
from ivy.modules.optimizers import clip_grad_value as clip_grad_value
from ivy.modules.variables import Variables as Variables

__all__ = [
    "GRU",
    "LAMB",
    "LARS",
    "LSTM",
    "SGD",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "BatchNorm",
    "Buffer",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Dropout",
    "Embedding",
    "LayerNorm",
    "Linear",
    "Lion",
    "Module",
    "MultiHeadAttention",
    "Optimizer",
    "Parameter",
    "RMSNorm",
    "RMSprop",
    "Sequential",
    "Variables",
    "clip_grad_norm",
    "clip_grad_value",
    "schedules",
]

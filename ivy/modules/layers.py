"""Layers with variables: the functions of `ivy` with the same names in small letters, and how to begin.

Weights are drawn uniformly within 1 / sqrt(inputs), as PyTorch does it, with Ivy's random state
(`ivy.random.seed`), on the current backend.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import ivy
from ivy.modules.module import Buffer, Module, Parameter


def _uniform(shape: Sequence[int], inputs: int) -> Parameter:
    bound = 1 / math.sqrt(inputs) if inputs else 0.0
    return Parameter(ivy.random_uniform(-bound, bound, shape=tuple(shape)))


def _ones(size: int) -> Any:
    return ivy.ones((size,), dtype=ivy.float32)


def _zeros(size: int) -> Any:
    return ivy.zeros((size,), dtype=ivy.float32)


class Sequential(Module):
    """One layer, or function, after the other.

    >>> import ivy
    >>> ivy.Sequential(ivy.Linear(3, 4), ivy.relu, ivy.Linear(4, 1))(ivy.zeros((2, 3))).shape
    (2, 1)
    """

    def __init__(self, *layers: Callable[..., Any]):
        self.layers = layers
        self._layers.clear()
        self._layers.update({str(i): x for i, x in enumerate(layers) if isinstance(x, Module)})

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        for layer in self.layers:
            x = layer(x)
        return x


class Linear(Module):
    """`x` times the transpose of `weight` (outputs, inputs), plus `bias`.

    >>> import ivy
    >>> ivy.Linear(3, 4).v.weight.shape
    (4, 3)
    """

    def __init__(self, inputs: int, outputs: int, bias: bool = True):
        self.weight = _uniform((outputs, inputs), inputs)
        self.bias = _uniform((outputs,), inputs) if bias else None

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        return ivy.linear(x, self.weight, self.bias)


class Embedding(Module):
    """The rows of `weight` at integers.

    >>> import ivy
    >>> ivy.Embedding(10, 4)(ivy.array([1, 2])).shape
    (2, 4)
    """

    def __init__(self, number: int, size: int):
        self.weight = Parameter(ivy.random_normal(shape=(number, size)))

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        return ivy.embedding(self.weight, x)


class _Conv(Module):
    spatial = 0

    def __init__(
        self,
        inputs: int,
        outputs: int,
        size: int | Sequence[int],
        *,
        strides: int | Sequence[int] = 1,
        padding: str | int | Sequence[Any] = "VALID",
        dilations: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        data_format: str = "channels_last",
    ):
        sizes = (size,) * self.spatial if isinstance(size, int) else tuple(size)
        count = inputs // groups * math.prod(sizes)
        last = data_format == "channels_last"
        shape = (*sizes, inputs // groups, outputs) if last else (outputs, inputs // groups, *sizes)
        self.weight = _uniform(shape, count)
        self.bias = _uniform((outputs,), count) if bias else None
        self.options = {
            "strides": strides,
            "padding": padding,
            "dilations": dilations,
            "groups": groups,
            "data_format": data_format,
        }

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        return ivy.conv(x, self.weight, bias=self.bias, **self.options)


class Conv1D(_Conv):
    """The correlation of series with filters; `data_format` "channels_last" or "channels_first".

    >>> import ivy
    >>> ivy.Conv1D(3, 8, 3)(ivy.zeros((2, 10, 3))).shape
    (2, 8, 8)
    """

    spatial = 1


class Conv2D(_Conv):
    """The correlation of images with filters; `data_format` "channels_last" or "channels_first".

    >>> import ivy
    >>> ivy.Conv2D(3, 8, 3, padding="SAME")(ivy.zeros((2, 10, 10, 3))).shape
    (2, 10, 10, 8)
    """

    spatial = 2


class Conv3D(_Conv):
    """The correlation of volumes with filters; `data_format` "channels_last" or "channels_first".

    >>> import ivy
    >>> ivy.Conv3D(1, 2, 3)(ivy.zeros((1, 4, 4, 4, 1))).shape
    (1, 2, 2, 2, 2)
    """

    spatial = 3


class BatchNorm(Module):
    """Each channel (`axis`) with mean 0 and variance 1: those of the batch in training, running ones
    otherwise.

    >>> import ivy
    >>> layer = ivy.BatchNorm(3)
    >>> layer(ivy.ones((2, 3))).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    >>> (layer.state.running_mean > 0).tolist()
    [True, True, True]
    """

    def __init__(
        self,
        size: int,
        *,
        axis: int = -1,
        momentum: float = 0.1,
        epsilon: float = 1e-5,
        affine: bool = True,
    ):
        self.weight = Parameter(_ones(size)) if affine else None
        self.bias = Parameter(_zeros(size)) if affine else None
        self.running_mean = Buffer(_zeros(size))
        self.running_var = Buffer(_ones(size))
        self.options = {"axis": axis, "momentum": momentum, "epsilon": epsilon}

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        out, mean, variance = ivy.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            weight=self.weight,
            bias=self.bias,
            training=self.training,
            **self.options,
        )
        if self.training:
            self.running_mean, self.running_var = mean, variance
        return out


class LayerNorm(Module):
    """The last axis with mean 0 and variance 1.

    >>> import ivy
    >>> ivy.LayerNorm(2)(ivy.array([[1.0, 1.0]])).tolist()
    [[0.0, 0.0]]
    """

    def __init__(self, size: int, *, epsilon: float = 1e-5, affine: bool = True):
        self.weight = Parameter(_ones(size)) if affine else None
        self.bias = Parameter(_zeros(size)) if affine else None
        self.epsilon = epsilon

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        return ivy.layer_norm(x, weight=self.weight, bias=self.bias, epsilon=self.epsilon)


class RMSNorm(Module):
    """The last axis over the root of its mean square.

    >>> import ivy
    >>> ivy.RMSNorm(2)(ivy.array([0.0, 0.0])).tolist()
    [0.0, 0.0]
    """

    def __init__(self, size: int, *, epsilon: float | None = None):
        self.weight = Parameter(_ones(size))
        self.epsilon = epsilon

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        return ivy.rms_norm(x, weight=self.weight, epsilon=self.epsilon)


class Dropout(Module):
    """In training, elements are 0 with a probability, and the others larger by as much.

    >>> import ivy
    >>> ivy.Dropout(0.5).eval()(ivy.ones(3)).tolist()
    [1.0, 1.0, 1.0]
    """

    def __init__(self, probability: float = 0.5):
        self.probability = probability

    def forward(self, x: Any) -> Any:
        """See `Module`."""
        if not self.training or not self.probability:
            return x
        return ivy.dropout(x, self.probability, key=self.draw_key())


class MultiHeadAttention(Module):
    """Attention of several heads over arrays (batch, positions, features).

    >>> import ivy
    >>> ivy.MultiHeadAttention(8, 2)(ivy.zeros((1, 5, 8))).shape
    (1, 5, 8)
    """

    def __init__(self, size: int, num_heads: int, *, dropout: float = 0.0, bias: bool = True):
        self.in_weight = _uniform((3 * size, size), size)
        self.in_bias = Parameter(_zeros(3 * size)) if bias else None
        self.out_weight = _uniform((size, size), size)
        self.out_bias = Parameter(_zeros(size)) if bias else None
        self.num_heads = num_heads
        self.dropout = dropout

    def forward(
        self,
        query: Any,
        key: Any = None,
        value: Any = None,
        *,
        mask: Any = None,
        is_causal: bool = False,
    ) -> Any:
        """See `Module`; keys and values are those of `query` if None."""
        dropout = self.dropout if self.training else 0.0
        return ivy.multi_head_attention(
            query,
            key,
            value,
            num_heads=self.num_heads,
            in_weight=self.in_weight,
            in_bias=self.in_bias,
            out_weight=self.out_weight,
            out_bias=self.out_bias,
            mask=mask,
            is_causal=is_causal,
            dropout=dropout,
            random_key=self.draw_key() if dropout else None,
        )


class _Recurrent(Module):
    gates = 0

    def __init__(self, inputs: int, size: int):
        self.weight_ih = _uniform((self.gates * size, inputs), size)
        self.weight_hh = _uniform((self.gates * size, size), size)
        self.bias_ih = _uniform((self.gates * size,), size)
        self.bias_hh = _uniform((self.gates * size,), size)
        self.size = size

    def _parts(self, x: Any, weight: Any, bias: Any) -> list[Any]:
        out = ivy.linear(x, weight, bias)
        return [out[..., i * self.size : (i + 1) * self.size] for i in range(self.gates)]

    def _start(self, x: Any) -> Any:
        return ivy.zeros((x.shape[0], self.size), dtype=ivy.float32) + x[:, 0, :1] * 0


class LSTM(_Recurrent):
    """A long short-term memory over arrays (batch, positions, features): `(outputs, (h, c))`.

    The gates are PyTorch's: input, forget, cell, output.

    >>> import ivy
    >>> out, (h, c) = ivy.LSTM(3, 4)(ivy.zeros((2, 5, 3)))
    >>> out.shape, h.shape
    ((2, 5, 4), (2, 4))
    """

    gates = 4

    def forward(self, x: Any, start: Any = None) -> Any:
        """See `Module`; `start` is (h, c), zeros if None."""
        h, c = (self._start(x),) * 2 if start is None else start
        outputs = []
        for position in range(x.shape[1]):
            of_x = self._parts(x[:, position], self.weight_ih, self.bias_ih)
            of_h = self._parts(h, self.weight_hh, self.bias_hh)
            i, f, g, o = (a + b for a, b in zip(of_x, of_h, strict=True))
            c = ivy.sigmoid(f) * c + ivy.sigmoid(i) * ivy.tanh(g)
            h = ivy.sigmoid(o) * ivy.tanh(c)
            outputs.append(h)
        return ivy.stack(outputs, axis=1), (h, c)


class GRU(_Recurrent):
    """A gated recurrent unit over arrays (batch, positions, features): `(outputs, h)`.

    The gates are PyTorch's: reset, update, new.

    >>> import ivy
    >>> out, h = ivy.GRU(3, 4)(ivy.zeros((2, 5, 3)))
    >>> out.shape, h.shape
    ((2, 5, 4), (2, 4))
    """

    gates = 3

    def forward(self, x: Any, start: Any = None) -> Any:
        """See `Module`; `start` is h, zeros if None."""
        h = self._start(x) if start is None else start
        outputs = []
        for position in range(x.shape[1]):
            r, z, n = self._parts(x[:, position], self.weight_ih, self.bias_ih)
            of_r, of_z, of_n = self._parts(h, self.weight_hh, self.bias_hh)
            r, z = ivy.sigmoid(r + of_r), ivy.sigmoid(z + of_z)
            n = ivy.tanh(n + r * of_n)
            h = (1 - z) * n + z * h
            outputs.append(h)
        return ivy.stack(outputs, axis=1), h

"""Windows over the spatial axes of a tensor, with TensorFlow's paddings and formats."""

import numpy as np

from ivy import functional as ivy
from ivy.frontends.tensorflow.errors import UnimplementedError, require


class Geometry:
    """Windows over the spatial axes of a tensor: sizes, strides, dilations, and the padding.

    Tensors have channels last in here; `last` and `back` move them there and back.
    """

    def __init__(self, shape, sizes, strides, padding, data_format, dilations=None, explicit=()):
        self.first = data_format.startswith("NC")
        ndim = len(shape)
        require(ndim == len(data_format), f"input must be {len(data_format)}-dimensional: {shape}")
        spatial = range(2, ndim) if self.first else range(1, ndim - 1)
        self.strides = [int(strides[i]) for i in spatial]
        self.dilations = [int(dilations[i]) for i in spatial] if dilations else [1] * len(spatial)
        for values in filter(None, (strides, dilations)):
            require(len(values) == ndim, f"strides and dilations must specify {ndim} dimensions")
            rest = [values[i] for i in range(ndim) if i not in spatial]
            if rest != [1, 1]:
                raise UnimplementedError(None, None, "strides in the batch and depth dimensions")
            require(min(values) > 0, "strides and dilations must be positive")
        self.sizes = [int(n) for n in sizes]
        self.shape = [int(shape[i]) for i in spatial]
        self.pads = self._pads(padding, explicit, spatial)
        self.counts = [
            (n + low + high - (k - 1) * d - 1) // s + 1
            for n, (low, high), k, d, s in zip(
                self.shape, self.pads, self.sizes, self.dilations, self.strides, strict=True
            )
        ]
        require(min(self.counts, default=1) >= 0, "Computed output size would be negative")

    def _pads(self, padding, explicit, spatial):
        if padding == "VALID":
            return [(0, 0)] * len(self.shape)
        if padding == "EXPLICIT":
            return [(explicit[2 * i], explicit[2 * i + 1]) for i in spatial]
        pads = []
        for n, k, s, d in zip(self.shape, self.sizes, self.strides, self.dilations, strict=True):
            total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
            pads.append((total // 2, total - total // 2))
        return pads

    def last(self, x):
        """`x` with channels last."""
        return ivy.moveaxis(x, 1, -1) if self.first else x

    def back(self, x):
        """`x`, which has channels last, as the call wants it."""
        return ivy.moveaxis(x, -1, 1) if self.first else x

    def padded(self, x, value=0):
        """`x` with `value` around it."""
        if all(p == (0, 0) for p in self.pads):
            return x
        return ivy.pad(x, [(0, 0), *self.pads, (0, 0)], value)

    def windows(self, x):
        """Each spatial axis of `x` (padded) split into windows and elements, these last of all."""
        for i in reversed(range(len(self.sizes))):
            x = ivy.windows(
                x, self.sizes[i], axis=1 + i, stride=self.strides[i], dilation=self.dilations[i]
            )
        n = len(self.sizes)
        order = (0, *(1 + 2 * i for i in range(n)), 2 * n + 1, *(2 + 2 * i for i in range(n)))
        return ivy.permute_dims(x, order)

    def overlapped(self, x):
        """The adjoint of `padded` and `windows`."""
        n = len(self.sizes)
        order = [0]
        for i in range(n):
            order += [1 + i, 2 + n + i]
        x = ivy.permute_dims(x, (*order, n + 1))
        crop = [slice(None)]
        for i, (size, (low, high)) in enumerate(zip(self.shape, self.pads, strict=True)):
            whole = size + low + high
            x = ivy.overlap_add(
                x, whole, axis=1 + i, stride=self.strides[i], dilation=self.dilations[i]
            )
            crop.append(slice(low, low + size))
        return ivy.slice_(x, tuple(crop))

    def places(self):
        """For each window and element the position in the unpadded space, -1 outside of it."""
        lines = []
        for n, (low, _), k, s, d, count in zip(
            self.shape,
            self.pads,
            self.sizes,
            self.strides,
            self.dilations,
            self.counts,
            strict=True,
        ):
            at = np.arange(count)[:, None] * s + np.arange(k) * d - low
            lines.append(np.where((at >= 0) & (at < n), at, -1))
        return lines

    def filled(self):
        """How many elements of each window lie in the tensor, shaped to divide sums of windows."""
        counts = [(line >= 0).sum(1) for line in self.places()]
        total = np.asarray(1)
        for c in counts:
            total = total[..., None] * c
        return total[..., None]


def elements(geometry):
    """The axes of the elements of windows."""
    n = len(geometry.sizes)
    return tuple(range(2 + n, 2 + 2 * n))


def pool_sizes(ksize, data_format):
    """The spatial part of the sizes of windows."""
    first = data_format.startswith("NC")
    require(len(ksize) == len(data_format), f"ksize must specify {len(data_format)} dimensions")
    spatial = ksize[2:] if first else ksize[1:-1]
    rest = [ksize[0], ksize[1] if first else ksize[-1]]
    if rest != [1, 1]:
        raise UnimplementedError(None, None, "Pooling across batch or depth is not supported")
    require(min(ksize) > 0, "Sliding window ksize must be positive")
    return spatial

"""What the views show that only operators make, as functions of the values; for graphs."""

from ivy import functional as ivy
from ivy.frontends._publish import VIEW_VALUES


def _same(x):
    return x


def _detached(x):
    return ivy.stop_gradient(x)


def _reshaped(x, size, *_):
    return ivy.reshape(x, tuple(size))


def _sliced(x, dim=0, start=None, end=None, step=1):
    dim %= x.ndim
    start, end, step = slice(start, end, step).indices(x.shape[dim])
    if (start, step) == (0, 1) and end >= x.shape[dim]:
        return x
    return ivy.slice_(x, (*[slice(None)] * dim, slice(start, max(start, end), step)))


VIEW_VALUES.update(
    {
        "torch.ops.aten._reshape_alias": _reshaped,
        "torch.ops.aten.alias": _same,
        "torch.ops.aten.detach": _detached,
        "torch.ops.aten.lift_fresh": _same,
        "torch.ops.aten.slice": _sliced,
        "torch.ops.aten.view.default": _reshaped,
    }
)

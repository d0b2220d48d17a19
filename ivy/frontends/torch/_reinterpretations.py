"""Views with other values than their base: functions `forward` and `backward` of each.

Both take the flat elements, the dtype of the base, and the arguments of the call.
"""

from ivy import functional as ivy
from ivy.frontends._publish import REINTERPRETATIONS


def _conjugate(x, dtype):
    return ivy.conj(x)


def _negate(x, dtype):
    return ivy.negative(x)


def _to_pairs(x, dtype):
    return ivy.stack([ivy.real(x), ivy.imag(x)], axis=-1)


def _from_pairs(x, dtype):
    x = ivy.reshape(x, (-1, 2))
    return ivy.complex(x[:, 0], x[:, 1])


def _as_dtype(x, dtype, wanted):
    return ivy.bitcast(x, wanted)


def _back_to_dtype(x, dtype, wanted):
    return ivy.bitcast(x, dtype)


REINTERPRETATIONS.update(
    {
        "torch.ops.aten._conj": (_conjugate, _conjugate),
        "torch.ops.aten._neg_view": (_negate, _negate),
        "torch.ops.aten.view.dtype": (_as_dtype, _back_to_dtype),
        "torch.ops.aten.view_as_complex": (_from_pairs, _to_pairs),
        "torch.ops.aten.view_as_real": (_to_pairs, _from_pairs),
    }
)

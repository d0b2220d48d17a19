"""Attention. Its dropout is always 0 here: with another one PyTorch takes the composite path."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _opmath as opmath
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _attention as attention


def _scaled_dot_product_flash_attention_for_cpu(
    query, key, value, dropout_p=0.0, is_causal=False, *, attn_mask=None, scale=None
):
    dtype = ivy.dtype(query)
    query, key, value = opmath.widen(query), opmath.widen(key), opmath.widen(value)
    key, value = attention.spread(key, query), attention.spread(value, query)
    scores = attention.scores(query, key, is_causal, attn_mask, scale)
    out = ivy.matmul(attention.weights(scores), value)
    return opmath.narrow(out, dtype), attention.logsumexp(scores)


@like.in_float32
def _scaled_dot_product_flash_attention_for_cpu_backward(
    grad_out,
    query,
    key,
    value,
    out,
    logsumexp,
    dropout_p,
    is_causal,
    *,
    attn_mask=None,
    scale=None,
):
    heads_of_key, heads_of_value = key, value
    key, value = attention.spread(key, query), attention.spread(value, query)
    scores = attention.scores(query, key, is_causal, attn_mask, scale)
    weights = attention.weights(scores)
    of_weights = ivy.matmul(grad_out, attention.transposed(value))
    rest = ivy.sum(ivy.multiply(grad_out, out), axis=-1, keepdims=True)
    of_scores = ivy.multiply(weights, ivy.subtract(of_weights, rest))
    of_scores = of_scores * attention.scale_of(query, scale)
    of_key = ivy.matmul(attention.transposed(of_scores), query)
    of_value = ivy.matmul(attention.transposed(weights), grad_out)
    return (
        ivy.matmul(of_scores, key),
        attention.gathered(of_key, heads_of_key),
        attention.gathered(of_value, heads_of_value),
    )


def _nested_tensor_from_mask_left_aligned(t, mask):
    if ivy.dtype(mask) != dtypes.bool_ or t.ndim != 3 or tuple(mask.shape) != tuple(t.shape[:2]):
        raise RuntimeError(
            "Expected mask to be of ScalarType Bool, with the first two sizes of a 3-dim tensor"
        )
    counts = ivy.sum(ivy.astype(mask, dtypes.int64), axis=1, keepdims=True)
    places = ivy.arange(0, mask.shape[1], dtype=dtypes.int64)
    return ivy.item(ivy.all(ivy.equal(mask, ivy.less(places, counts))))


_publish.publish(__name__, native="torch.ops.aten")

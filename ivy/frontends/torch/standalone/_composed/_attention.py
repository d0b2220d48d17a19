"""`torch.nn.functional`: attention."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED


def scaled_dot_product_attention(
    query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False
):
    if not query.dtype == key.dtype == value.dtype:
        raise RuntimeError(
            f"Expected query, key, and value to have the same dtype, but got query.dtype: "
            f"{query.dtype} key.dtype: {key.dtype} and value.dtype: {value.dtype} instead."
        )
    if min(query.ndim, key.ndim, value.ndim) < 2:
        raise RuntimeError("Expected query, key, and value to all be  at least 2 dimensional")
    if is_causal and attn_mask is not None:
        raise RuntimeError(
            "_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True"
        )
    if enable_gqa:
        key = key.repeat_interleave(query.shape[-3] // key.shape[-3], -3)
        value = value.repeat_interleave(query.shape[-3] // value.shape[-3], -3)
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    narrow = query.dtype
    query, key, value = (
        x.to(torch.float32) if narrow.itemsize == 2 else x for x in (query, key, value)
    )
    scores = torch.matmul(query * math.sqrt(scale), key.transpose(-2, -1) * math.sqrt(scale))
    if is_causal:
        attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    if attn_mask is not None and attn_mask.dtype == torch.bool:
        scores = scores.masked_fill(~attn_mask, -math.inf)
    elif attn_mask is not None:
        scores = scores + attn_mask
    weights = torch.ops.aten._safe_softmax(scores, -1)
    if dropout_p:
        weights = torch.nn.functional.dropout(weights, dropout_p)
    return torch.matmul(weights, value).to(narrow)


def multi_head_attention_forward(
    query,
    key,
    value,
    embed_dim_to_check,
    num_heads,
    in_proj_weight,
    in_proj_bias,
    bias_k,
    bias_v,
    add_zero_attn,
    dropout_p,
    out_proj_weight,
    out_proj_bias,
    training=True,
    key_padding_mask=None,
    need_weights=True,
    attn_mask=None,
    use_separate_proj_weight=False,
    q_proj_weight=None,
    k_proj_weight=None,
    v_proj_weight=None,
    static_k=None,
    static_v=None,
    average_attn_weights=True,
    is_causal=False,
):
    batched = _demand_ranks(query, key, value, key_padding_mask, attn_mask)
    if not batched:
        query, key, value = (x.unsqueeze(1) for x in (query, key, value))
        key_padding_mask = None if key_padding_mask is None else key_padding_mask.unsqueeze(0)
    length, batch, width = query.shape
    _demand_sizes(query, key, value, embed_dim_to_check, num_heads, use_separate_proj_weight)
    if is_causal and attn_mask is None:
        raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
    is_causal = is_causal and key_padding_mask is None and not need_weights
    attn_mask = None if is_causal else _added(attn_mask, query.dtype, "attn_mask")
    key_padding_mask = _added(key_padding_mask, query.dtype, "key_padding_mask")

    separate = (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else None
    q, k, v = _projected((query, key, value), separate, in_proj_weight, in_proj_bias)
    k, v = _biased(k, v, bias_k, bias_v, batch, static_k is not None or static_v is not None)
    q = _heads(q, batch, num_heads)
    k = _heads(k, batch, num_heads) if static_k is None else static_k
    v = _heads(v, batch, num_heads) if static_v is None else static_v
    if add_zero_attn:
        k, v = (torch.cat([x, torch.zeros_like(x[:, :1])], 1) for x in (k, v))
    seen = (bias_k is not None) + bool(add_zero_attn)  # keys that no mask hides
    mask = _merged(attn_mask, key_padding_mask, seen, batch, num_heads)

    attend = _attend_in_steps if need_weights else _attend
    out, shares = attend(q, k, v, mask, dropout_p if training else 0.0, is_causal, batch)
    out = torch.nn.functional.linear(
        out.reshape(length * batch, width), out_proj_weight, out_proj_bias
    )
    out = out.reshape(length, batch, -1)
    if shares is not None and average_attn_weights:
        shares = shares.mean(1)
    if batched:
        return out, shares
    return out.squeeze(1), None if shares is None else shares.squeeze(0)


def _attend(q, k, v, mask, dropout_p, is_causal, batch):
    """The result by queries, without the weights."""
    heads = q.shape[0] // batch
    parts = [x.reshape(batch, heads, x.shape[1], x.shape[2]) for x in (q, k, v)]
    if mask is not None:
        groups = (1, 1) if mask.shape[0] == 1 else (batch, heads)
        mask = mask.reshape(*groups, *mask.shape[1:])
    out = scaled_dot_product_attention(*parts, mask, dropout_p, is_causal)
    return out.permute(2, 0, 1, 3), None


def _attend_in_steps(q, k, v, mask, dropout_p, is_causal, batch):
    """The result by queries, and the weights by batch and head."""
    scores = torch.bmm(q * math.sqrt(1.0 / q.shape[-1]), k.transpose(-2, -1))
    shares = torch.softmax(scores if mask is None else mask + scores, -1)
    shares = torch.nn.functional.dropout(shares, dropout_p)
    out = torch.bmm(shares, v).transpose(0, 1)
    return out, shares.reshape(batch, q.shape[0] // batch, *shares.shape[1:])


def _demand_ranks(query, key, value, key_padding_mask, attn_mask):
    """Whether there is a batch."""
    if query.ndim not in (2, 3):
        raise AssertionError(
            f"query should be unbatched 2D or batched 3D tensor but received {query.ndim}-D query"
        )
    if not query.ndim == key.ndim == value.ndim:
        raise AssertionError(
            f"For {query.ndim}-D query, expected key and value to be of as many dimensions, but found "
            f"{key.ndim}-D and {value.ndim}-D tensors respectively"
        )
    if key_padding_mask is not None and key_padding_mask.ndim != query.ndim - 1:
        raise AssertionError(
            f"For {query.ndim}-D query, expected key_padding_mask to be None or "
            f"{query.ndim - 1}-D but found {key_padding_mask.ndim}-D tensor instead"
        )
    if attn_mask is not None and attn_mask.ndim not in (2, 3):
        raise AssertionError(
            f"expected attn_mask to be None, 2-D or 3-D but found {attn_mask.ndim}-D tensor instead"
        )
    return query.ndim == 3


def _demand_sizes(query, key, value, width, heads, separate):
    if query.shape[-1] != width:
        raise AssertionError(
            f"was expecting embedding dimension of {width}, but got {query.shape[-1]}"
        )
    if width % heads:
        raise AssertionError(f"embed_dim {width} not divisible by num_heads {heads}")
    lengths = 2 if separate else 3
    if key.shape[:lengths] != value.shape[:lengths]:
        raise AssertionError(f"key shape {key.shape} does not match value shape {value.shape}")


def _added(mask, dtype, name):
    """A mask as numbers to add to the scores."""
    if mask is None or mask.is_floating_point():
        return mask
    if mask.dtype != torch.bool:
        raise AssertionError(f"only bool and floating types of {name} are supported")
    return torch.zeros(mask.shape, dtype=dtype).masked_fill(mask, -math.inf)


def _projected(parts, separate, packed, bias):
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    return map(torch.nn.functional.linear, parts, separate or packed.chunk(3), biases)


def _biased(k, v, bias_k, bias_v, batch, static):
    """Keys and values, extended by the biases if there are any."""
    if (bias_k is None) != (bias_v is None):
        raise AssertionError("bias_k and bias_v are set together, or not at all")
    if bias_k is None:
        return k, v
    if static:
        raise AssertionError("bias cannot be added to static keys or values")
    return tuple(torch.cat([x, b.repeat(1, batch, 1)]) for x, b in ((k, bias_k), (v, bias_v)))


def _heads(x, batch, heads):
    return x.reshape(x.shape[0], batch * heads, x.shape[-1] // heads).transpose(0, 1)


def _merged(attn_mask, key_padding_mask, seen, batch, heads):
    """Both masks in one, of (batch * heads or 1, queries or 1, keys); the last `seen` keys show."""
    if key_padding_mask is not None:
        key_padding_mask = torch.nn.functional.pad(key_padding_mask, (0, seen))
        wide = key_padding_mask.reshape(batch, 1, 1, -1).expand(-1, heads, -1, -1)
        key_padding_mask = wide.reshape(batch * heads, 1, -1)
    if attn_mask is None:
        return key_padding_mask
    attn_mask = attn_mask.unsqueeze(0) if attn_mask.ndim == 2 else attn_mask
    attn_mask = torch.nn.functional.pad(attn_mask, (0, seen))
    return attn_mask if key_padding_mask is None else attn_mask + key_padding_mask


_publish.publish(__name__, native="torch.nn.functional", registry=COMPOSED)

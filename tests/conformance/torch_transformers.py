"""Every architecture of Hugging Face transformers that can be made small, through `ivy.run_on`.

    torch_transformers.py TARGET [--only gpt2,vit] [--shard i/n]

Tests hold a dozen families; here it is all that transformers' auto classes know, with random weights.
A family is made small by setting the sizes that its configuration has; one that then cannot be made, or
does not run in PyTorch itself, has no samples. The first sample of the others is a call with its
gradients, the second (of what writes) greedy generation. Nothing may be computed natively. Tensors may
differ by 1e-4 of their largest element.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read at import: no request is ever made
sys.path.insert(0, str(Path(__file__).parent.parent))

import torch
import transformers
from support import conformance
from support.tiny_models import VOCABULARY, noise, text, tokens
from transformers.models.auto import modeling_auto as auto

import ivy

MOST = 30_000_000  # parameters
_WIDTHS = "d_model dim embed_dim embedding_size hidden_size n_embd word_embed_proj_dim lru_width"
_INNER = "d_ff d_inner decoder_ffn_dim encoder_ffn_dim ffn_dim hidden_dim intermediate_size n_inner"
_LAYERS = (
    "decoder_layers encoder_layers n_layer n_layers num_decoder_layers num_encoder_layers "
    "num_hidden_layers num_layers"
)
_HEADS = (
    "decoder_attention_heads encoder_attention_heads n_head n_heads num_attention_heads num_heads"
)
_OF_HEADS = "d_head d_kv head_dim kv_channels qk_nope_head_dim qk_rope_head_dim v_head_dim"
_POSITIONS = "max_position_embeddings max_sequence_length n_positions"
_EXPERTS = "moe_num_experts n_routed_experts num_experts num_local_experts"
SMALL: dict[str, Any] = {
    **dict.fromkeys(_WIDTHS.split(), 32),
    **dict.fromkeys(_INNER.split(), 64),
    **dict.fromkeys(_LAYERS.split(), 2),
    **dict.fromkeys(_HEADS.split(), 4),
    **dict.fromkeys(_OF_HEADS.split(), 8),
    **dict.fromkeys(_POSITIONS.split(), 64),
    **dict.fromkeys(_EXPERTS.split(), 4),
    **dict.fromkeys(("kv_lora_rank", "q_lora_rank"), 16),
    **dict.fromkeys(("moe_intermediate_size", "shared_expert_intermediate_size"), 32),
    **dict.fromkeys(("chunk_size", "mamba_chunk_size", "mamba_d_state", "state_size"), 8),
    **dict.fromkeys(("attention_window", "sliding_window", "window_size"), 4),
    **dict.fromkeys(("initializer_range", "init_std"), 0.1),
    **dict.fromkeys(("mamba_n_groups", "n_group", "n_groups", "n_shared_experts", "topk_group"), 1),
    "image_size": 32,
    "patch_size": 8,
    "num_channels": 3,
    "time_step_rank": 4,
    "mamba_d_head": 16,
    "mamba_expand": 2,
    "mamba_n_heads": 4,
    "num_experts_per_tok": 2,
    "bos_token_id": 1,
    "decoder_start_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "num_key_value_heads": 2,
    "rotary_dim": 4,
    "type_vocab_size": 2,
    "vocab_size": VOCABULARY,
}
# tried in turn where a family refuses all of this together: other settings, None for its own
_OTHERWISE: tuple[dict[str, Any], ...] = (
    {},
    {"num_key_value_heads": 4},
    {"head_dim": None},
    {"head_dim": 16},
    {"image_size": 64, "patch_size": 4},
    {"num_experts_per_tok": 1, "moe_k": 1},
    dict.fromkeys(_OF_HEADS.split()),
    dict.fromkeys(_LAYERS.split()),
    dict.fromkeys(("hidden_sizes", "window_size")),
)


def _unlabelled() -> dict[str, torch.Tensor]:
    return {k: v for k, v in text().items() if k != "labels"}


def _image(config: Any) -> torch.Tensor:
    size = getattr(config, "image_size", 32)
    size = size if isinstance(size, int) else 32
    return noise(2, getattr(config, "num_channels", 3), size, size)


# by what a model is for: the classes, and what they are called with
KINDS: dict[str, tuple[dict, Callable[[Any], dict[str, torch.Tensor]]]] = {
    "causal": (
        auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        lambda c: text(),
    ),
    "ctc": (auto.MODEL_FOR_CTC_MAPPING_NAMES, lambda c: {"input_values": noise(2, 2000)}),
    "image": (
        auto.MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING_NAMES,
        lambda c: {"pixel_values": _image(c), "labels": torch.tensor([1, 3])},
    ),
    "masked": (
        auto.MODEL_FOR_MASKED_LM_MAPPING_NAMES,
        lambda c: text(),
    ),
    "question": (auto.MODEL_FOR_QUESTION_ANSWERING_MAPPING_NAMES, lambda c: _unlabelled()),
    "segments": (
        auto.MODEL_FOR_SEMANTIC_SEGMENTATION_MAPPING_NAMES,
        lambda c: {"pixel_values": _image(c)},
    ),
    "seq2seq": (
        auto.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
        lambda c: text() | {"labels": tokens(2, 5)},
    ),
}
WRITES = ("causal", "seq2seq")


def _sizes(usual: Any, kind: str) -> dict[str, Any]:
    """The settings of a configuration that make it small."""
    own = vars(usual)  # and no second names of the same
    chosen = {k: v for k, v in SMALL.items() if k in own}
    chosen["num_labels"] = 2 if kind == "question" else 5
    if layers := own.get("layer_types"):  # one of each, two at least
        kinds = list(dict.fromkeys(layers))
        chosen["layer_types"] = (kinds * 2)[: max(2, len(kinds))]
        chosen |= {k: len(chosen["layer_types"]) for k in _LAYERS.split() if k in chosen}
    for name, value in own.items():  # one value per stage
        if isinstance(value, (list, tuple)) and name in ("depths", "num_heads", *SMALL):
            one = {"depths": 1, "num_heads": 2, "num_attention_heads": 2}.get(name)
            chosen[name] = list(value) if one is None else [one] * len(value)
        elif name == "hidden_sizes" and isinstance(value, (list, tuple)):
            chosen[name] = [16 * (i + 1) for i in range(len(value))]
    return chosen


def _made(cls: Any, options: dict[str, Any], kind: str) -> tuple[Any, dict[str, torch.Tensor]]:
    """A model with weights from a seed, and its inputs."""
    config = cls.config_class(**options)
    with torch.device("meta"):
        count = sum(p.numel() for p in cls(config).parameters())
    if count > MOST:
        raise ValueError(f"{count} parameters")
    if config.is_encoder_decoder:
        config.decoder_start_token_id = 1
    torch.manual_seed(0)
    model = cls(config).eval()
    for weight in model.parameters():
        if weight.ndim > 1 and not weight.any():  # a gate that knows no difference: all is a tie
            torch.nn.init.normal_(weight, std=0.1)
    return model, KINDS[kind][1](config)


def _running(name: str, kind: str) -> tuple[Any, dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """A model, its inputs, and what PyTorch makes of them."""
    cls = getattr(transformers, name)
    chosen = _sizes(cls.config_class(), kind)
    for otherwise in _OTHERWISE:
        options = chosen | {k: v for k, v in otherwise.items() if k in chosen}
        options = {k: v for k, v in options.items() if v is not None}
        try:
            model, inputs = _made(cls, options, kind)
            return model, inputs, _call(model, inputs)
        except Exception as error:  # these classes raise whatever they like
            problem = error
    raise problem


def _call(model: Any, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Outputs and gradients."""
    torch.manual_seed(7)
    model.zero_grad()
    out = model(**inputs)
    parts = {k: v for k, v in out.items() if isinstance(v, torch.Tensor)}
    loss = out.get("loss")
    if loss is None:
        floats = [v for v in parts.values() if v.is_floating_point()]
        loss = sum(conformance.weighted_sum(v) / v.numel() for v in floats)
    loss.backward()
    gradients = {f"gradient of {n}": p.grad for n, p in model.named_parameters()}
    return {k: v.detach() for k, v in (parts | gradients).items() if v is not None}


def _written(model: Any) -> torch.Tensor:
    torch.manual_seed(7)
    return model.generate(tokens(1, 5), do_sample=False, max_new_tokens=6, min_new_tokens=6)


def _assert_near(ours: dict[str, torch.Tensor], native: dict[str, torch.Tensor]) -> None:
    assert ours.keys() == native.keys(), f"{sorted(ours)} for {sorted(native)}"
    for name, b in native.items():
        a = ivy.to_source(ours[name]).detach()
        assert a.dtype == b.dtype and a.shape == b.shape, f"{name}: {a.dtype} {a.shape}"
        limit = 1e-4 * max(1.0, b[b.isfinite()].abs().amax().item() if b.isfinite().any() else 1.0)
        torch.testing.assert_close(
            a, b, rtol=0, atol=limit, equal_nan=True, msg=lambda m, n=name: f"{n}: {m}"
        )


def _check_call(model: Any, inputs: Any, native: Any, target: str) -> bool:
    with conformance.strictly_on(target):
        ours = _call(model, inputs)
    _assert_near(ours, native)
    return True


def _check_writing(model: Any, native: torch.Tensor, target: str) -> bool:
    with conformance.strictly_on(target):
        ours = _written(model)
    assert ivy.to_source(ours).tolist() == native.tolist(), "other tokens"
    return True


def checks(name: str, kind: str) -> Iterator[Callable[[str], bool]]:
    """The checks of an architecture; all that PyTorch does is done before the first of them."""
    try:
        model, inputs, native = _running(name, kind)
    except Exception:  # it can't be made small in this way, or does not run in PyTorch
        return
    native = {k: v.clone() for k, v in native.items()}  # the next call writes into gradients
    written = _text_of(model) if kind in WRITES else None
    yield functools.partial(_check_call, model, inputs, native)
    if written is not None:
        yield functools.partial(_check_writing, model, written)


def _text_of(model: Any) -> torch.Tensor | None:
    try:
        return _written(model)
    except (NotImplementedError, RuntimeError, ValueError, TypeError, AttributeError, IndexError):
        return None  # it writes no text from a text alone


def _entries() -> Iterator[conformance.Entry]:
    for kind, (names, _) in KINDS.items():
        for architecture, cls in names.items():
            name = cls if isinstance(cls, str) else cls[0]
            yield conformance.Entry(architecture, kind, functools.partial(checks, name, kind))


ENTRIES = list(_entries())

if __name__ == "__main__":
    transformers.logging.set_verbosity_error()
    conformance.main(__doc__, ENTRIES)

"""Twelve model families of Hugging Face transformers, small enough for a test; weights are random.

Each row is a configuration, the class of the model, and inputs. Nothing is read from the network.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read at import: no request is ever made

import torch

VOCABULARY, WIDTH, LAYERS, HEADS = 61, 32, 2, 4
SPECIAL = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
SPREAD = 0.2  # of the weights: ten times the usual, so that the models say something else each time


@dataclass(frozen=True)
class Family:
    """A model, what it is called with, and how it writes."""

    model: str
    config: str
    options: dict[str, Any]
    inputs: Callable[[], dict[str, torch.Tensor]]
    generates: bool = False
    prompt: Callable[[], dict[str, torch.Tensor]] | None = None
    sub_configs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def build(self) -> Any:
        """The model, with weights from a seed, in evaluation mode."""
        import transformers  # slow: not while tests are collected

        torch.manual_seed(0)
        config = getattr(transformers, self.config)(**self.options, **self.sub_configs)
        return getattr(transformers, self.model)(config).eval()


def tokens(*shape: int) -> torch.Tensor:
    """Numbers of words, the same each time."""
    return torch.randint(3, VOCABULARY, shape, generator=torch.Generator().manual_seed(1))


def noise(*shape: int) -> torch.Tensor:
    """Numbers of the standard normal law, the same each time."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(2))


def _padded() -> torch.Tensor:
    """A mask in which the second sequence is shorter than the first."""
    mask = torch.ones(2, 7, dtype=torch.int64)
    mask[1, 5:] = 0
    return mask


def text() -> dict[str, torch.Tensor]:
    """Sequences of unequal length, padded on the right, and labels."""
    return {"input_ids": tokens(2, 7), "attention_mask": _padded(), "labels": tokens(2, 7)}


def whole() -> dict[str, torch.Tensor]:
    """Sequences without padding, for which attention needs no mask."""
    return {"input_ids": tokens(2, 7), "labels": tokens(2, 7)}


def prompt() -> dict[str, torch.Tensor]:
    """Two prompts, the second padded on the left."""
    return {"input_ids": tokens(2, 5), "attention_mask": _padded()[:, 2:].flip(1)}


def short() -> dict[str, torch.Tensor]:
    """One prompt without padding."""
    return {"input_ids": tokens(1, 5)}


_DECODER = {
    "vocab_size": VOCABULARY,
    "hidden_size": WIDTH,
    "intermediate_size": 2 * WIDTH,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": HEADS // 2,
    "head_dim": WIDTH // HEADS,
    "max_position_embeddings": 64,
    "initializer_range": SPREAD,
    **SPECIAL,
}
_ENCODER = {
    "vocab_size": VOCABULARY,
    "hidden_size": WIDTH,
    "intermediate_size": 2 * WIDTH,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "max_position_embeddings": 64,
    "initializer_range": SPREAD,
}
_VISION = {
    "hidden_size": WIDTH,
    "intermediate_size": 2 * WIDTH,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "initializer_range": SPREAD,
    "image_size": 16,
    "patch_size": 8,
}


def _decoder(model: str, config: str, inputs: Any, start: Any, **more: Any) -> Family:
    return Family(model, config, {**_DECODER, **more}, inputs, True, start)


FAMILIES = {
    "bert": Family("BertForMaskedLM", "BertConfig", _ENCODER, text),
    "distilbert": Family(
        "DistilBertForMaskedLM",
        "DistilBertConfig",
        {
            "vocab_size": VOCABULARY,
            "dim": WIDTH,
            "hidden_dim": 2 * WIDTH,
            "n_layers": LAYERS,
            "n_heads": HEADS,
            "initializer_range": SPREAD,
            "max_position_embeddings": 64,
        },
        text,
    ),
    "gpt2": Family(
        "GPT2LMHeadModel",
        "GPT2Config",
        {
            "vocab_size": VOCABULARY,
            "n_embd": WIDTH,
            "n_layer": LAYERS,
            "n_head": HEADS,
            "n_positions": 64,
            "initializer_range": SPREAD,
            **SPECIAL,
        },
        text,
        True,
        prompt,
    ),
    "llama": _decoder("LlamaForCausalLM", "LlamaConfig", text, prompt),
    "qwen3": _decoder("Qwen3ForCausalLM", "Qwen3Config", whole, short),
    "gemma2": _decoder(
        "Gemma2ForCausalLM",
        "Gemma2Config",
        text,
        prompt,
        sliding_window=4,
        query_pre_attn_scalar=8,
        tie_word_embeddings=False,
    ),
    "mixtral": _decoder("MixtralForCausalLM", "MixtralConfig", whole, prompt, num_local_experts=4),
    "mamba": Family(
        "MambaForCausalLM",
        "MambaConfig",
        {
            "vocab_size": VOCABULARY,
            "hidden_size": WIDTH,
            "state_size": 8,
            "tie_word_embeddings": False,
            "num_hidden_layers": LAYERS,
            "initializer_range": SPREAD,
            **SPECIAL,
        },
        text,
        True,
        lambda: {"input_ids": tokens(2, 5)},
    ),
    "t5": Family(
        "T5ForConditionalGeneration",
        "T5Config",
        {
            "vocab_size": VOCABULARY,
            "d_model": WIDTH,
            "d_kv": WIDTH // HEADS,
            "d_ff": 2 * WIDTH,
            "num_layers": LAYERS,
            "num_heads": HEADS,
            "tie_word_embeddings": False,
            "pad_token_id": 0,
            "eos_token_id": 2,
            "decoder_start_token_id": 0,
        },
        text,
        True,
        prompt,
    ),
    "vit": Family(
        "ViTForImageClassification",
        "ViTConfig",
        {**_VISION, "num_labels": 3},
        lambda: {"pixel_values": noise(2, 3, 16, 16), "labels": torch.tensor([0, 2])},
    ),
    "clip": Family(
        "CLIPModel",
        "CLIPConfig",
        {"projection_dim": 16},
        lambda: {
            "input_ids": tokens(2, 7),
            "attention_mask": _padded(),
            "pixel_values": noise(2, 3, 16, 16),
            "return_loss": True,
        },
        sub_configs={
            "text_config": {**_ENCODER, "eos_token_id": VOCABULARY - 1, "bos_token_id": 1},
            "vision_config": _VISION,
        },
    ),
    "whisper": Family(
        "WhisperForConditionalGeneration",
        "WhisperConfig",
        {
            "vocab_size": VOCABULARY,
            "d_model": WIDTH,
            "encoder_layers": LAYERS,
            "decoder_layers": LAYERS,
            "encoder_attention_heads": HEADS,
            "decoder_attention_heads": HEADS,
            "encoder_ffn_dim": 2 * WIDTH,
            "decoder_ffn_dim": 2 * WIDTH,
            "num_mel_bins": 8,
            "max_source_positions": 20,
            "max_target_positions": 64,
            "init_std": SPREAD,
            **SPECIAL,
            "decoder_start_token_id": 1,
            "suppress_tokens": None,
            "begin_suppress_tokens": None,
        },
        lambda: {"input_features": noise(2, 8, 40), "labels": tokens(2, 7)},
        True,
        lambda: {"input_features": noise(2, 8, 40)},
    ),
}

"""What a growing text costs on JAX from cold: a tiny GPT-2 writes 20 tokens without a cache.

Every token makes the text one longer, so nearly each call of a forward pass has a new shape. Run it in
a process of its own: what was compiled before is not cold.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from compiling import measured
from transformers import GPT2Config, GPT2LMHeadModel

import ivy

TOKENS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    torch.manual_seed(0)
    sizes = {"n_layer": 2, "n_head": 2, "n_embd": 32, "vocab_size": 128, "n_positions": 64}
    model = GPT2LMHeadModel(GPT2Config(**sizes, bos_token_id=0, eos_token_id=127)).eval()
    prompt = torch.randint(1, 127, (1, 5))
    how = {"max_new_tokens": TOKENS, "min_new_tokens": TOKENS, "do_sample": False}
    native = model.generate(prompt, **how, use_cache=False)
    tokens: list[Any] = []

    def generate() -> None:
        with ivy.run_on("jax", fallback="error"):
            tokens.extend(model.generate(prompt, **how, use_cache=False).tolist())

    costs = measured(generate)
    results = {"tokens": TOKENS, "same as natively": tokens == native.tolist(), **costs}
    print(json.dumps(results, indent=1))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()

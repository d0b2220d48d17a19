"""A plain Hugging Face script: a small GPT-2 continues two prompts, greedily and by sampling.

It knows nothing of Ivy. The weights are random, from a configuration: nothing is downloaded, and the
tokens are numbers that stand for no words. Run it natively with `python examples/generate_text.py`.
"""

import argparse

import torch
from transformers import GPT2Config, GPT2LMHeadModel


def build(seed=0):
    torch.manual_seed(seed)
    config = GPT2Config(
        vocab_size=211,
        n_positions=64,
        n_embd=64,
        n_layer=3,
        n_head=4,
        initializer_range=0.2,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    return GPT2LMHeadModel(config).eval()


def generate(tokens=20, seed=0):
    model = build(seed)
    # the second prompt is shorter, so it is padded on the left
    prompts = {
        "input_ids": torch.tensor([[17, 101, 8, 45], [0, 0, 33, 120]]),
        "attention_mask": torch.tensor([[1, 1, 1, 1], [0, 0, 1, 1]]),
    }
    greedy = model.generate(**prompts, max_new_tokens=tokens, do_sample=False)
    torch.manual_seed(seed)
    sampled = model.generate(**prompts, max_new_tokens=tokens, do_sample=True, top_k=50, top_p=0.95)
    return {"greedy": greedy.tolist(), "sampled": sampled.tolist()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20)
    for kind, sequences in generate(parser.parse_args().tokens).items():
        for sequence in sequences:
            print(f"{kind:8}", *sequence)


if __name__ == "__main__":
    main()

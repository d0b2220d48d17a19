"""What a first run on JAX pays for compiling: the demo's training script, then a new batch size."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from compiling import measured

import ivy

sys.path.insert(0, str(Path(__file__).parent.parent / "examples"))
import train_digits


def training(epochs: int, batch_size: int) -> dict[str, float]:
    """What the demo's training costs in a block."""

    def train() -> None:
        with ivy.run_on("jax", fallback="error"):
            train_digits.train(epochs, batch_size=batch_size, log=lambda _: None)

    return measured(train)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {
        "cold, 3 epochs of batch 64": training(3, 64),
        "again": training(3, 64),
        "new batch size 48": training(1, 48),
    }
    print(json.dumps(results, indent=1))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""The overhead of a call under Ivy and under Google's torchax, side by side in one process.

torchax is no dependency: `--source` names a checkout of it (github.com/google/torchax), which is put on
the path. Overhead is what a call costs beyond the bare jitted twin. Best of many rounds each.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import torch
from overhead import best_of, read, twins

import ivy


def compare(source: Path) -> list[dict]:
    """Per call the µs bare, under Ivy and under torchax, and the quotient of the two overheads."""
    values = np.random.default_rng(0).standard_normal((2, 4, 4)).astype("float32")
    a, b = jnp.array(values[0]), jnp.array(values[1])
    found: dict[str, dict[str, float]] = {}
    with ivy.run_on("jax", fallback="error"):
        x, y = torch.tensor(values[0]), torch.tensor(values[1])
        for name, (ours, bare) in twins(x, y, a, b).items():
            found[name] = best_of({"ivy": ours, "bare": bare}, read)
    sys.path.insert(0, str(source))
    import torchax  # type: ignore[import-not-found] - renames a device of PyTorch's: after the rest

    with torchax.default_env():
        x, y = (torch.tensor(v, device="jax") for v in values)
        for name, (theirs, _) in twins(x, y, a, b).items():
            found[name] |= best_of({"torchax": theirs}, lambda out: out.jax().block_until_ready())
    return [
        {
            "call": name,
            **us,
            "overhead_ratio": (us["torchax"] - us["bare"]) / (us["ivy"] - us["bare"]),
        }
        for name, us in found.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = compare(options.source)
    for row in rows:
        print({k: round(v, 1) if isinstance(v, float) else v for k, v in row.items()})
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()

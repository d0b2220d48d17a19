"""Runs the unmodified `generate_text.py` natively, on JAX and on NumPy, and compares the tokens."""

import argparse
import sys
import time

import generate_text
from rich.console import Console
from rich.table import Table

import ivy


def run(target, tokens):
    """One run; `target=None` is PyTorch itself."""
    print(f"writing on {target or 'PyTorch'} ...", flush=True)
    start = time.perf_counter()
    if target is None:
        written, fallbacks = generate_text.generate(tokens), 0
    else:
        with ivy.run_on(target, fallback="error"):
            written = generate_text.generate(tokens)
        fallbacks = ivy.report().fallback_calls
    return {"written": written, "seconds": time.perf_counter() - start, "fallbacks": fallbacks}


def main(tokens=20, targets=("jax", "numpy")):
    runs = {"PyTorch": run(None, tokens), **{name: run(name, tokens) for name in targets}}
    native = runs["PyTorch"]["written"]
    table = Table(
        title="generate_text.py, unmodified, seed 0: the first prompt, continued greedily"
    )
    for heading in ("runs on", "tokens", "seconds, cold", "fall-backs", "all tokens as natively"):
        table.add_column(heading)
    for name, r in runs.items():
        table.add_row(
            name,
            " ".join(map(str, r["written"]["greedy"][0])),
            f"{r['seconds']:.1f}",
            str(r["fallbacks"]),
            "yes" if r["written"] == native else "NO",
        )
    Console(width=150).print(table)
    good = all(r["written"] == native and r["fallbacks"] == 0 for r in runs.values())
    print("the tokens are the same and nothing fell back" if good else "THE RUNS DIFFER")
    return 0 if good else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20)
    sys.exit(main(parser.parse_args().tokens))

"""Makes the documentation from the code and the recorded results.

`docs/functional.md` lists every op from its declaration; the tables between the marks of
README.md and docs/pytorch.md come from `tests/yardsticks/results`, `examples/demo_results.json` and
`benchmarks/results.json`.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import ivy
from ivy._core.op import OPS

ROOT = Path(__file__).parent.parent
CAPABILITIES = "<!-- capabilities -->", "<!-- end of capabilities -->"
START, END = "<!-- tables -->", "<!-- end of tables -->"
MODES = {
    "forward": "forward, float32",
    "grad": "gradients, float32",
    "inplace": "in-place forms, float32",
}


TITLES = {
    "forward": "operators, forward, float32",
    "grad": "operators, gradients, float32",
    "inplace": "operators, in-place forms",
    "out": "operators, `out=` forms",
    "method": "operators, called as methods",
    **{
        d: f"operators, forward, {d}" for d in ("int64", "bool", "float64", "bfloat16", "complex64")
    },
    "modules": "modules: forward, backward, state after the call",
    "optimizers": "optimizers, each implementation, 10 steps",
    "errors": "bad input: the same class of exception",
}


def _read(path: str) -> Any:
    file = ROOT / path
    return json.loads(file.read_text()) if file.exists() else None


def operator_table() -> str:
    """Entries of PyTorch's operator database with every sample right, per target."""
    title = "PyTorch's operator database (`op_db`): entries with all of 12 spread samples right"
    lines = [f"| {title} | JAX | NumPy |", "|---|---|---|"]
    for mode, title in MODES.items():
        cells = []
        for target in ("jax", "numpy"):
            found = _read(f"tests/yardsticks/results/torch_on_{target}_{mode}.json")
            facts = found and found["summary"]
            cells.append(
                "-"
                if not facts
                else f"{facts['entries_right']} of {facts['entries']} = {facts['percent']} %"
            )
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def demo_table() -> str:
    """The runs of `make demo`."""
    rows = _read("examples/demo_results.json") or []
    headings = "loss per epoch | test accuracy | steps/s | fall-backs | weights differ by"
    lines = [f"| `make demo` on | {headings} |", "|---|---|---|---|---|---|"]
    for r in rows:
        losses = " ".join(f"{v:.6f}" for v in r["losses"])
        lines.append(
            f"| {r['target']} | {losses} | {r['accuracy']:.4f} | {r['steps_per_second']:.1f} "
            f"| {r['fallbacks']} | {r['weight_difference']:.1e} |"
        )
    return "\n".join(lines)


def speed_table() -> str:
    """Redirected calls against the bare jitted call of the target."""
    found = _read("benchmarks/results.json")
    if not found:
        return ""
    title = "call on JAX, 4 by 4 float32, no gradient"
    lines = [f"| {title} | ours µs | bare `jax.jit` µs | ratio |", "|---|---|---|---|"]
    for r in found["calls"]:
        lines.append(f"| `{r['call']}` | {r['ours']:.1f} | {r['bare']:.1f} | {r['ratio']:.2f} |")
    return "\n".join(lines)


def tables() -> str:
    """Everything that stands between the marks of README.md."""
    return "\n\n".join(filter(None, (operator_table(), demo_table(), speed_table())))


def readme(text: str) -> str:
    """README.md with its tables made anew."""
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    return f"{before}{START}\n{tables()}\n{END}{after}"


def capability_table() -> str:
    """Every results file of the yardsticks: how much of a database is right on each target."""
    lines = ["| PyTorch's database | JAX | NumPy |", "|---|---|---|"]
    folder = ROOT / "tests/yardsticks/results"
    modes = {file.stem.split("_", 3)[3] for file in folder.glob("torch_on_*.json")}
    for mode in [*(m for m in TITLES if m in modes), *sorted(modes - TITLES.keys())]:
        cells = []
        for target in ("jax", "numpy"):
            found = _read(f"tests/yardsticks/results/torch_on_{target}_{mode}.json")
            facts = found["summary"] if found else None
            right = (
                facts and f"{facts['entries_right']} of {facts['entries']} = {facts['percent']} %"
            )
            cells.append(right or "not measured")
        lines.append(f"| {TITLES.get(mode, mode)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def pytorch_page(text: str) -> str:
    """docs/pytorch.md with its table made anew."""
    start, end = CAPABILITIES
    before, _, rest = text.partition(start)
    return f"{before}{start}\n{capability_table()}\n{end}{rest.partition(end)[2]}"


def functional_page() -> str:
    """One entry per op: signature, docstring, which backends implement it."""
    lines = ["# The functional API", "", "Made from the declarations by `make docs`.", ""]
    families: dict[str, list[str]] = {}
    for name, op in OPS.items():
        families.setdefault(op.declaration.__module__.rpartition(".")[2], []).append(name)
    for family, names in sorted(families.items()):
        lines += [f"## {family}", ""]
        for name in sorted(names):
            op = OPS[name]
            kind = "composite" if op.composite else "primitive"
            lines += [
                f"### `ivy.{name}{inspect.signature(op.declaration)}`",
                "",
                inspect.getdoc(op.declaration) or "",
                "",
                f"*{kind}*",
                "",
            ]
    return "\n".join(lines)


def main() -> None:
    assert ivy.__version__
    (ROOT / "docs/functional.md").write_text(functional_page())
    page = ROOT / "docs/pytorch.md"
    page.write_text(pytorch_page(page.read_text()))
    file = ROOT / "README.md"
    file.write_text(readme(file.read_text()))


if __name__ == "__main__":
    main()

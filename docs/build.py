"""Generates the documentation from the code and the recorded results.

`docs/api/` has a page per namespace, each function from its declaration; `docs/coverage.md` shows what
`python -m ivy_runtime coverage` prints, `docs/gallery.md` the examples. The tables between the marks of
README.md and other pages come from `tests/conformance/results`, `examples/demo_results.json` and
`benchmarks/*.json`. A target has a column, or a row, once there are
results of it.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ivy
from interceptors.sources import TARGETS as TARGETS_OF
from ivy._array import namespace
from ivy._core.backend import NAMES
from ivy._core.op import OPS
from ivy_runtime import coverage

ROOT = Path(__file__).parent.parent
# Files of the public layer: the family of their functions that are not ops.
FAMILIES = {
    "pointwise": "arithmetic",
    "products": "linalg",
    "searching": "sorting",
    "datatypes": "inspection",
    "info": "inspection",
}
NAMESPACES = ("linalg", "fft")
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
    "dtypes": "dtypes that PyTorch refuses: the same class of exception",
    "same_forward": "forward values to the last bit the same, gradient wanted or not",
    "again": "calls again and again on parts of larger tensors, in every mode",
    "on_host": "values to the last bit the same, on the host at first and of the program",
    "names": "every function and tensor method, called in child processes",
    "values": "every public function and method, in two of its dtypes",
    "sparse": "sparse tensors, forward",
    "sparse_grad": "sparse tensors, gradients",
    "transformers": "architectures of Hugging Face transformers, tiny: outputs, gradients, tokens",
}


TARGETS = {"jax": "JAX", "numpy": "NumPy", "tensorflow": "TensorFlow"}
CONFORMANCE = "tests/conformance/results"


def _measured_targets() -> list[str]:
    """The targets that PyTorch's databases have been measured on."""
    folder = ROOT / CONFORMANCE
    return [t for t in TARGETS if any(folder.glob(f"torch_on_{t}_*.json"))]


def _heading(title: str) -> list[str]:
    targets = _measured_targets()
    return [
        f"| {title} | {' | '.join(TARGETS[t] for t in targets)} |",
        "|---" * (len(targets) + 1) + "|",
    ]


def _right(mode: str) -> str:
    """The cells of a mode: the entries with every sample right, on each target."""
    cells = []
    for target in _measured_targets():
        found = _read(f"{CONFORMANCE}/torch_on_{target}_{mode}.json")
        facts = found and found["summary"]
        cells.append(
            f"{facts['entries_right']} of {facts['entries']} = {facts['percent']} %"
            if facts
            else "-"
        )
    return " | ".join(cells)


def _read(path: str) -> Any:
    file = ROOT / path
    return json.loads(file.read_text()) if file.exists() else None


def pairs_table() -> str:
    """Each source on each target: how much of what its own tests or functions try is right."""
    names = {"torch": "PyTorch", **TARGETS}
    lines = [f"| code of, on | {' | '.join(names.values())} |", "|---" * (len(names) + 1) + "|"]
    for source in names:
        cells = [_rate(source, target) for target in names]
        lines.append(f"| {names[source]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _rate(source: str, target: str) -> str:
    if source == target:
        return "itself"
    if target not in TARGETS_OF.get(source, ()):
        return "-"
    if source == "torch":
        return f"{_read(f'{CONFORMANCE}/torch_on_{target}_forward.json')['summary']['percent']} %"
    found = _read(f"{CONFORMANCE}/{source}_on_{target}_functions.json")
    if found is None:
        return "a beginning"
    counts = found["counts"]
    return f"{100 * counts['right'] / sum(counts.values()):.1f} %"


def operator_table() -> str:
    """Entries of PyTorch's operator database with every sample right, per target."""
    title = "PyTorch's operator database (`op_db`): entries with every sample right"
    rows = [f"| {title} | {_right(mode)} |" for mode, title in MODES.items()]
    return "\n".join([*_heading(title), *rows])


def demo_table() -> str:
    """The runs of `make demo`."""
    rows = _read("examples/demo_results.json") or []
    headings = "loss per epoch | test accuracy | steps/s | fallbacks | weights differ by"
    lines = [f"| `make demo` on | {headings} |", "|---|---|---|---|---|---|"]
    for r in rows:
        losses = " ".join(f"{v:.6f}" for v in r["losses"])
        name = TARGETS.get(r["target"], r["target"])
        lines.append(
            f"| {name} | {losses} | {r['accuracy']:.4f} | {r['steps_per_second']:.1f} "
            f"| {r['fallbacks']} | {r['weight_difference']:.1e} |"
        )
    return "\n".join(lines)


def speed_table() -> str:
    """Redirected calls against the bare jitted call of the target."""
    found = _read("benchmarks/results.json")
    if not found:
        return ""
    title = "call on JAX, 4 by 4 float32, no gradient"
    lines = [f"| {title} | in a block, µs | bare `jax.jit`, µs | ratio |", "|---|---|---|---|"]
    for r in found["calls"]:
        lines.append(f"| `{r['call']}` | {r['ours']:.1f} | {r['bare']:.1f} | {r['ratio']:.2f} |")
    return "\n".join(lines)


def cold_table() -> str:
    """What first runs pay for compiling."""
    runs = dict(_read("benchmarks/cold_start.json") or {})
    if text := _read("benchmarks/generate.json"):
        runs["a tiny GPT-2 writes 20 tokens without a cache, cold"] = text
    lines = [
        "| first runs on JAX | programs | seconds of compiling | seconds |",
        "|---|---|---|---|",
    ]
    for run, r in runs.items():
        seconds = f"{r['compile_seconds']:.1f} | {r['wall_seconds']:.1f}"
        lines.append(f"| {run} | {r['programs']} | {seconds} |")
    return "\n".join(lines) if runs else ""


def dispatch_table() -> str:
    """What functions of `ivy` add to the frameworks' own calls: median and maximum over functions."""
    found = _read("benchmarks/dispatch.json") or {}
    title = "what a function of `ivy` adds to the framework's own call: median, maximum (µs)"
    names = [{"torch": "PyTorch", **TARGETS}.get(backend, backend) for backend in found]
    lines = [f"| {title} | {' | '.join(names)} |", "|---" * (len(found) + 1) + "|"]
    for way, title in {"public": "on the framework's arrays", "array": "on `ivy.Array`"}.items():
        cells = []
        for rows in found.values():
            added = sorted(r[way] for r in rows if way in r)
            cells.append(f"{added[len(added) // 2]:.1f}, {added[-1]:.1f}")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines) if found else ""


def tables() -> str:
    """Everything between the marks of README.md."""
    return "\n\n".join(
        filter(
            None,
            (
                pairs_table(),
                operator_table(),
                demo_table(),
                speed_table(),
                cold_table(),
                dispatch_table(),
            ),
        )
    )


def readme(text: str) -> str:
    """README.md with new tables."""
    return _replaced(text, START, END, tables())


def _replaced(text: str, start: str, end: str, table: str) -> str:
    """A page with a new table between two marks."""
    before, _, rest = text.partition(start)
    return f"{before}{start}\n{table}\n{end}{rest.partition(end)[2]}"


def capability_table() -> str:
    """Every results file of the conformance suite: the right entries of a database on each target."""
    files = (ROOT / CONFORMANCE).glob("torch_on_*.json")
    modes = {file.stem.split("_", 3)[3] for file in files}
    chosen = [*(m for m in TITLES if m in modes), *sorted(modes - TITLES.keys())]
    rows = [f"| {TITLES.get(mode, mode)} | {_right(mode)} |" for mode in chosen]
    return "\n".join([*_heading("PyTorch's database"), *rows])


def pytorch_page(text: str) -> str:
    """docs/pytorch.md with a new table."""
    return _replaced(text, *CAPABILITIES, capability_table())


NUMPY = {"torch": "PyTorch", "jax": "JAX", "tensorflow": "TensorFlow"}


def numpy_table() -> str:
    """How far NumPy programs go on each target; "-" is not measured there."""
    measured = {
        "functions and ufuncs that NumPy dispatches by its protocols: every sample right": _functions,
        "random indices, read and written": lambda target: _views(target, "by_index"),
        "random programs of views and in-place writes": lambda target: _views(target, "by_views"),
        "NumPy's own tests in the modules measured so far, of those that pass natively": _own_tests,
    }
    lines = [f"| | {' | '.join(NUMPY.values())} |", "|---" * (len(NUMPY) + 1) + "|"]
    for title, cell in measured.items():
        lines.append(f"| {title} | {' | '.join(map(cell, NUMPY))} |")
    return "\n".join(lines)


def _functions(target: str) -> str:
    counts = _read(f"{CONFORMANCE}/numpy_on_{target}_functions.json")["counts"]
    return f"{counts['right']} of {sum(counts.values())}"


def _views(target: str, kind: str) -> str:
    found = _read(f"{CONFORMANCE}/numpy_on_{target}_views.json")
    if found is None:
        return "-"
    count = found[kind]["programs"]
    return f"{count - len(found[kind]['wrong'])} of {count}"


def _own_tests(target: str) -> str:
    found = _read(f"{CONFORMANCE}/numpy_on_{target}_own.json")
    if found is None:
        return "-"
    count = sum(row["natively"] for row in found["rows"])
    right = count - sum(len(row["failed"]) for row in found["rows"])
    return f"{right} of {count} = {right / count:.1%}, {len(found['rows'])} modules"


def numpy_page(text: str) -> str:
    """docs/numpy.md with a new table."""
    return _replaced(text, START, END, numpy_table())


def _public() -> Iterator[tuple[str, str, Callable]]:
    """`(family, full name, function)` of every public function."""
    for space in NAMESPACES:
        module = importlib.import_module(f"ivy.{space}")
        for name in module.__all__:
            yield space, f"ivy.{space}.{name}", getattr(module, name)
    for name in namespace.names():
        value = getattr(ivy, name)
        if inspect.isfunction(value) and not name.startswith("_"):
            yield _family(name, value), f"ivy.{name}", value


def _family(name: str, function: Callable) -> str:
    """The file that declares an op or defines another function."""
    declared = OPS[name].declaration if name in OPS else inspect.unwrap(function)
    file = Path(declared.__code__.co_filename).stem
    return FAMILIES.get(file, file)


def _purpose(family: str) -> str:
    """The docstring of the file that declares a family of functions."""
    for package in ("ivy.functional", "ivy"):
        try:
            return inspect.getdoc(importlib.import_module(f"{package}.{family}")) or ""
        except ModuleNotFoundError:
            continue
    return ""


def _described(doc: str) -> str:
    """A docstring as Markdown: sections in bold, examples indented, so that they can be run."""
    doc = re.sub(r"^(\w+)\n-+$", r"**\1**\n", doc, flags=re.M)
    parts = re.split(r"\n\s*\n", doc)
    return "\n\n".join(
        "\n".join("    " + line for line in part.split("\n")) if part.startswith(">>>") else part
        for part in parts
    )


@functools.cache
def _absences() -> dict[str, dict[str, str]]:
    """Why a backend lacks an op, by op and backend, read from the backends' files."""
    found: dict[str, dict[str, str]] = {}
    for backend in NAMES:
        for file in (ROOT / "ivy/backends" / backend).glob("[a-z]*.py"):
            for node in ast.parse(file.read_text()).body:
                match node:
                    case ast.Assign(
                        targets=[ast.Name(id=name)],
                        value=ast.Call(
                            func=ast.Name(id="unsupported"), args=[ast.Constant(value=why)]
                        ),
                    ):
                        found.setdefault(name, {})[backend] = str(why)
    return found


def _entry(name: str, function: Callable) -> str:
    op = OPS.get(name.removeprefix("ivy."))
    doc = inspect.getdoc(function) or ""
    if ">>>" not in doc and op is not None:
        doc = inspect.getdoc(op.declaration) or ""
    signature = str(inspect.signature(function)).replace("'", "")
    parts = [f"## {name}", f"`{name}{signature}`", _described(doc)]
    for backend, why in _absences().get(name.removeprefix("ivy."), {}).items():
        parts.append(f"*Not on {backend}: {why}.*")
    return "\n\n".join(parts)


def api_pages() -> dict[str, str]:
    """A page per namespace and family: every function with its signature, meaning and example."""
    members: dict[str, list[tuple[str, Callable]]] = {}
    for family, name, function in _public():
        members.setdefault(family, []).append((name, function))
    pages = {}
    for family, entries in sorted(members.items()):
        title = f"ivy.{family}" if family in NAMESPACES else family.replace("_", " ")
        head = f"# {title}\n\n{_purpose(family)}\n\nMade from the declarations by `make docs`."
        entries.sort(key=lambda e: (e[0].count(".") == 1, e[0]))
        pages[f"{family}.md"] = "\n\n".join((head, *(_entry(*e) for e in entries))) + "\n"
    lines = ["# The functional API", "", "Made from the declarations by `make docs`.", ""]
    for family, entries in sorted(members.items()):
        lines.append(f"* [{family}]({family}.md), {len(entries)} functions: {_first(family)}")
    return {"index.md": "\n".join(lines) + "\n", **pages}


def _first(family: str) -> str:
    """The first paragraph of a family's docstring, on one line."""
    return _purpose(family).split("\n\n")[0].replace("\n", " ")


def _coverage_section(source: str) -> Iterator[str]:
    entries = coverage.coverage(source)
    right = sum(e.word in coverage.RIGHT for e in entries)
    on = ", ".join(f"{b} {n}" for b, n in coverage.right_on(entries).items())
    yield from (
        f"## {source}",
        "",
        f"{right} functions are right on every backend (on each: {on}).",
        "",
    )
    yield f"| namespace | {' | '.join(coverage.WORDS)} |"
    yield "|---" * (len(coverage.WORDS) + 1) + "|"
    for space, members in coverage.by_namespace(entries).items():
        yield f"| {space} | {' | '.join(map(str, coverage.counts(members).values()))} |"
    yield f"| together | {' | '.join(map(str, coverage.counts(entries).values()))} |"
    yield ""
    wrong = [e for e in entries if e.word == "wrong"]
    if wrong:
        yield "Not right on some backend:"
        yield ""
    for e in wrong:
        yield f"* `{e.path}`: {e.reason.replace('|', '/')}"
    if wrong:
        yield ""


def conformance_table() -> str:
    """The Array API standard's own test suite on each backend."""
    lines = ["| backend | passed | failed | skipped | of those that ran |", "|---|---|---|---|---|"]
    for backend in NAMES:
        found = _read(f"tests/array_api/results/{backend}.json")
        if found:
            f = found["summary"]
            lines.append(
                f"| {backend} | {f['passed']} | {f['failed']} | {f['skipped']} | {f['percent']} % |"
            )
    return "\n".join(lines)


def coverage_page() -> str:
    """docs/coverage.md: the standard, and how much of its source each frontend has."""
    lines = [
        "# What is covered",
        "",
        "Made by `make docs` from the registry of frontend functions, `tests/frontends/results` and",
        "`tests/array_api/results`. `python -m ivy_runtime coverage SOURCE` prints the same, and more.",
        "",
        "## The Array API standard 2024.12",
        "",
        "The suite of data-apis/array-api-tests with `ivy` as the module; the reasons of failures are",
        "in `tests/array_api/expected`.",
        "",
        conformance_table(),
        "",
        "## Frontends",
        "",
        "A function counts where its cases try two dtypes, an argument beside the defaults and bad",
        "input, and values, dtypes, shapes and exceptions are those of the source's own function.",
        "Parameters that change no result on another framework (`device`, `out`, `layout`, `name` and",
        "the rest of `IGNORED` in `tests/frontends/requirements.py`) are no such argument. The ufunc",
        "objects of `jax.numpy` (`add`, `maximum`, ...) are excused from one: they name `out` and",
        "`where`, and refuse both. Factors, partitions and the choice among equal values are held to",
        "what the function promises (`tests/frontends/cases/properties.py`), not to the same numbers.",
        "",
        *(f"* **{word}**: {text}." for word, text in coverage.WORDS.items()),
        "",
    ]
    for source in coverage.SOURCES:
        lines += _coverage_section(source)
    return "\n".join(lines).rstrip() + "\n"


def features_table() -> str:
    """The programs of `benchmarks/features.py`, and what became of them under each runner."""
    rows = _read("benchmarks/features.json") or {}
    words = {"same": "equal", "dtype": "equal, another dtype", "differs": "**other results**"}
    runners = {
        **{t: f"Ivy on {name}" for t, name in TARGETS.items()},
        "torchax": "torchax (on JAX)",
    }
    lines = [f"| program | {' | '.join(runners.values())} |", "|---" * (len(runners) + 1) + "|"]
    for title, found in rows.items():
        cells = [words.get(found[runner], f"`{found[runner]}`") for runner in runners]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def comparison_page(text: str) -> str:
    """docs/comparison.md with a new table."""
    return _replaced(text, START, END, features_table())


MATRIX = "<!-- matrix -->", "<!-- end of matrix -->"
LIBRARIES = {
    "torch": "PyTorch",
    "keras": "Keras",
    "haiku": "Haiku",
    "flax": "linen",
    "nnx": "nnx",
    "equinox": "Equinox",
    "objax": "Objax",
    "trax": "Trax",
}


def matrix_tables() -> str:
    """Conversion between module libraries: the largest error of each pair, per model."""
    found = _read(f"{CONFORMANCE}/module_matrix.json") or {}
    titles = {"mlp": "MLP", "cnn": "CNN, BatchNorm, Dropout", "block": "Transformer block"}
    parts = []
    for model, title in titles.items():
        lines = [f"| {title}: from, to | {' | '.join(LIBRARIES.values())} |", "|---" * 9 + "|"]
        for source, name in LIBRARIES.items():
            cells = [_pair(found.get(model, {}).get(f"{source} to {to}")) for to in LIBRARIES]
            lines.append(f"| {name} | {' | '.join(cells)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _pair(errors: Any) -> str:
    if errors is None or "skipped" in errors:
        return "-"
    if "failed" in errors:
        return "fails"
    worst = max(errors[k] for k in ("outputs", "gradients", "state", "losses"))
    return f"{worst:.0e}" if errors["right"] else f"**{worst:.0e}**"


WHOLE_MODELS = "<!-- models -->", "<!-- end of models -->"


def models_table() -> str:
    """Whole models as graphs: the largest errors on each backend."""
    backends = {"numpy": "NumPy", "jax": "JAX", "torch": "PyTorch", "tensorflow": "TensorFlow"}
    lines = [f"| model | ops | {' | '.join(backends.values())} |", "|---" * 6 + "|"]
    for title, row in (_read(f"{CONFORMANCE}/graph_models.json") or {}).items():
        cells = " | ".join(_errors(row.get(b)) for b in backends)
        lines.append(f"| {title} | {row['ops']} | {cells} |")
    return "\n".join(lines)


def _errors(row: Any) -> str:
    if row is None or "failed" in row:
        return "-" if row is None else "fails"
    return ", ".join(f"{row[k]:.0e}" for k in ("outputs", "gradients", "source") if k in row)


GRAPH_FIGURES = "<!-- figures -->", "<!-- end of figures -->"


def databases_table() -> str:
    """PyTorch's databases as graphs: the entries with every sample right, on each backend."""
    backends = {"numpy": "NumPy", "jax": "JAX", "torch": "PyTorch", "tensorflow": "TensorFlow"}
    lines = [f"| captured and run | {' | '.join(backends.values())} |", "|---" * 5 + "|"]
    for what in ("modules", "operators"):
        found = _read(f"{CONFORMANCE}/graph_torch_{what}.json") or {"rows": [], "backends": []}
        rows = [r["problems"] for r in found["rows"] if r["samples"] or r["problems"]]
        right = {
            b: sum(not {b, "capture", "samples"} & r.keys() for r in rows)
            for b in found["backends"]
        }
        cells = [f"{right[b]} of {len(rows)}" if b in right else "-" for b in backends]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def graph_figures() -> str:
    """What `benchmarks/graphs.py` has measured."""
    found = {k: v["rows"] for k, v in (_read("benchmarks/graphs.json") or {}).items()}
    lines = [
        "| capture, seconds of CPU | nodes | first | next | `torch.export` |",
        "|---" * 5 + "|",
    ]
    for title, row in found.get("capture", {}).items():
        peer = row["torch.export"]
        peer = peer if isinstance(peer, str) else f"{peer:.2f}"
        lines.append(
            f"| {title} | {row['nodes']} | {row['first']:.2f} | {row['warm']:.2f} | {peer} |"
        )
    lines += ["", "| microseconds per node, of a graph of | |", "|---|---|"]
    lines += [f"| {int(n):,} nodes | {us:.0f} |" for n, us in found.get("growth", {}).items()]
    lines += ["", "| on JAX, of a program by hand | flops | bytes accessed |", "|---" * 3 + "|"]
    for title, row in found.get("cost", {}).items():
        ratios = " | ".join(f"{row[k]['ratio']:.3f}" for k in ("flops", "bytes accessed"))
        lines.append(f"| {title} | {ratios} |")
    lines += ["", "| milliseconds (of CPU) | graph | other |", "|---" * 3 + "|"]
    for title, row in found.get("speed", {}).items():
        (_, ours), (other, theirs) = row.items()
        cells = [f"{clock:.1f} ({cpu:.1f})" for clock, cpu in (ours, theirs)]
        lines.append(f"| {title} | {cells[0]} | {other} {cells[1]} |")
    return "\n".join(lines)


def graph_page(text: str) -> str:
    """docs/graph.md with new tables."""
    text = _replaced(text, *GRAPH_FIGURES, graph_figures())
    return _replaced(text, *WHOLE_MODELS, f"{models_table()}\n\n{databases_table()}")


def modules_page(text: str) -> str:
    """docs/modules.md with new tables."""
    return _replaced(text, *MATRIX, matrix_tables())


def gallery_page() -> str:
    """docs/gallery.md: each example, what it prints (`examples/outputs`), and its code."""
    lines = [
        "# Gallery",
        "",
        "The programs of the folder `examples`, and what they print on a machine with two cores.",
        "`make gallery` runs them again and makes this page.",
    ]
    for file in sorted((ROOT / "examples").glob("*.py")):
        code = file.read_text()
        title, _, rest = (ast.get_docstring(ast.parse(code)) or "").partition("\n")
        lines += ["", f"## {file.stem}", "", title, *rest.rstrip().split("\n")]
        output = ROOT / "examples/outputs" / f"{file.stem}.txt"
        if output.exists():
            lines += ["", f"`python examples/{file.name}` prints", ""]
            lines += ["```text", output.read_text().rstrip(), "```"]
        lines += ["", "The program:", "", "```py", code.rstrip(), "```"]
    return "\n".join(lines) + "\n"


def main() -> None:
    assert ivy.__version__
    folder = ROOT / "docs/api"
    folder.mkdir(exist_ok=True)
    pages = api_pages()
    for old in folder.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text)
    (ROOT / "docs/coverage.md").write_text(coverage_page())
    (ROOT / "docs/gallery.md").write_text(gallery_page())
    page = ROOT / "docs/comparison.md"
    page.write_text(comparison_page(page.read_text()))
    page = ROOT / "docs/pytorch.md"
    page.write_text(pytorch_page(page.read_text()))
    page = ROOT / "docs/numpy.md"
    page.write_text(numpy_page(page.read_text()))
    page = ROOT / "docs/graph.md"
    page.write_text(graph_page(page.read_text()))
    page = ROOT / "docs/modules.md"
    page.write_text(modules_page(page.read_text()))
    file = ROOT / "README.md"
    file.write_text(readme(file.read_text()))


if __name__ == "__main__":
    main()

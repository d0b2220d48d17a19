"""Records which public functions each source has: `results/<source>_api.txt`, a native path a line.

    python tests/frontends/names.py

`python -m ivy_runtime coverage` holds the frontends to these lists, without the sources installed.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
NAMESPACES = {
    "numpy": "numpy numpy.linalg numpy.fft numpy.random numpy.ndarray",
    "jax": "jax jax.numpy jax.numpy.linalg jax.numpy.fft jax.lax jax.lax.linalg jax.nn jax.random "
    "jax.scipy.special jax.Array",
    "tensorflow": "tensorflow tensorflow.bitwise tensorflow.image tensorflow.linalg tensorflow.math "
    "tensorflow.nn tensorflow.random tensorflow.raw_ops tensorflow.signal tensorflow.Tensor",
}


def torch_names() -> set[str]:
    """What PyTorch lets tensor subclasses override, and its functions that make tensors."""
    import torch

    paths = map(torch.overrides.resolve_name, torch.overrides.get_testing_overrides())
    found = {p for p in paths if p and ".__" not in p and "._" not in p}
    found = {p.replace("torch.functional.", "torch.") for p in found}
    made = {f"torch.{n}" for n in dir(torch._C._VariableFunctions) if hasattr(torch, n)}
    return found | {p for p in made if "._" not in p}


def names(source: str) -> set[str]:
    """The native paths of the public functions and methods of a source."""
    if source == "torch":
        return torch_names()
    return {n for space in NAMESPACES[source].split() for n in _functions(space)}


def _functions(space: str) -> Iterator[str]:
    root, *path = space.split(".")
    place: Any = importlib.import_module(root)
    for part in path:
        place = getattr(place, part)
    public = getattr(place, "__all__", None) or dir(place)
    for name in public:
        value = getattr(place, name, None)
        if name.startswith("_") or inspect.isclass(value) or inspect.ismodule(value):
            continue
        if callable(value) or (inspect.isclass(place) and value is not None):
            yield f"{space}.{name}"


def main() -> None:
    RESULTS.mkdir(exist_ok=True)
    for source in ("torch", *NAMESPACES):
        found = sorted(names(source))
        (RESULTS / f"{source}_api.txt").write_text("\n".join(found) + "\n")
        print(source, len(found))


if __name__ == "__main__":
    main()

"""Installed versions, whether they are supported, conflicts, devices, private names, extensions.

Frameworks are imported in processes of their own: one may crash at import, which has to be reported,
and two of them may not work in one process.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import json
import os
import platform
import site
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from interceptors import FRAMEWORKS, sources
from ivy_runtime import settings

OK, NOTE, PROBLEM = "ok", "note", "problem"
_PACKAGE = "ivy-runtime"
_HOOK = "ivy_runtime_startup.pth"
_EXTENSIONS = ("ivy/_array/_enter", "interceptors/torch/fastpath/_fastpath")
_VARIABLES = ("IVY_", "JAX_", "XLA_", "TF_", "KERAS_", "CUDA_VISIBLE", "OMP_NUM", "PYTHONPATH")
_TWO_OF_A_KIND = (
    ("tensorflow", "tensorflow-cpu", "both are TensorFlow, and each overwrites files of the other"),
    ("jax-cuda12-plugin", "jax-cuda13-plugin", "JAX takes one of them"),
)
# Where a process tells what it found among all that frameworks print.
_MARK = "ivy-doctor:"


class Check(NamedTuple):
    """One line of the report: what was looked at, what was found, and what that means."""

    topic: str
    name: str
    found: str
    verdict: str = OK
    remark: str = ""


def examine(imports: bool = True, tell: Callable[[str], object] = str) -> Iterator[Check]:
    """All checks; `tell` hears what takes a while."""
    yield Check("system", "platform", platform.platform())
    yield Check("system", "folder", str(Path(__file__).parent.parent))
    yield from _requirements()
    yield from _conflicts()
    yield from _installation()
    if imports:
        for name in FRAMEWORKS:
            if _version(name) is not None:
                tell(f"importing {name}")
                yield from _imported(name)
    for name, value in sorted(os.environ.items()):
        if name.startswith(_VARIABLES):
            yield Check("environment", name, value)


@functools.cache
def _distributions() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


def _version(framework: str) -> str | None:
    """The version of what is imported under a name, whichever package brings it."""
    for distribution in _distributions().get(framework, ()):
        return importlib.metadata.version(distribution)
    return None


def _installed(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _requirements() -> Iterator[Check]:
    """Our own requirements, those of extras if they are installed."""
    try:
        metadata = importlib.metadata.metadata(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        yield Check("versions", _PACKAGE, "not installed", NOTE, "its ranges are unknown")
        return
    python = metadata["Requires-Python"] or ""
    fits = SpecifierSet(python).contains(platform.python_version(), prereleases=True)
    found = platform.python_version()
    yield Check("versions", "Python", found, OK if fits else PROBLEM, python)
    yield Check("versions", _PACKAGE, metadata["Version"])
    seen = set()
    for requirement in map(Requirement, metadata.get_all("Requires-Dist") or ()):
        extra = _extra_of(requirement)
        if extra != "dev" and requirement.name not in (_PACKAGE, *seen):
            seen.add(requirement.name)
            yield _held("versions", requirement, optional=bool(extra))


def _extra_of(requirement: Requirement) -> str | None:
    """The extra that a requirement belongs to; "dev" where it does not apply here."""
    if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
        return ""
    extras = (*FRAMEWORKS, "cli")
    return next((e for e in extras if requirement.marker.evaluate({"extra": e})), "dev")


def _held(topic: str, requirement: Requirement, *, optional: bool) -> Check:
    # a framework may come in another package than the one that is asked for
    version = _installed(requirement.name) or _version(requirement.name.removesuffix("-cpu"))
    range_ = str(requirement.specifier)
    if version is None:
        return Check(topic, requirement.name, "not installed", OK if optional else PROBLEM, range_)
    fits = requirement.specifier.contains(version, prereleases=True)
    return Check(topic, requirement.name, version, OK if fits else PROBLEM, range_)


def _conflicts() -> Iterator[Check]:
    for one, other, reason in _TWO_OF_A_KIND:
        if _installed(one) and _installed(other):
            yield Check("conflicts", one, f"with {other}", PROBLEM, reason)
    if _installed("jax") and not os.environ.get("JAX_ENABLE_X64"):
        remark = "blocks switch them on for themselves; JAX_ENABLE_X64=1 is for your own JAX code"
        yield Check("conflicts", "jax", "64-bit types are off", OK, remark)
    if _has_gpu_package() and not os.environ.get("XLA_PYTHON_CLIENT_PREALLOCATE"):
        remark = "XLA_PYTHON_CLIENT_PREALLOCATE=false leaves memory to other frameworks"
        yield Check("conflicts", "jax", "takes most of a GPU's memory", NOTE, remark)
    packages = {d for f in FRAMEWORKS for d in _distributions().get(f, ())}
    for package in sorted({*packages, *(p for p in ("jaxlib", "keras") if _installed(p))}):
        for text in importlib.metadata.requires(package) or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                check = _held("conflicts", requirement, optional=False)
                if check.verdict is PROBLEM:
                    reason = f"{package} needs {requirement.name}{requirement.specifier}"
                    yield check._replace(remark=reason)


def _has_gpu_package() -> bool:
    return any(_installed(f"jax-cuda{version}-plugin") for version in (12, 13))


def _installation() -> Iterator[Check]:
    root = Path(__file__).parent.parent
    pure = os.environ.get("IVY_PURE_PYTHON", "0") not in ("", "0")
    for extension in _EXTENSIONS:
        file = root / extension
        built = any(file.parent.glob(f"{file.name}*.so")) or any(
            file.parent.glob(f"{file.name}*.pyd")
        )
        remark = "" if built else "calls cost more; install with a C compiler"
        found = "built" if built else "not built"
        if pure:
            found, remark = f"{found}, off", "IVY_PURE_PYTHON is set"
        yield Check("extensions", file.name, found, OK if built and not pure else NOTE, remark)
    folders = [*site.getsitepackages(), site.getusersitepackages()]
    hook = any((Path(folder) / _HOOK).exists() for folder in folders)
    remark = "" if hook else "IVY_RUN_ON has no effect; install the package again"
    found = "there" if hook else "missing"
    yield Check("extensions", "start-up hook", found, OK if hook else NOTE, remark)


# -- in a process of its own


def _imported(name: str) -> Iterator[Check]:
    command = [sys.executable, "-m", "ivy_runtime.doctor", name]
    variables = {**os.environ, settings.OPTIONS["target"].variable: ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    lines = [x for x in done.stdout.splitlines() if x.startswith(_MARK)]
    if not lines:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        yield Check("imports", name, f"status {done.returncode}", PROBLEM, last)
        return
    for check in json.loads(lines[-1].removeprefix(_MARK)):
        yield Check(*check)


def _tell(name: str) -> None:
    checks = [_attempt("imports", name, lambda: _import(name))]
    if checks[0].verdict is OK:
        checks.append(_attempt("devices", name, lambda: _devices(name)))
        if name in sources.NAMES:
            checks.append(_attempt("private names", name, lambda: _private_names(name)))
    print(f"{_MARK}{json.dumps(checks)}")


def _attempt(topic: str, name: str, find: Callable[[], Check]) -> Check:
    try:
        return find()
    except Exception as error:
        text = traceback.format_exception_only(error)[-1].strip()
        return Check(topic, name, "fails", PROBLEM, text)


def _import(name: str) -> Check:
    module = importlib.import_module(name)
    return Check("imports", name, getattr(module, "__version__", "?"))


def _devices(name: str) -> Check:
    from ivy._core.backend import load

    devices = load(name).exchange.devices()
    remark = "" if any(d != "cpu" for d in devices) or name == "numpy" else "CPU only"
    return Check("devices", name, ", ".join(devices), OK, remark)


def _private_names(name: str) -> Check:
    sources.get(name)
    compat = importlib.import_module(f"interceptors.{name}._compat")
    getattr(compat, "check", str)()
    version, tested = str(_version(name)), compat.TESTED
    if version.startswith(tested):
        return Check("private names", name, "all there")
    remark = f"tested with {', '.join(tested)}"
    return Check("private names", name, "all there", NOTE, remark)


def as_json(checks: list[Check]) -> str:
    """The checks for programs."""
    fits = all(check.verdict != PROBLEM for check in checks)
    return json.dumps({"fits": fits, "checks": [c._asdict() for c in checks]}, indent=1)


def as_text(checks: list[Check]) -> str:
    """The checks to paste into a report of a problem: lines without a frame."""
    width = max(len(check.name) for check in checks)
    marks = {OK: " ", NOTE: "-", PROBLEM: "!"}
    lines = []
    for topic in dict.fromkeys(check.topic for check in checks):
        lines.append(topic)
        lines += [
            f" {marks[c.verdict]} {c.name:<{width}}  {c.found}  {c.remark}".rstrip()
            for c in checks
            if c.topic == topic
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    _tell(sys.argv[1])

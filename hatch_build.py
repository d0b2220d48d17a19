"""Builds the C extensions, which are optional: without a compiler the package is plain Python.

Hatchling runs the hook at the end for each wheel, also for an editable one. Extensions are compiled
next to their sources; a wheel takes them from there. `python hatch_build.py` compiles by itself what
has changed.

Each extension knows the source it was made of: the hash of that is compiled into it (`SOURCE_HASH`,
a bare word), and it shows the word as its constant `SOURCE`. A test compares the two.
"""

from __future__ import annotations

import hashlib
import re
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by itself
    BuildHookInterface: Any = object

EXTENSIONS = [
    ("ivy._array._enter", "ivy/_array/_enter.c"),
    ("interceptors.torch.fastpath._fastpath", "interceptors/torch/fastpath/_fastpath.c"),
]
ROOT = Path(__file__).parent
FLAGS = [] if sys.platform == "win32" else ["-O2", "-g0"]  # after those that Python was built with


def sources(source: Path) -> list[Path]:
    """A source and all that it includes by a path of its own."""
    found = [source]
    for file in found:
        for name in re.findall(r'^#include "(.+)"', file.read_text(), re.M):
            included = (file.parent / name).resolve()
            if included not in found:
                found.append(included)
    return found


def source_hash(source: Path) -> str:
    """The constant `SOURCE` of an extension made of a source and what that includes."""
    texts = [file.read_bytes() for file in sources(source.resolve())]
    return "s" + hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def built_path(source: Path) -> Path:
    """Where the extension of a source stands."""
    return source.with_name(source.stem + sysconfig.get_config_var("EXT_SUFFIX"))


def compiled(name: str, source: Path, folder: str) -> Path:
    """The extension, compiled in a folder that is thrown away."""
    from setuptools import Distribution, Extension

    macros = [("SOURCE_HASH", source_hash(source))]
    extension = Extension(name, [str(source)], define_macros=macros, extra_compile_args=FLAGS)
    command = Distribution({"name": name, "ext_modules": [extension]}).get_command_obj("build_ext")
    command.build_lib = command.build_temp = folder
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath(name))


def build() -> list[Path]:
    """The extensions that stand next to their sources now; those that cannot be made are named."""
    found = []
    for name, file in EXTENSIONS:
        source = ROOT / file
        if not source.exists():
            continue
        target = built_path(source)
        if not (target.exists() and source_hash(source).encode() in target.read_bytes()):
            try:
                with tempfile.TemporaryDirectory(dir=source.parent, prefix="_build") as folder:
                    compiled(name, source, folder).replace(target)  # others may have it loaded
            except (Exception, SystemExit) as error:
                target.unlink(missing_ok=True)  # it is of another source
                print(f"{name} is left out, its Python twin does its work: {error}")
                continue
        found.append(target)
    return found


class Hook(BuildHookInterface):
    """What hatchling calls."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds, and names the files for a wheel that is none of a link to this folder."""
        found = build()
        if found and version != "editable":
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            for path in found:
                build_data["force_include"][str(path)] = path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    for path in build():
        print(path.relative_to(ROOT))

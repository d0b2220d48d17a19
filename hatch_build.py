"""Builds the C extensions, which are optional: without a compiler the package is plain Python.

Hatchling runs the hook at the end of this file for each wheel, editable ones included. Extensions are
compiled next to their sources; a wheel takes them from there. `python hatch_build.py` recompiles those
whose sources have changed.

The hash of an extension's sources is compiled into it (`SOURCE_HASH`, a bare word) and exported as its
constant `SOURCE`, so that a test can tell a stale one.
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
except ImportError:  # run as a script
    BuildHookInterface: Any = object

EXTENSIONS = [
    ("ivy._array._enter", "ivy/_array/_enter.c"),
    ("interceptors.torch._hot", "interceptors/torch/_hot.c"),
]
ROOT = Path(__file__).parent
_INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
FLAGS = [] if sys.platform == "win32" else ["-O2", "-g0"]  # after those that Python was built with


def sources(source: Path) -> list[Path]:
    """A C file and the files that it includes by `#include "..."`, directly or through others.

    Such a path is relative to the file that includes it, as for the compiler.
    """
    found: dict[Path, None] = {}
    waiting = [source.resolve()]
    while waiting:
        file = waiting.pop(0)
        if file not in found:
            found[file] = None
            waiting += [
                (file.parent / name).resolve() for name in _INCLUDE.findall(file.read_text())
            ]
    return list(found)


def source_hash(source: Path) -> str:
    """The constant `SOURCE` of an extension that is up to date."""
    texts = [file.read_bytes() for file in sources(source)]
    return "s" + hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def built_path(source: Path) -> Path:
    """Path of the extension built from a source."""
    return source.with_name(source.stem + sysconfig.get_config_var("EXT_SUFFIX"))


def compiled(name: str, source: Path, folder: str) -> Path:
    """The extension, compiled in a temporary folder."""
    from setuptools import Distribution, Extension

    macros = [("SOURCE_HASH", source_hash(source))]
    extension = Extension(name, [str(source)], define_macros=macros, extra_compile_args=FLAGS)
    command = Distribution({"name": name, "ext_modules": [extension]}).get_command_obj("build_ext")
    command.build_lib = command.build_temp = folder
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath(name))


def build() -> list[Path]:
    """Builds what is missing or stale and returns all paths; failures are printed, not raised."""
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
                target.unlink(missing_ok=True)  # it is stale
                print(f"{name} is not built, Python code replaces it: {error}")
                continue
        found.append(target)
    return found


class Hook(BuildHookInterface):
    """The build hook of hatchling."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the extensions and adds them to the wheel, unless it links to this folder."""
        found = build()
        if found and version != "editable":
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            for path in found:
                build_data["force_include"][str(path)] = path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    for path in build():
        print(path.relative_to(ROOT))

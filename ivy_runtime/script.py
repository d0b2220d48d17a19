"""Runs a program as `python` itself does: `sys.argv`, `sys.path`, `__main__`, exit status, traceback.

The program runs in this process, in a new module `__main__`. Its exceptions go to the interpreter,
which knows what to do about each; the traceback loses the frames that are not the program's.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import importlib.util
import os
import pkgutil
import runpy
import sys
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Any

_MACHINERY = (
    __name__,
    "runpy",
    "ivy_runtime.imports",
    "ivy_runtime.threads",
    "interceptors.numpy.proxy",
)


def run(kind: str, arguments: list[str]) -> None:
    """Runs `[program, *arguments]`; `kind` is script, module, code, stdin or console."""
    try:
        _RUNS[kind](arguments)
    except SystemExit:
        raise
    except BaseException as error:
        error.__traceback__ = _of_program(error.__traceback__)
        sys.excepthook = _Reported(sys.excepthook, error)
        raise


class _Reported:
    """Takes this module's frames out of the traceback of one exception, on its way to the user."""

    def __init__(self, hook: Any, error: BaseException):
        self.hook = hook
        self.error = error
        self.trace = error.__traceback__

    def __call__(self, kind: Any, error: BaseException, trace: TracebackType | None) -> None:
        if error is self.error:
            sys.excepthook = self.hook
            trace = error.__traceback__ = sys.last_traceback = self.trace
        self.hook(kind, error, trace)


def _of_program(trace: TracebackType | None) -> TracebackType | None:
    """The entries of a traceback but for those of what runs the program and watches its imports."""
    kept = []
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") not in _MACHINERY:
            kept.append(trace)
        trace = trace.tb_next
    for entry, following in zip(kept, [*kept[1:], None]):
        entry.tb_next = following
    return kept[0] if kept else None


def _main_module(**attributes: Any) -> dict[str, Any]:
    """The namespace of a new `__main__`."""
    module = ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__loader__ = importlib.machinery.BuiltinImporter
    namespace = vars(module)
    namespace.update(__builtins__=builtins, __annotations__={}, **attributes)
    return namespace


def _first_path(path: str | None) -> None:
    """Puts `path` where Python has put the folder of this package's own command."""
    if not sys.flags.safe_path:
        del sys.path[:1]
        if path is not None:
            sys.path.insert(0, path)


def _script(arguments: list[str]) -> None:
    name = arguments[0]
    sys.argv[:] = arguments
    # as Python writes it, neither normalized nor resolved
    path = name if Path(name).is_absolute() else f"{Path.cwd()}{os.sep}{name}"
    path = path.removesuffix(f"{os.sep}.") if name == "." else path
    if pkgutil.get_importer(path) is not None:  # a folder or a zip file
        _main_module()
        del sys.path[: not sys.flags.safe_path]
        sys.path.insert(0, path)
        runpy._run_module_as_main("__main__", alter_argv=False)  # type: ignore[attr-defined]
        return
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        problem = f"[Errno {error.errno}] {error.strerror}"
        print(f"{sys.executable}: can't open file {path!r}: {problem}", file=sys.stderr)
        sys.exit(2)
    _first_path(str(Path(path).resolve().parent))
    if content.startswith(importlib.util.MAGIC_NUMBER):
        loader: Any = importlib.machinery.SourcelessFileLoader("__main__", path)
        code = loader.get_code("__main__")
    else:
        loader = importlib.machinery.SourceFileLoader("__main__", path)
        code = None
    namespace = _main_module(__file__=path, __cached__=None)
    namespace["__loader__"] = loader
    _execute(code or _compiled(content, path), namespace)


def _module(arguments: list[str]) -> None:
    name, *rest = arguments
    sys.argv[:] = ["-m", *rest]
    _first_path(str(Path.cwd()))
    _main_module()
    runpy._run_module_as_main(name)  # type: ignore[attr-defined]


def _code(arguments: list[str]) -> None:
    code, *rest = arguments
    sys.argv[:] = ["-c", *rest]
    _first_path("")
    _execute(_compiled(code, "<string>"), _main_module())


def _stdin(arguments: list[str]) -> None:
    if sys.stdin.isatty():
        _console(arguments)
        return
    sys.argv[:] = arguments
    _first_path("")
    _execute(
        _compiled(sys.stdin.buffer.read(), "<stdin>"),
        _main_module(__file__="<stdin>", __cached__=None),
    )


def _console(arguments: list[str]) -> None:
    if not sys.stdin.isatty():
        _stdin(["", *arguments])
        return
    import code

    sys.argv[:] = arguments or [""]
    _first_path("")
    code.interact(local=_main_module(), exitmsg="")


def _compiled(source: str | bytes, name: str) -> CodeType:
    return compile(source, name, "exec", dont_inherit=True)


def _execute(code: CodeType, namespace: dict[str, Any]) -> None:
    exec(code, namespace)


_RUNS = {
    "script": _script,
    "module": _module,
    "code": _code,
    "stdin": _stdin,
    "console": _console,
}

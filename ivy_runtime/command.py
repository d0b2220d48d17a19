"""`python -m ivy_runtime run` and `ivy-run`: the options, and the program that they are for.

Nothing is imported here that a program would notice in its start-up time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from ivy_runtime import process, script, settings
from ivy_runtime.settings import OPTIONS

USAGE = "ivy-run --on TARGET [options] (script.py | -m module | -c code | -) [arguments]"
_KINDS = {"-m": "module", "-c": "code"}


def main() -> None:
    """The command `ivy-run`."""
    run(sys.argv[1:])


def run(arguments: Sequence[str]) -> None:
    """Runs a program as the command line says; ends the process if the program does."""
    try:
        given, kind, rest = parse(arguments)
        if kind == "help":
            print(help_text())
            return
        settings.command_line.update(given)
        if settings.value("target") is None:
            raise ValueError("--on is missing: where shall the program run?")
        process.uninstall_environment()
        process.install("command line")
    except ValueError as error:
        _refuse(error)
    script.run(kind, rest)


def _refuse(error: object) -> NoReturn:
    print(f"usage: {USAGE}\nivy-run: error: {error}", file=sys.stderr)
    sys.exit(2)


def parse(arguments: Sequence[str]) -> tuple[dict[str, Any], str, list[str]]:
    """`(options, kind, [program, *its arguments])`.

    The kind is script, module, code, stdin, console or help.

    Raises
    ------
    ValueError
        There is no such option, or it has a value that it does not take.
    """
    given, rest = settings.parse(arguments)
    word = rest[0] if rest else ""
    if word in ("-m", "-c"):
        if len(rest) == 1:
            raise ValueError(f"{word} needs a {_KINDS[word]}")
        return given, _KINDS[word], rest[1:]
    if word == "-":
        return given, "stdin", rest
    if word in ("-h", "--help"):
        return given, "help", []
    if word == "--":
        rest = rest[1:]
    elif word.startswith("-"):
        raise ValueError(f"no option {word}")
    return given, "script" if rest else "console", rest


def help_text() -> str:
    """What `--help` prints."""
    lines = [
        f"usage: {USAGE}",
        "",
        "Runs an unmodified program on another framework.",
        "",
        "  script.py            a script, a folder or a zip file with a __main__.py",
        "  -m module            a module or package, as `python -m`",
        "  -c code              a string, as `python -c`",
        "  -                    standard input; without a program, a Python prompt",
        "",
        "options (in brackets the environment variable):",
    ]
    for option in OPTIONS.values():
        flag = f"{option.flag} {option.metavar}".rstrip()
        lines += [f"  {flag:<20} {option.help}", f"{'':<23}[{option.variable}]"]
    return "\n".join(lines)

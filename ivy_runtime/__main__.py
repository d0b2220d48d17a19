"""The command line: `python -m ivy_runtime coverage torch`."""

from __future__ import annotations

import fnmatch
import sys
from typing import Annotated

try:
    import typer
    from rich.console import Console
    from rich.table import Table
except ImportError as error:
    sys.exit(f"the command line needs {error.name}: pip install 'ivy-runtime[cli]'")

from ivy._core import errors
from ivy_runtime import coverage as _coverage

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich")

_HELP = """Tells how much of a source's API its frontend has, on all backends.

SOURCE is torch, jax, numpy or tensorflow. A function is

""" + "\n\n".join(f"* [bold]{word}[/bold]: {text}" for word, text in _coverage.WORDS.items())


@app.callback()
def main() -> None:
    """Ivy runtime: native code of one framework on another."""


@app.command(help=_HELP)
def coverage(
    source: Annotated[
        str, typer.Argument(help="torch, jax, numpy or tensorflow", show_default=False)
    ],
    only: Annotated[str, typer.Option(help="native paths, as in 'torch.nn.*'")] = "*",
    word: Annotated[str, typer.Option(help="list the functions with this word only")] = "",
    functions: Annotated[bool, typer.Option(help="list each function, too")] = False,
    json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    if word and word not in _coverage.WORDS:
        raise typer.BadParameter(f"{word!r}: must be one of {', '.join(_coverage.WORDS)}")
    try:
        entries = _coverage.coverage(source)
    except errors.UnknownBackendError as error:
        raise typer.BadParameter(str(error)) from None
    entries = [e for e in entries if fnmatch.fnmatch(e.path, only) and word in ("", e.word)]
    if json:
        print(_coverage.as_json(source, entries))
        return
    console = Console()
    console.print(_summary(source, entries))
    if functions or word:
        console.print(_list(entries))


def _summary(source: str, entries: list[_coverage.Entry]) -> Table:
    right = sum(e.word in _coverage.RIGHT for e in entries)
    on = ", ".join(f"{b} {n}" for b, n in _coverage.right_on(entries).items())
    table = Table(title=f"{source}: {right} functions right on all backends (on each: {on})")
    table.add_column("namespace")
    for word in _coverage.WORDS:
        table.add_column(word, justify="right")
    for namespace, members in _coverage.by_namespace(entries).items():
        table.add_row(namespace, *map(str, _coverage.counts(members).values()))
    table.add_section()
    table.add_row("together", *map(str, _coverage.counts(entries).values()))
    return table


def _list(entries: list[_coverage.Entry]) -> Table:
    table = Table("function", "word", "why", box=None)
    for entry in entries:
        table.add_row(entry.path, entry.word, entry.reason)
    return table


if __name__ == "__main__":
    app()

"""The commands that talk: `python -m ivy_runtime coverage torch`."""

from __future__ import annotations

import fnmatch
import sys
from typing import Annotated, Any

try:
    import packaging  # noqa: F401 - `doctor` needs it
    import typer
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table
except ImportError as error:
    sys.exit(f"the command line needs {error.name}: pip install 'ivy-runtime[cli]'")

from ivy._core import errors
from ivy_runtime import coverage as _coverage
from ivy_runtime import process

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich")

_HELP = """Shows how much of a source's API its frontend has, on all backends.

SOURCE is torch, jax, numpy or tensorflow. A function is

""" + "\n\n".join(f"* [bold]{word}[/bold]: {text}" for word, text in _coverage.WORDS.items())


@app.callback()
def about() -> None:
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
    console.print(_headline(source, entries), highlight=False, soft_wrap=True)
    console.print(_summary(entries))
    if functions or word:
        console.print(_list(entries))
    else:
        console.print(
            "--help explains the columns; --word wrong or --functions lists the functions."
        )


def _headline(source: str, entries: list[_coverage.Entry]) -> str:
    right = sum(e.word in _coverage.RIGHT for e in entries)
    on = ", ".join(f"{n} on {b}" for b, n in _coverage.right_on(entries).items())
    return (
        f"{right} of {len(entries)} functions of {source} are measured and right on every backend\n"
        f"({on})."
    )


def _summary(entries: list[_coverage.Entry]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("namespace", no_wrap=True)
    for word in _coverage.WORDS:
        table.add_column(word, justify="right")
    for namespace, members in _coverage.by_namespace(entries).items():
        table.add_row(namespace, *map(str, _coverage.counts(members).values()))
    table.add_section()
    table.add_row("together", *map(str, _coverage.counts(entries).values()))
    return table


def _list(entries: list[_coverage.Entry]) -> Table:
    table = Table("function", "word", "why", box=None)
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for entry in entries:
        table.add_row(entry.path, entry.word, entry.reason)
    return table


@app.command()
def doctor(
    json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    imports: Annotated[
        bool, typer.Option(help="import each framework, to see whether it works")
    ] = True,
) -> None:
    """Shows the installed versions, whether they are supported, and known conflicts.

    Versions and supported ranges, packages that do not go together, devices, private names of the
    frameworks, extensions. The text can be pasted into a report. Exit status 1: something does not fit.
    """
    from ivy_runtime import doctor as _doctor

    status = Console(stderr=True).status("looking at packages")
    with status:
        checks = list(_doctor.examine(imports, lambda text: status.update(text)))
    problems = [c for c in checks if c.verdict == _doctor.PROBLEM]
    if json:
        print(_doctor.as_json(checks))
    elif sys.stdout.isatty():
        Console().print(_checks(checks), _verdict(problems), highlight=False)
    else:
        print(_doctor.as_text(checks), _verdict(problems), sep="\n")
    raise typer.Exit(1 if problems else 0)


def _verdict(problems: list[Any]) -> str:
    names = ", ".join(dict.fromkeys(c.name for c in problems))
    return f"does not fit: {names}" if problems else "everything fits"


def _checks(checks: list[Any]) -> Table:
    styles = {"note": "yellow", "problem": "bold red"}
    table = Table("topic", "name", "found", "", "remark", box=box.SIMPLE_HEAD)
    for topic in dict.fromkeys(check.topic for check in checks):
        for check in (c for c in checks if c.topic == topic):
            row = (check.topic, check.name, check.found, check.verdict, check.remark)
            table.add_row(*map(escape, row), style=styles.get(check.verdict))
        table.add_section()
    return table


@app.command()
def graph(
    model: Annotated[
        str, typer.Argument(help="FILE.py:NAME, a graph or a function that returns one")
    ],
    output: Annotated[str, typer.Option(help="where the page goes")] = "graph.html",
    source: Annotated[str, typer.Option(help="print the source for this framework, too")] = "",
) -> None:
    """Draws a graph of `ivy.compile_graph`: an HTML page with collapsible modules."""
    import runpy

    from ivy.compiler import Graph

    file, _, name = model.rpartition(":")
    try:
        found = runpy.run_path(file)[name]
        found = found if isinstance(found, Graph) else found()
    except (OSError, KeyError, TypeError) as error:
        raise typer.BadParameter(f"{model!r}: {type(error).__name__}: {error}") from error
    if not isinstance(found, Graph):
        raise typer.BadParameter(f"{model!r}: {type(found).__qualname__} is no graph")
    found.show(output)
    if source:
        print(found.source(source))


@app.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
def run() -> None:
    """Runs an unmodified program on another framework: `run --help`."""
    raise AssertionError("command.py does it")


def main() -> None:
    """All commands but `run`, which has no time for typer; `IVY_RUN_ON` is not for them."""
    process.uninstall_environment()
    app(prog_name="python -m ivy_runtime")

"""The options of a block, and where their values come from.

An argument in the program comes first, then the command line, then the environment, then the default.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from interceptors import FRAMEWORKS

FALLBACKS = ("warn", "error", "allow")
RNGS = ("source", "target")


class Option(NamedTuple):
    """An option, by its name as an argument of `run_on`."""

    name: str
    variable: str
    read: Callable[[str], Any]
    help: str
    metavar: str = ""  # without one it is a switch
    default: Any = None

    @property
    def flag(self) -> str:
        """The option on the command line."""
        return "--on" if self.name == "target" else "--" + self.name.replace("_", "-")


def one_of(name: str, value: Any, allowed: tuple[str, ...]) -> Any:
    """`value`, if it is allowed.

    Raises
    ------
    ValueError
        It is not.
    """
    if value not in allowed:
        raise ValueError(f"{name}={value!r}: must be one of {', '.join(map(repr, allowed))}.")
    return value


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.replace(" ", "").split(",") if name)


def _switch(text: str) -> bool:
    return text not in ("", "0")


def _choice(name: str, allowed: tuple[str, ...]) -> Callable[[str], str]:
    return lambda text: one_of(name, text, allowed)


OPTIONS = {
    option.name: option
    for option in (
        Option(
            "target", "IVY_RUN_ON", _choice("target", FRAMEWORKS),
            "where the program runs: jax, numpy, torch or tensorflow", "TARGET",
        ),
        Option(
            "fallback", "IVY_FALLBACK", _choice("fallback", FALLBACKS),
            "what happens to an operation that the target has no rule for: warn, error or allow",
            "MODE", "warn",
        ),
        Option(
            "sources", "IVY_SOURCES", _names,
            "which frameworks are redirected, as torch,numpy; else those that the program imports",
            "NAMES",
        ),
        Option("device", "IVY_DEVICE", str, "a device of the target: cpu, gpu:0, ...", "DEVICE"),
        Option(
            "rng", "IVY_RNG", _choice("rng", RNGS),
            "whose random numbers: those of the source, or of the target", "WHOSE", "source",
        ),
        Option("report", "IVY_REPORT", _switch, "prints what ran where, to stderr", default=False),
        Option("report_html", "IVY_REPORT_HTML", str, "writes it as a page", "FILE"),
        Option("report_json", "IVY_REPORT_JSON", str, "writes it for programs", "FILE"),
        Option(
            "profile", "IVY_PROFILE", str, "records when each call ran, for chrome://tracing", "FILE"
        ),
        Option(
            "verify", "IVY_VERIFY", _switch,
            "computes each operation natively too, and compares", default=False,
        ),
    )
}  # fmt: skip

_FLAGS = {option.flag: option for option in OPTIONS.values()}
command_line: dict[str, Any] = {}


def parse(words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The options that some words begin with, and the rest of the words.

    Raises
    ------
    ValueError
        There is no such option, or it has a value that it does not take.
    """
    given: dict[str, Any] = {}
    rest = list(words)
    while rest and rest[0].startswith("--") and rest[0] not in ("--", "--help"):
        flag, equals, text = rest.pop(0).partition("=")
        option = _FLAGS.get(flag)
        if option is None:
            raise ValueError(f"no option {flag}")
        given[option.name] = _value(option, text if equals else None, rest)
    return given, rest


def _value(option: Option, text: str | None, rest: list[str]) -> Any:
    if not option.metavar:
        if text is not None:
            raise ValueError(f"{option.flag} takes no value")
        return True
    if text is None:
        if not rest:
            raise ValueError(f"{option.flag} needs a value, {option.metavar}")
        text = rest.pop(0)
    try:
        return option.read(text)
    except ValueError as error:
        raise ValueError(f"{option.flag}: {error}") from None


def value(name: str, argument: Any = None) -> Any:
    """The value of an option that the program gave as `argument`, or None for not at all.

    Raises
    ------
    ValueError
        The environment has a value that the option does not take.
    """
    if argument is not None:
        return argument
    if name in command_line:
        return command_line[name]
    option = OPTIONS[name]
    text = os.environ.get(option.variable, "")
    if not text:
        return option.default
    try:
        return option.read(text)
    except ValueError as error:
        raise ValueError(f"{option.variable}: {error}") from None


def check(*, fallback: str, rng: str, **others: Any) -> None:
    """Refuses values of arguments that are not allowed.

    Raises
    ------
    ValueError
        There is no such value.
    NotImplementedError
        The value is not offered yet.
    """
    one_of("fallback", fallback, FALLBACKS)
    if one_of("rng", rng, RNGS) == "target":
        raise NotImplementedError("run_on(rng='target') is not offered yet; leave it out.")


def is_given(name: str) -> bool:
    """Whether the command line or the environment has an option."""
    return name in command_line or bool(os.environ.get(OPTIONS[name].variable))

"""Private names of a framework, resolved in one place: what is missing is said in one sentence."""

from __future__ import annotations

import functools
import importlib
from typing import Any


class PrivateNames:
    """Resolves names such as `"torch._C:_functorch.peek_interpreter_stack"`: module, attributes."""

    def __init__(self, framework: str, tested: tuple[str, ...]):
        self.framework = framework
        self.tested = tested
        self.missing: list[str] = []

    def __call__(self, path: str) -> Any:
        """The object; None if it is missing, which `check` reports."""
        module, _, attributes = path.partition(":")
        try:
            found = importlib.import_module(module)
            return functools.reduce(getattr, filter(None, attributes.split(".")), found)
        except (ImportError, AttributeError):
            self.missing.append(path.replace(":", "."))
            return None

    def check(self) -> None:
        """Reports all missing names.

        Raises
        ------
        ImportError
            The installed framework has other private names than those that Ivy was tested with.
        """
        if self.missing:
            version = importlib.import_module(self.framework).__version__
            raise ImportError(
                f"{self.framework} {version} has no {', '.join(self.missing)}, which ivy needs; "
                f"tested versions: {', '.join(self.tested)}."
            )

"""A real browser for pages: the Chromium of the machine, or the one that Playwright has installed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def _note_request(url: str, problems: list[str]) -> None:
    if not url.startswith(("file:", "data:")):
        problems.append(f"asks the network for {url}")


@contextlib.contextmanager
def opened(path: Path, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page in a headless browser without a network, and the errors that it has logged."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, _NAMES)), None)
        try:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"no browser: `make browser` installs one ({str(error).splitlines()[0]})")
        context = browser.new_context(
            viewport={"width": 1200, "height": 860}, offline=True, **options
        )
        page, problems = context.new_page(), []
        page.set_default_timeout(10_000)
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: _note_request(request.url, problems))
        page.goto(path.as_uri())
        try:
            yield page, problems
        finally:
            browser.close()

"""Hooks of mkdocs: the repository's own pages join the site, and lists of pages are filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
ADDED = ("CONTRIBUTING.md", "CHANGELOG.md")


def on_config(config: Any) -> Any:
    """Replaces each `"*": pattern` in the navigation by the pages that are named nowhere else."""
    _fill(config.nav, _named(config.nav))
    return config


def _named(entry: Any) -> set[str]:
    if isinstance(entry, str):
        return {entry}
    inside = entry if isinstance(entry, list) else [v for k, v in entry.items() if k != "*"]
    return {name for value in inside for name in _named(value)}


def _fill(entries: list[Any], named: set[str]) -> None:
    docs = ROOT / "docs"
    for i in reversed(range(len(entries))):
        entry = entries[i]
        if isinstance(entry, dict) and "*" in entry:
            found = sorted(str(p.relative_to(docs)) for p in docs.glob(entry["*"]))
            entries[i : i + 1] = [name for name in found if name not in named]
        elif isinstance(entry, dict):
            for value in entry.values():
                if isinstance(value, list):
                    _fill(value, named)


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages at the root of the repository."""
    for name in ADDED:
        files.append(File.generated(config, name, content=(ROOT / name).read_text()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Makes links into the repository lead to pages of the site; other files are named, not linked."""
    root = "" if page.file.src_uri in ADDED else "docs/"

    def link(match: re.Match[str]) -> str:
        text, target = match.groups()
        file, mark, anchor = target.partition("#")
        if not file or "://" in target:
            return match[0]
        path = (ROOT / root / page.file.src_uri).parent / file
        inside = path.resolve().relative_to(ROOT).as_posix()
        up = "../" * page.file.src_uri.count("/")
        if inside in ADDED:
            return f"[{text}]({up}{inside}{mark}{anchor})"
        if inside.startswith("docs/") and path.suffix in (".md", ".svg", ".png"):
            return f"[{text}]({up}{inside.removeprefix('docs/')}{mark}{anchor})"
        return f"{text} (`{inside}`)"

    return re.sub(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", link, markdown)

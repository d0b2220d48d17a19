"""Takes the picture of a report's page in docs/images, with the Chromium of the machine."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch
from playwright.sync_api import sync_playwright

import ivy
from interceptors.report import Report

IMAGE = Path(__file__).parent / "images" / "report.png"


def report() -> Report:
    """The report of a small training on JAX, with an operation that no target has."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 128), torch.nn.LayerNorm(128), torch.nn.GELU(), torch.nn.Linear(128, 10)
    )
    optimizer = torch.optim.AdamW(model.parameters())
    x, y = torch.randn(256, 64), torch.randint(0, 10, (256,))
    for _ in range(2):  # the first time makes the programs
        with ivy.run_on("jax", fallback="allow", profile=True):
            for _ in range(6):
                loss = torch.nn.functional.cross_entropy(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            torch.ops.aten._add_relu(x, x)
    return ivy.report()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "report.html"
        report().to_html(page_file)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 860})
        page.goto(page_file.as_uri())
        page.screenshot(path=IMAGE)
        browser.close()


if __name__ == "__main__":
    main()

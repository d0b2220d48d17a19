"""`Graph.show`: a picture in notebooks, and a page in which modules fold."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest
import torch
from support import browser
from torch import nn

import ivy


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return x + torch.relu(self.fc(self.norm(x)))


@pytest.fixture
def graph():
    return ivy.compile_graph(nn.Sequential(Residual(), Residual()).eval(), torch.randn(3, 8))


def texts(svg):
    return [e.text for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_notebook_shows_svg(graph):
    shown = texts(graph.show()._repr_svg_())
    assert {"input", "output", "norm", "[3, 8]"} <= set(shown)


def test_a_large_graph_is_folded():
    model = nn.Sequential(*[Residual() for _ in range(20)]).eval()
    assert len(texts(ivy.compile_graph(model, torch.randn(3, 8)).show().svg())) < 130


def test_modules_fold_in_the_page(graph, tmp_path):
    graph.show(tmp_path / "graph.html")
    with browser.opened(tmp_path / "graph.html") as (page, problems):
        count = page.locator("svg g").count
        page.click("#open")
        all_of_it = count()
        assert page.locator("svg path").count() > 8
        page.click("#fold")
        assert count() == 5  # the model, its input and output, two modules
        page.locator("svg g.group").nth(1).press("Enter")
        assert 5 < count() < all_of_it
        assert not problems


def test_the_command_line(tmp_path):
    (tmp_path / "model.py").write_text(
        "import torch, ivy\n"
        "def net(): return ivy.compile_graph(torch.nn.Linear(2, 3), torch.ones(1, 2))\n"
    )
    command = [sys.executable, "-m", "ivy_runtime", "graph", "model.py:net", "--source", "torch"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "def forward(params, input):" in done.stdout
    assert "Linear" in (tmp_path / "graph.html").read_text()

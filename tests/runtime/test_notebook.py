"""`%run_on` and `ivy.install` in a notebook: cells in a real kernel."""

import re

import nbclient
import nbformat
import pytest

CELLS = """
import asyncio, torch, ivy
def where(): return type(torch.ones(2) + 1).__name__
async def later(): return where()
#
%load_ext ivy_runtime
#
%run_on numpy --fallback error --report
#
where()
#> 'Tensor_on_numpy'
print(await later(), await asyncio.create_task(later()), await asyncio.gather(later()))
#> Tensor_on_numpy Tensor_on_numpy ['Tensor_on_numpy']
1 / 0
#! ZeroDivisionError
where()
#> 'Tensor_on_numpy'
%run_on
#> numpy: torch, fallback='error'
%run_on numpy --fallback=allow
#
ivy.report().fallback_calls, len(__import__("ivy_runtime").installed())
#> (0, 2)
%run_on off
#
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(1) as pool: print(pool.submit(where).result())
#> Tensor_on_numpy
%run_on off
#> run_on('numpy'): 12 calls on the target, 0 fall-backs
where()
#> 'Tensor'
%run_on off
#! ContextError
%%run_on numpy --report
x = torch.ones(3) * 2
where()
#> 'Tensor_on_numpy'
where(), ivy.is_redirected(x), x.tolist()
#> ('Tensor', True, [2.0, 2.0, 2.0])
%%run_on numpy
def f():
    raise ValueError("in a cell")
f()
#! ValueError
where()
#> 'Tensor'
%run_on caffe
#! UnknownBackendError
%run_on numpy --nope
#! ValueError
%run_on numpy jax
#! ValueError
where()
#> 'Tensor'
ivy.install("numpy")
#
where()
#> 'Tensor_on_numpy'
ivy.uninstall()
#
where()
#> 'Tensor'
%unload_ext ivy_runtime
#
"""


def _cells():
    """`(source, mark, what it shows)`."""
    source = []
    for line in CELLS.strip().splitlines():
        if line.startswith("#"):
            yield "\n".join(source), line[1:2], line[3:]
            source = []
        else:
            source.append(line)


@pytest.fixture(scope="module")
def executed():
    """The cells of a notebook that has run, and what was to be expected."""
    expected = list(_cells())
    cells = [nbformat.v4.new_code_cell(source) for source, *_ in expected]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3")
    client.allow_errors = True
    client.execute()
    return list(zip(notebook.cells, expected, strict=True))


def _shown(output):
    return (output.get("text") or output.get("data", {}).get("text/plain", "")).strip()


def test_cells(executed):
    for cell, (source, mark, text) in executed:
        errors = [o["ename"] for o in cell.outputs if o.output_type == "error"]
        shown = [_shown(o) for o in cell.outputs if o.output_type != "error"]
        if mark == "!":
            assert set(errors) == {text}, source
        else:
            assert not errors and bool(shown) == bool(mark), (source, cell.outputs)
            assert shown[0].startswith(text) if mark else not shown, (source, shown)


def test_a_report_is_a_table(executed):
    [outputs] = [c.outputs for c, (s, *_) in executed if s.startswith("%%run_on numpy --report")]
    assert "<table" in outputs[-1]["data"]["text/html"]
    assert "run_on('numpy'): 4 calls on the target" in outputs[-1]["data"]["text/plain"]


def test_an_error_in_a_cell_is_shown_once_from_the_cell_on(executed):
    [outputs] = [c.outputs for c, (s, *_) in executed if "in a cell" in s]
    traces = [re.sub(r"\x1b\[[\d;]*m", "", line) for o in outputs for line in o["traceback"]]
    assert traces.count("ValueError: in a cell") == 1
    assert not any("ivy_runtime" in line for line in traces)

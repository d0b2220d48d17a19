"""The report of a block: counts and times, as text, page, JSON and trace; the page in a browser."""

import json
import subprocess
import sys
import threading
import warnings

import pytest
import torch
from support import browser

import ivy
from interceptors.report import Report
from interceptors.session import PRINTS_CALLS
from interceptors.torch.fastpath.extension import EXTENSION
from ivy._core.errors import ContextError


def _train(steps=3):
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.randn(5, 4)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = model(x).square().mean()
        loss.backward()
        optimizer.step()
    return loss.item()


def _quantize():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.quantize_per_tensor(torch.ones(3, 3), 0.1, 3, torch.qint8)  # no target has it


@pytest.fixture(scope="module")
def profiled():
    """The report of a small training with a profile, a fall-back in it."""
    with ivy.run_on("numpy", sources="torch", fallback="allow", profile=True):
        _train()
        torch.rand(3)
        _quantize()
    return ivy.report()


# -- what is recorded


def test_a_profile_has_the_calls_of_a_plain_report(target):
    reports = []
    for profile in (False, False, True):  # the first block makes the programs
        with ivy.run_on(target, sources="torch", fallback="error", profile=profile):
            loss = _train(6)
        reports.append((loss, ivy.report()))
    _, (plain_loss, plain), (loss, profiled) = reports
    assert loss == plain_loss and plain.profile is None
    assert plain.calls == profiled.calls and plain.moved == profiled.moved
    ways = {row["op"]: row["ways"] for row in profiled.rows()}
    if EXTENSION is not None:  # it does not switch the fast paths off
        assert ways["aten.mm.default"].get("fast path", 0) >= 1
    assert all(row["seconds"] is None for row in plain.rows())


def test_times_add_up_to_no_more_than_the_block(profiled):
    profile = profiled.profile
    assert profile.events and not profile.dropped
    assert 0 < sum(event.own for event in profile.events) <= profile.total
    for event in profile.events:
        assert 0 <= event.own <= event.seconds and event.start + event.seconds <= profile.total
        assert event.line.partition(":")[0] == __file__
    seconds = sum(row["seconds"] for row in profiled.rows())
    assert seconds == pytest.approx(sum(event.own for event in profile.events))


def test_every_call_is_an_event_or_a_part_of_one(profiled):
    counted = profiled.calls.total() + profiled.fallback_calls
    assert len(profiled.profile.events) >= 0.9 * counted
    places = {event.where for event in profiled.profile.events}
    assert places == {"numpy", "random", "fall-back"}


def test_transfers_have_bytes_in_both_directions(target):
    x = torch.arange(12.0)
    with ivy.run_on(target, sources="torch", fallback="error"):
        (x * 2).tolist()
    moved = ivy.report().transfers
    assert moved["to target"]["bytes"] >= 48 and moved["to host"]["bytes"] >= 48
    rows = {row["op"]: row for row in ivy.report().rows() if row["where"] == "transfer"}
    assert {op: row["bytes"] for op, row in rows.items()} == {
        way: counts["bytes"] for way, counts in moved.items()
    }


def test_a_fall_back_has_its_reason_line_and_time(profiled):
    [row] = [row for row in profiled.rows() if row["where"] == "fall-back"]
    assert "quantized" in row["reason"] and row["line"].startswith(f"{__file__}:")
    assert row["seconds"] > 0


def test_what_the_host_evaluates_on_jax_is_told_apart():
    with ivy.run_on("jax", sources="torch", fallback="error", profile=True):
        torch.arange(3) + torch.arange(3)
    [row] = [row for row in ivy.report().rows() if row["op"] == "torch.add"]
    assert row["ways"] in ({"host": 1}, {"program": 1}, {"fast path": 1})


def test_threads_have_lanes_of_their_own():
    with ivy.run_on("numpy", sources="torch", fallback="error", profile=True):
        torch.ones(3).cosh()
        thread = threading.Thread(target=lambda: torch.ones(3).sinh())
        thread.start()
        thread.join()
    lanes = {event.thread for event in ivy.report().profile.events}
    assert len(lanes) == 2


def test_jax_programs_have_times():
    jax = pytest.importorskip("jax")
    x = jax.numpy.arange(4.0)
    with ivy.run_on("numpy", sources="jax", fallback="error", profile=True):
        jax.jit(lambda x: jax.numpy.sin(x) * 2 + 1)(x).block_until_ready()
    rows = {row["op"]: row for row in ivy.report().rows()}
    assert rows["jax.primitive.sin"]["calls"] == 1
    assert any(row["seconds"] for row in rows.values())


def test_events_are_bounded(monkeypatch):
    from interceptors import profile

    monkeypatch.setattr(profile, "MOST_EVENTS", 3)
    with ivy.run_on("numpy", sources="torch", fallback="error", profile=True):
        for _ in range(5):
            torch.ones(2).exp()
    found = ivy.report()
    assert len(found.profile.events) == 3 and found.profile.dropped >= 2
    assert found.calls["torch.exp"] == 5 or sum(found.calls.values()) >= 5


# -- how it is shown


def test_text_is_plain_where_it_is_piped(profiled):
    lines = str(profiled).splitlines()
    assert lines[0].startswith("run_on('numpy'): ") and "1 fall-back," in lines[0]
    assert len(lines) == 1 + len(profiled.rows()) and "\x1b" not in str(profiled)


def test_text_is_a_table_on_a_terminal(profiled, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    text = str(profiled)
    assert "──" in text and "way, or reason" in text and "\x1b" not in text
    assert all(row["op"] in text for row in profiled.rows())


def test_json_has_every_row_and_event(profiled, tmp_path):
    path = tmp_path / "report.json"
    found = json.loads(profiled.to_json(path))
    assert found == json.loads(path.read_text())
    assert found["rows"] == profiled.rows() and found["target"] == "numpy"
    events = [dict(zip(found["profile"]["fields"], e)) for e in found["profile"]["events"]]
    assert events == [event._asdict() for event in profiled.profile.events]


def test_the_trace_is_one_that_chrome_reads(profiled, tmp_path):
    path = tmp_path / "trace.json"
    profiled.to_trace(path)
    events = json.loads(path.read_text())["traceEvents"]
    calls = [event for event in events if event["ph"] == "X"]
    assert len(calls) == len(profiled.profile.events)
    assert all({"name", "ts", "dur", "pid", "tid", "args"} <= event.keys() for event in calls)
    with pytest.raises(ContextError, match="profile=True"):
        Report("numpy").to_trace()


def test_a_notebook_gets_a_table(profiled):
    shown = profiled._repr_html_()
    assert shown.count("<tr>") == 1 + len(profiled.rows()) and "aten.mm" in shown


def test_nothing_ends_the_page_early():
    report = Report("numpy")
    report.count("</script><b>", "program")
    assert "</script><b>" not in report.to_html() and "</script><b>" not in report._repr_html_()


# -- the page in a real browser


def test_the_page_loads_and_its_table_filters(profiled, tmp_path):
    path = tmp_path / "report of a block.html"
    profiled.to_html(path)
    with browser.opened(path) as (page, problems):
        rows = page.locator("#rows tr")
        assert rows.count() == len(profiled.rows())
        page.fill("#filter", "mm backward")
        assert rows.count() == 0
        page.fill("#filter", "aten.mm")
        assert rows.count() == 1 and "aten.mm" in rows.first.inner_text()
        assert page.locator("#shown").inner_text() == f"1 of {len(profiled.rows())} rows"
        page.fill("#filter", "")
        page.select_option("#where", "fall-back")
        assert rows.count() == 1 and "quantized" in rows.first.inner_text()
        page.select_option("#where", "")
        way = next(way for row in profiled.rows() for way in row["ways"])
        page.select_option("#way", way)
        assert rows.count() == sum(way in row["ways"] for row in profiled.rows())
        page.select_option("#way", "")
        page.locator("#head th", has_text="operation").click()
        names = rows.locator("td.op").all_inner_texts()
        assert names == sorted(names)
        # the timeline is drawn, and says what is under the pointer
        drawn = page.evaluate(
            "(() => { const c = document.getElementById('timeline'), d = c.getContext('2d')"
            ".getImageData(0, 0, c.width, c.height).data; return d.some(v => v); })()"
        )
        assert drawn
        box = page.locator("#timeline").bounding_box()
        for x in range(0, int(box["width"]), 4):
            page.mouse.move(box["x"] + x, box["y"] + 26)
            if page.locator("#tip").is_visible():
                break
        assert "own" in page.locator("#tip").inner_text()
        assert not problems


def test_a_page_without_a_profile_says_how_to_get_one(tmp_path):
    with ivy.run_on("numpy", sources="torch", fallback="error"):
        torch.ones(2).exp()
    path = tmp_path / "report.html"
    ivy.report().to_html(path)
    with browser.opened(path) as (page, problems):
        assert "profile=True" in page.locator("#timeline-note").inner_text()
        assert page.locator("#rows tr").count() == len(ivy.report().rows())
        assert not problems


@pytest.mark.skipif(PRINTS_CALLS, reason="the fast paths are off here")
def test_blocks_without_a_profile_have_the_usual_modes():
    from interceptors.torch.interceptor import _modes
    from interceptors.torch.modes import MODES

    assert _modes(False, False) == MODES and _modes(False, True) != MODES


def test_importing_the_report_needs_no_rich():
    program = "import sys; sys.modules['rich'] = None; import ivy; print(ivy.run_on)"
    assert not subprocess.run([sys.executable, "-c", program], check=True).returncode

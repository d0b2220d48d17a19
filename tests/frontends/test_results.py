"""The results files of the frontends are the truth: a sample of what they say is measured anew.

`make frontends` measures everything and writes them.
"""

import hashlib
import warnings

import pytest
from frontends import measure, outcomes, requirements, run
from frontends.case import Case, call, of
from frontends.sources import NATIVE, Ours

from ivy._core.backend import NAMES, load

SAMPLE = 8  # functions of each source on each backend
SOURCES = [s for s in NATIVE if run.cases_of(s)]


def _order(path):
    return hashlib.sha256(path.encode()).digest()


@pytest.mark.parametrize("source", SOURCES)
def test_every_case_has_a_result(source):
    known = run.read(source)
    measured = known["functions"].keys() | known["refused"].keys()
    assert not run.cases_of(source).keys() ^ measured


@pytest.mark.parametrize("source", SOURCES)
def test_the_summary_is_that_of_the_results(source):
    known = run.read(source)
    assert known.get("summary") == run.summary(known["functions"])


@pytest.mark.parametrize("backend", NAMES)
@pytest.mark.parametrize("source", SOURCES)
def test_a_sample_gives_what_is_recorded(source, backend):
    if not run.is_there(source) or not run.is_there(backend):
        pytest.skip(f"{source} or {backend} is not installed")
    recorded = run.read(source)["functions"]
    start = NAMES.index(backend) * SAMPLE  # other functions on each backend
    chosen = sorted(recorded, key=_order)
    chosen = [p for p in (*chosen[start:], *chosen[:start])[:SAMPLE] if backend in recorded[p]]
    found, expected = {}, {}
    for path in chosen:
        expected[path] = recorded[path][backend].partition(":")[0]
        case = run.cases_of(source)[path]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wanted = outcomes.in_wider(case, outcomes.native(case))
            word, _ = measure.verdict(case, wanted, Ours(source, load(backend)))
        found[path] = word
    assert found == expected


# -- the measuring program itself


def _lacking(case):
    expected = outcomes.native(case)
    return measure.invalid(case, expected) or requirements.lacking(case, expected)


def test_a_case_counts_only_if_it_tries_enough(x):
    good = Case(
        "torch.cumsum", [call(x, 0, dtype=x.dtype), call(x.astype("float32"), 1)], call(x, 5)
    )
    assert not _lacking(good)
    assert "two dtypes" in _lacking(good._replace(samples=good.samples[:1]))
    assert "no bad input" in _lacking(good._replace(bad=()))
    assert "does not refuse" in _lacking(good._replace(bad=call(x, 1)))
    assert "itself raises" in _lacking(good._replace(samples=[call(x, 5)]))
    default = [call(x, 0), call(x.astype("float32"), 0)]
    assert "beside the defaults" in _lacking(good._replace(samples=default))


def _verdict(case, expected):
    return measure.verdict(case, expected, Ours("torch", load("numpy")))


def test_wrong_results_are_seen(x):
    case = Case("torch.cumsum", [call(x, 0)], call(x, 5))
    result, refusal = outcomes.native(case)
    assert _verdict(case, [result, refusal]) == ("right", "")
    for wrong in (
        result.result + 1e-4,
        result.result.astype("float32"),
        result.result[:1],
        (result.result,),
        2.0,
    ):
        word, reason = _verdict(case, [result._replace(result=wrong, wider=None), refusal])
        assert word == "wrong" and reason.startswith("sample 0")
    other = refusal._replace(error=(("builtins", "KeyError"),))
    assert _verdict(case, [result, other])[0] == "wrong"
    assert _verdict(case._replace(path="torch.no_such"), [result, refusal])[0] == "missing"


def test_changed_arguments_are_seen(x):
    case = Case("torch.cumsum", [call(x, 0)], call(x, 5))
    result, refusal = outcomes.native(case)
    changed = result._replace(after=(x + 1,))
    assert _verdict(case, [changed, refusal])[0] == "wrong"


def test_arguments_made_by_the_namespace(x):
    case = Case("torch.cumsum", [call(of(lambda torch: torch.zeros_like(torch.eye(3))), 0)])
    (result,) = outcomes.native(case)
    assert result.result.shape == (3, 3) and _verdict(case, [result]) == ("right", "")


@pytest.fixture
def x():
    import numpy as np

    return np.linspace(-1, 1, 6).reshape(2, 3)

"""The shape and dtype that the rules of an op tell are what every backend gives.

Drawn are dtypes, shapes (no axes, no elements, broadcast), how arrays lie in memory, and options. An
op without rules of its own has those of the ops in its body (`ivy._core.inference`). The arguments
must be the same after the call.

`make test` takes a sample; `IVY_PROPERTY_EXAMPLES=100` takes so many calls of each op.
"""

import os
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import rule_samples_nn as _  # noqa: F401 - fills the table of samples
from support.rule_calls import Draw, Given, of_declaration
from support.rule_samples import SAMPLES, WITHOUT_RULE

from ivy import functional
from ivy._core.backend import CURRENT, Unsupported, load
from ivy._core.inference import ShapeDtype, infer
from ivy._core.op import OPS

EXAMPLES = os.environ.get("IVY_PROPERTY_EXAMPLES")
FEW = {"numpy": 2, "torch": 2, "tensorflow": 1, "jax": 0}  # 0: one op in ten, as JAX compiles it
TARGETS = os.environ.get("IVY_TEST_BACKENDS", ",".join(FEW)).split(",")
FOUND = {n: SAMPLES.get(n) or of_declaration(op) for n, op in OPS.items()}
OPS_DRAWN = {n: sample for n, sample in FOUND.items() if sample is not None}


def test_every_op_is_drawn_or_has_no_rule():
    assert {*OPS} - {*OPS_DRAWN} == {*WITHOUT_RULE}
    assert not set(SAMPLES) & set(WITHOUT_RULE)


def _mapped(function, value):
    if isinstance(value, (list, tuple)) and not isinstance(value, (Given, ShapeDtype)):
        return type(value)(_mapped(function, v) for v in value)
    return function(value)


def _givens(value):
    if isinstance(value, Given):
        return [value]
    return [g for v in value for g in _givens(v)] if isinstance(value, (list, tuple)) else []


def _form(value):
    if not isinstance(value, Given):
        return value
    return ShapeDtype(value.values.shape, value.values.dtype)


def _calls(name, known):
    return st.composite(lambda draw: OPS_DRAWN[name](Draw(draw, known)))()


def _found(backend, out):
    return _mapped(lambda x: ShapeDtype(tuple(x.shape), backend.dtype(x)), out)


def _check(backend, name, args, options):
    given_ = [*_givens(args), *_givens(tuple(options.values()))]
    arrays = {id(g): g.on(backend) for g in given_}

    def enter(value):
        return arrays[id(value)] if isinstance(value, Given) else value

    out = getattr(functional, name)(
        *_mapped(enter, args), **{k: _mapped(enter, v) for k, v in options.items()}
    )
    found = _found(backend, out)
    if (op := OPS[name]).dynamic_shape:
        assert {f.dtype for f in found} == {op.dtype(*[g.values.dtype for g in given_])}
    else:
        forms = {k: _mapped(_form, v) for k, v in options.items()}
        assert found == infer(name, *_mapped(_form, args), **forms)
    for g in given_:
        after = np.asarray(backend.to_numpy(arrays[id(g)]))
        np.testing.assert_array_equal(after, g.values, err_msg="an argument has changed")


def _limits(target):
    return settings(
        max_examples=int(EXAMPLES or FEW[target] or 1),
        derandomize=EXAMPLES is None,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
    )


def _cases():
    for k, name in enumerate(OPS_DRAWN):
        for target in TARGETS:
            if EXAMPLES or FEW[target] or k % 10 == 0:
                yield pytest.param(name, target, id=f"{name}-{target}")


@pytest.mark.parametrize(("name", "target"), list(_cases()))
def test_rules_tell_what_comes_back(name, target):
    backend = load(target)
    if isinstance(line := getattr(backend, name), Unsupported):
        pytest.skip(line.reason)

    @_limits(target)
    @given(_calls(name, backend.dtypes))
    def check(drawn):
        with warnings.catch_warnings(), np.errstate(all="ignore"), backend.scope():
            warnings.simplefilter("ignore")
            _check(backend, name, *drawn)

    token = CURRENT.set(backend)
    try:
        check()
    finally:
        CURRENT.reset(token)

"""Keys of calls: equal for calls that one program serves, and for no others."""

import itertools
import math

import numpy as np
import pytest
from support.fake_source import (
    Value,
    compiling_backend,
    executor,
    locate,
    session,
    value,
    window,
)

from interceptors.shared.signature import ARRAY, Encoder, floats
from ivy import functional
from ivy._core.backend import load

NUMPY = load("numpy")
ENCODER = Encoder(Value, locate, float, lambda offset: ("offset", offset))


def encoded(*args, lift=False, static=False, **kwargs):
    key, arrays = ENCODER.encode(args, kwargs, lift=lift, static=static)
    return tuple(key), arrays


def key_of(*args, **options):
    return encoded(*args, **options)[0]


# -- the forms of a key


def test_a_whole_value_is_its_array():
    x = value([1.0, 2.0], NUMPY)
    assert encoded(x) == ((ARRAY,), [x.storage.base])


def test_a_view_whose_elements_are_known():
    x = value(np.arange(6.0).reshape(2, 3), NUMPY)
    row, column = window(x, (3,), (1,), 3), window(x, (2,), (3,), 1)
    for view in row, column:
        x.storage.read(view.view)
    assert encoded(row) == ((ARRAY,), [row.view.value])
    assert encoded(column) == ((((2,), (3,)),), [column.view.value])


def test_a_view_to_be_read_inside_of_the_program():
    x = value(np.arange(6.0), NUMPY)
    base = x.storage.base
    first, second = window(x, (2,), (1,), 0), window(x, (2,), (1,), 2)
    assert encoded(first) == ((((2,), (1,), True),), [base])
    assert encoded(second) == ((((2,), (1,), False),), [base, ("offset", 2)])
    assert key_of(second) == key_of(window(x, (2,), (1,), 3))  # one program for a loop


def test_a_view_is_stale_after_a_write():
    x = value(np.arange(6.0), NUMPY)
    part = window(x, (2,), (-1,), 4)
    x.storage.read(part.view)
    fresh = key_of(part)
    x.storage.write(x.storage.base + 1)
    assert key_of(part) == (((2,), (-1,), False),) != fresh


def test_offsets_in_the_key_of_what_is_traced():
    x = value(np.arange(6.0), NUMPY)
    one, two = window(x, (2,), (1,), 1), window(x, (2,), (1,), 2)
    assert encoded(one, static=True) == ((((2,), (1,), 1, "static"),), [x.storage.base])
    assert key_of(one, static=True) != key_of(two, static=True)


def test_static_values_have_their_type():
    assert key_of(1, True, "a", None) == ((int, 1), (bool, True), (str, "a"), (type(None), None))


def test_floats_are_static_or_lifted():
    assert encoded(0.5, -2.0) == (((float, 0.5), (float, -2.0)), [])
    assert encoded(0.5, [1, 0.25], lift=True) == (
        ((float, 1, True), (list, ((int, 1), (float, 1, True)))),
        [0.5, 0.25],
    )
    assert encoded(-2.0, 0.0, lift=True)[0] == ((float, -1, False), (float, 0, True))


def test_rows_of_integers_and_other_rows():
    assert key_of([1, 2], (3,), [], ()) == ((list, 1, 2), (tuple, 3), (list,), (tuple,))
    x = value([1.0], NUMPY)
    assert encoded([x, 2, (x,)]) == (
        ((list, (ARRAY, (int, 2), (tuple, (ARRAY,)))),),
        [x.storage.base] * 2,
    )


def test_names_come_first_and_values_in_their_order():
    x, y = value([1.0], NUMPY), value([2.0], NUMPY)
    key, arrays = encoded(x, dim=1, other=y)
    assert key == (("dim", "other"), ARRAY, (int, 1), ARRAY)
    assert arrays == [x.storage.base, y.storage.base]


# -- which calls differ

X = value(np.arange(6.0), NUMPY)
NAN = math.nan
DIFFERENT = {
    "nothing": [()],
    "one": [(1,), (True,), (1.0,), (1 + 0j,), ("1",), (np.float64(1),), (np.int64(1),), (None,)],
    "zero": [(0,), (False,), (0.0,), (-0.0,), ("",), (np.float64(0.0),), (np.float64(-0.0),)],
    "complex zero": [(complex(a, b),) for a in (0.0, -0.0) for b in (0.0, -0.0)],
    "no number": [(NAN,), (math.inf,), (-math.inf,), ("nan",), ("inf",)],
    "rows": [([],), ((),), ([[]],), ([()],), ([1],), ((1,),), ([True],), ([1.0],), ([-0.0],)],
    "nesting": [([1, 2],), ([1, [2]],), ([[1], 2],), ([[1, 2]],), ([1], [2]), (1, 2), (1, [2])],
    "values": [(X,), ([X],), ((X,),), (X, X), ([X, X],), ([X], X), (X, [X])],
    "more": [(X, 1), (1, X), (X, (1,)), (X, None), (X, "array"), (X, float)],
}


@pytest.mark.parametrize("lift", [False, True])
def test_different_calls_have_different_keys(lift):
    calls = [args for kind in DIFFERENT.values() for args in kind]
    keys = [key_of(*args, lift=lift) for args in calls]
    for (a, first), (b, second) in itertools.combinations(zip(calls, keys, strict=True), 2):
        # lifted floats are one call, which is the point of lifting
        lifted = lift and all(type(v) is float for v in floats((*a, *b)))
        numbers = [list(map(_without_floats, c)) for c in (a, b)]
        if lifted and numbers[0] == numbers[1]:
            continue
        assert first != second, (a, b)


def _without_floats(x):
    if type(x) in (list, tuple):
        return type(x), list(map(_without_floats, x))
    return float if type(x) is float else (type(x), repr(x))


def test_equal_calls_have_equal_keys_that_can_be_looked_up():
    calls = [args for kind in DIFFERENT.values() for args in kind]
    table = {key_of(*args): args for args in calls}
    assert len(table) == len(calls)
    for args in calls:
        assert table[key_of(*args)] is args


def test_names_are_part_of_the_key():
    assert len({key_of(1, 2), key_of(1, a=2), key_of(1, b=2), key_of(a=1, b=2)}) == 4


def test_a_number_of_numpy_keeps_the_sign_of_its_zero():
    """Through a program, as a number of NumPy is part of one."""
    target, _ = compiling_backend()
    runs, block = executor(target), session(target)
    runs.translate.table[np.float64] = float
    ones = value([1.0], target)
    signs = [
        np.signbit(runs.run(block, functional.multiply, (ones, np.float64(zero)), {})).tolist()
        for zero in (0.0, -0.0)
    ]
    assert signs == [[False], [True]]


def test_floats_in_order():
    assert list(floats([1.0, 2, [3.0, (4.0, "x")], True, None])) == [1.0, 3.0, 4.0]

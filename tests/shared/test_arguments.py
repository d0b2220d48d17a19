"""Arguments of frontends: by type, and nothing unread."""

import enum

import numpy as np
import pytest

from interceptors.shared.arguments import Translator, same
from ivy._core.errors import ConversionError


class Layout(enum.Enum):
    ROWS = 1


class Whole(int):
    pass


TRANSLATE = Translator(
    "fake", {np.dtype: str, Layout: lambda x: x.name, list: lambda x: x}, [((int, float), float)]
)


@pytest.mark.parametrize("x", [True, 1, 1.5, 2j, "text", None])
def test_plain_values_stay(x):
    assert TRANSLATE(x) is x


def test_the_table_goes_by_the_exact_type():
    assert TRANSLATE(Layout.ROWS) == "ROWS"
    assert same(TRANSLATE) is TRANSLATE


def test_rules_serve_subclasses_that_the_table_does_not_have():
    out = TRANSLATE(Whole(3))
    assert type(out) is float and out == 3
    assert type(TRANSLATE(np.float64(2.5))) is float


def test_rows_are_translated_inside():
    assert TRANSLATE((1, (Layout.ROWS, None))) == (1, ("ROWS", None))
    assert Translator("fake", {Layout: lambda x: x.name})([Layout.ROWS]) == ["ROWS"]


def test_a_table_may_say_otherwise_of_rows_and_plain_values():
    row = [Layout.ROWS]
    assert TRANSLATE(row) is row
    assert Translator("fake", {int: str})(1) == "1"


def test_an_unknown_type_is_an_error_that_names_it():
    with pytest.raises(ConversionError, match=r"builtins\.object .*ivy\.frontends\.fake"):
        TRANSLATE(object())
    with pytest.raises(ConversionError, match="set"):
        TRANSLATE((1, {2}))

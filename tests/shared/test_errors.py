"""How a failed call is described."""

from interceptors.shared.errors import describe_call, where


def spell(value):
    return f"<{value}>"


def test_a_call_with_its_arguments():
    text = describe_call("torch.cat", ([1, 2], "x"), {"dim": 0, "out": (3,)}, spell)
    assert text == "torch.cat([<1>, <2>], <x>, dim=<0>, out=[<3>])"
    assert describe_call("f", (), {}, spell) == "f()"


def test_long_rows_are_cut():
    assert describe_call("f", (list(range(8)),), {}, str) == "f([0, 1, 2, 3, 4, 5, 6, 7])"
    assert describe_call("f", (list(range(9)),), {}, str) == "f([0, 1, 2, 3, 4, 5, 6, 7, ...])"


def test_the_place_is_the_line_of_the_user():
    import inspect

    line = inspect.currentframe().f_lineno + 1
    assert where("f()", "jax") == f"f() on jax, at {__file__}:{line}"

"""Writes to views that show one element at several positions: refused or performed as natively.

The calls come from PyTorch's schemas: every operator that writes its first argument, with the first
arguments of the right types that it takes.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator

import pytest
import torch
from support.compare import assert_same

import ivy

VIEWS = {
    "expanded": lambda dtype: torch.tensor([1.0, 2.0]).to(dtype)[:, None].expand(2, 3),
    "of one element": lambda dtype: torch.ones(1).to(dtype).expand(3),
    "windows": lambda dtype: torch.arange(1, 7).to(dtype).as_strided((4, 3), (1, 1)),
}
DTYPES = (torch.float32, torch.int64, torch.bool)
# private ones that write to what they are not given, or past the end of it
LEFT_OUT = ("_sobol", "_unsafe", "_fused", "set_data")


def _overloads() -> Iterator:
    for name in sorted(torch._C._dispatch_get_all_op_names()):
        namespace, _, rest = name.partition("::")
        base, _, overload = rest.partition(".")
        if namespace != "aten" or any(part in base for part in LEFT_OUT):
            continue
        found = getattr(getattr(torch.ops.aten, base), overload or "default", None)
        if found is None or torch.Tag.inplace_view in found.tags:
            continue
        first = next(iter(found._schema.arguments), None)
        if first and first.alias_info and first.alias_info.is_write and not first.is_out:
            yield found


def _values(kind: str, view: torch.Tensor) -> list:
    shape, columns = view.shape, view.shape[-1]
    full = torch.arange(1.0, view.numel() + 1).reshape(shape)
    whole = full.to(view.dtype)
    match kind.removeprefix("Optional[").removesuffix("]"):
        case "Tensor":
            places = torch.arange(view.numel()).reshape(shape) % columns
            number, row = torch.tensor(2).to(view.dtype), torch.arange(columns) % 2
            return [whole, full % 2 == 0, places, number, row, whole[..., 0]]
        case "number" | "float":
            return [2, 0.5]
        case "int":
            return [0, 1]
        case "bool":
            return [False]
        case "List[int":
            return [list(shape)]
        case "str":
            return ["sum", "amax", "trunc"]
        case "List[Tensor":
            return [[whole]]
        case "List[Optional[Tensor]":
            return [[torch.tensor([0, 1, 0])]]
    return [None]


def _is_list(overload) -> bool:
    return str(overload._schema.arguments[0].type).startswith("List")


def _arguments(overload, view: torch.Tensor) -> tuple | None:
    """The first arguments with which PyTorch writes a copy of the view."""
    wanted = [a for a in overload._schema.arguments[1:] if not a.has_default_value()]
    choices = itertools.product(*[_values(str(a.type), view) for a in wanted])
    for values in itertools.islice(choices, 300):
        row = [v for v, a in zip(values, wanted, strict=True) if not a.kwarg_only]
        named = {a.name: v for v, a in zip(values, wanted, strict=True) if a.kwarg_only}
        try:
            copy = view.clone()
            overload([copy] if _is_list(overload) else copy, *row, **named)
        except Exception:
            continue
        return row, named
    return None


def _calls(view: str, every: int) -> Iterator[tuple]:
    for overload in itertools.islice(_overloads(), 0, None, every):
        for dtype in DTYPES:
            found = _arguments(overload, VIEWS[view](dtype))
            if found is not None:
                yield overload, dtype, *found
                break


def _written(view: str, overload, dtype, row, named) -> tuple:
    shown = VIEWS[view](dtype)
    torch.manual_seed(0)
    try:
        overload([shown] if _is_list(overload) else shown, *row, **named)
    except Exception as error:
        return shown._base, f"{type(error).__name__}: {str(error)[:200]}"
    return shown._base, None


@pytest.mark.parametrize("view", VIEWS)
def test_every_in_place_operator(target, view):
    same, left = 0, []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch will refuse some of these writes one day
        for call in _calls(view, 1 if target == "numpy" else 5):
            wanted, refusal = _written(view, *call)
            with ivy.run_on(target, fallback="error"):
                ours, error = _written(view, *call)
            if error and error.startswith("UnsupportedOpError"):
                left.append(f"{call[0]}: {error}")
                continue
            assert (error or "").split("\n")[0] == (refusal or "").split("\n")[0], call[0]
            try:
                assert_same(ours, wanted)
            except AssertionError as difference:
                raise AssertionError(f"{call[0]}: {difference}") from None
            same += 1
    assert same > 10 * len(left), left
    assert all("depends on the order" in each or "no rule" in each for each in left)


def _expanded():
    return torch.zeros(1).expand(3)


CALLS = {
    "mask": lambda e: e.masked_fill_(torch.tensor([True, False, False]), 5.0),
    "another mask": lambda e: e.masked_fill_(torch.tensor([False, True, False]), 5.0),
    "mask in brackets": lambda e: e.__setitem__(torch.tensor([True, False, False]), 4.0),
    "number in brackets": lambda e: e.__setitem__(0, 3.0),
    "list in brackets": lambda e: e.__setitem__([2], 3.0),
    "places": lambda e: e.index_fill_(0, torch.tensor([1]), 2.0),
    "accumulated": lambda e: e.index_put_((torch.tensor([0, 1]),), torch.ones(2), accumulate=True),
    "part": lambda e: e[1:].fill_(7.0),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.filterwarnings("ignore:Use of")
def test_a_part_of_an_expanded_tensor(target, name):
    def run():
        e = _expanded()
        CALLS[name](e)
        return e, e._base

    native = run()
    with ivy.run_on(target, fallback="error"):
        ours = run()
    assert_same(ours, native)


@pytest.mark.filterwarnings("ignore:Use of")
def test_an_order_that_is_pytorchs_own_falls_back(target):
    def run():
        e = _expanded()
        e.index_put_((torch.tensor([2, 0]),), torch.tensor([7.0, 8.0]))
        return e

    native = run()
    with ivy.run_on(target, fallback="error"), pytest.raises(ivy.UnsupportedOpError, match="order"):
        run()
    with ivy.run_on(target, fallback="allow"):
        assert_same(run(), native)

"""C++ code that reads or fills memory without the dispatcher gives native results."""

import warnings

import numpy as np
import pytest
import torch
from support.compare import assert_same

import ivy

SEQUENCES = {
    "numbers and tensors": lambda: torch.tensor([torch.tensor(3.0), 2.0]),
    "nested": lambda: torch.tensor([[torch.tensor(3), 2], [1, torch.tensor(5)]]),
    "tuples": lambda: torch.tensor(((torch.tensor(3.0), 2), (1, torch.tensor(5)))),
    "as_tensor": lambda: torch.as_tensor([torch.tensor(3.0), 2.0]),
    "asarray": lambda: torch.asarray([torch.tensor(3.0), 2.0]),
    "new_tensor": lambda: torch.ones(2).new_tensor([torch.tensor(3.0), 2.0]),
    "scalars of NumPy": lambda: torch.tensor([np.float64(2.0), torch.tensor(1.0)]),
    "bool": lambda: torch.tensor([torch.tensor(True), False]),
    "a dtype": lambda: torch.tensor([torch.tensor(3), 2], dtype=torch.float64),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_constructors_take_sequences_with_tensors(name, target):
    expected = SEQUENCES[name]()
    with ivy.run_on(target, fallback="error"):
        found = SEQUENCES[name]()
        assert ivy.is_redirected(found)
        assert_same(found, expected)


ELEMENTS = {
    "apply_": lambda x: x.apply_(lambda v: v + 1),
    "map_": lambda x: x.map_(torch.full((2, 3), 3.0), lambda a, b: a * b + 1),
    "map2_": lambda x: x.map2_(
        torch.full((2, 3), 3.0), torch.ones(2, 3), lambda a, b, c: a * b + c
    ),
    "apply_ of a part": lambda x: x[1:].apply_(lambda v: v * 5),
}


@pytest.mark.parametrize("name", ELEMENTS)
@pytest.mark.parametrize("made", ["inside", "outside", "outside and used"])
def test_python_functions_of_elements_write(name, made, target):
    expected = torch.full((2, 3), 2.0)
    returned = ELEMENTS[name](expected)
    x = torch.full((2, 3), 2.0)
    with ivy.run_on(target, fallback="error") as session:
        if made == "inside":
            x = torch.full((2, 3), 2.0)
        if made == "outside and used":
            assert x.sum().item() == 12
        assert_same(ELEMENTS[name](x), returned)
        assert_same(x + 1, expected + 1)
        assert (
            sum(n for (heading, _), n in session.report.native.items() if heading == "python") == 1
        )
    assert_same(x, expected)


def test_views_without_marks_in_their_schema_are_views(target):
    for call in (torch.unsafe_chunk, torch.unsafe_split):
        expected, x = torch.ones(2, 4), torch.ones(2, 4)
        call(expected, 2, 1)[0].zero_()
        with ivy.run_on(target, fallback="error"):
            call(x, 2, 1)[0].zero_()
        assert_same(x, expected)


def test_numpy_needs_no_detach_without_gradients(target):
    with ivy.run_on(target, fallback="error"):
        x = torch.ones(2, requires_grad=True)
        with torch.no_grad(), warnings.catch_warnings():
            assert x.numpy().tolist() == [1, 1]
        with pytest.raises(RuntimeError, match="requires grad"):
            x.numpy()


NAN = float("nan")
MATRICES = {
    "all NaN": torch.full((2, 2), NAN),
    "a NaN at the end": torch.tensor([[1.0, 0.0], [0.0, NAN]]),
    "a batch": torch.stack([torch.eye(2), torch.full((2, 2), NAN)]),
    "no matrix": torch.zeros(0, 2, 2),
}


@pytest.mark.parametrize("name", MATRICES)
def test_a_factorization_of_nan_says_where(name, target):
    expected = torch.linalg.cholesky_ex(MATRICES[name]).info
    with ivy.run_on(target, fallback="error"):
        assert_same(torch.linalg.cholesky_ex(MATRICES[name]).info, expected)
        if expected.any():
            with pytest.raises(torch.linalg.LinAlgError):
                torch.linalg.cholesky(MATRICES[name])


def _conjugates():
    x = torch.tensor([1 + 2j, 3 - 1j])
    c = x.conj()
    bits = [c.is_conj(), torch.is_conj(c), c.conj().is_conj(), x.is_conj(), (c * 1).is_conj()]
    c.resolve_conj().zero_()  # a copy
    x.resolve_conj().add_(1)  # itself
    c.add_(1j)  # a view
    return bits, x.tolist(), c.tolist()


def test_a_conjugate_view_knows_that_it_is_one(target):
    expected = _conjugates()
    with ivy.run_on(target, fallback="error"):
        assert _conjugates() == expected
        native = torch.nn.Parameter(torch.ones(2, dtype=torch.complex64))
        assert ivy.is_redirected(native.resolve_conj())


BORDERS = {
    "arange of booleans": lambda: torch.arange(True),
    "arange to a float": lambda: torch.arange(True, 5.0),
    "nothing divided by 0": lambda: torch.zeros(0, dtype=torch.int64) // 0,
    "indices of no matrix": lambda: torch.triu_indices(0, 0),
    "flip of a number": lambda: torch.tensor(3.0).flip(0) + torch.tensor(4.0).flip(-1),
}


@pytest.mark.parametrize("name", BORDERS)
def test_arguments_at_the_border(name, target):
    expected = BORDERS[name]()
    with ivy.run_on(target, fallback="error"):
        assert_same(BORDERS[name](), expected)

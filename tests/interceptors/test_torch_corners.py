"""C++ code that reads or fills memory without the dispatcher gives native results."""

import math
import warnings

import numpy as np
import pytest
import torch
from support.compare import assert_same
from support.sides import assert_same_on, error_of

import ivy

ONE = torch.tensor(3.0)


def assert_same_or_raises(target, function):
    """Fails unless a function gives on a target what it gives natively, or raises the same error."""
    if (error := error_of(function)) == "none":
        assert_same_on(target, function, watch=False)
    else:
        with ivy.run_on(target, fallback="error"):
            assert error_of(function) == error


def one(value=3.0):
    """A tensor made where the case runs."""
    return torch.tensor(value)


class Pair:
    """A sequence that is not a list."""

    def __len__(self):
        return 2

    def __getitem__(self, at):
        return [one(), 2.0][at]


SEQUENCES = {
    "numbers of NumPy, nested": lambda: torch.tensor([[one(), np.float32(1)], [2, one()]]),
    "integers of NumPy": lambda: torch.tensor([np.int64(1), one(3)]),
    "booleans of NumPy": lambda: torch.tensor([np.bool_(True), one(False)]),
    "complex": lambda: torch.tensor([one(), 1j]),
    "half": lambda: torch.tensor([one().half(), one().half()]),
    "bfloat16": lambda: torch.tensor([one().bfloat16(), 2]),
    "three deep": lambda: torch.tensor([[[one(), 1], [2, one()]], [[one(1), 2], [3, 4]]]),
    "rows of one": lambda: torch.tensor([torch.ones(1), torch.ones(1)]),
    "an own sequence": lambda: torch.tensor(Pair()),
    "FloatTensor": lambda: torch.FloatTensor([one(), ONE]),
    "FloatTensor, nested": lambda: torch.FloatTensor([[one(), 1], [2, one()]]),
    "DoubleTensor": lambda: torch.DoubleTensor([one(), 2]),
    "HalfTensor": lambda: torch.HalfTensor([one(), 2]),
    "BFloat16Tensor": lambda: torch.BFloat16Tensor([one(), 2]),
    "LongTensor": lambda: torch.LongTensor([one(3), 2]),
    "BoolTensor": lambda: torch.BoolTensor([one(True), False]),
    "Tensor": lambda: torch.Tensor([[one(), 2], [one(1), one()]]),
    "new": lambda: torch.ones(2).new([one(), 2]),
    "values of a sparse tensor": lambda: torch.sparse_coo_tensor(
        torch.tensor([[0, 1]]), [one(), 2.0], (3,)
    ).to_dense(),
    "indices of a sparse tensor": lambda: torch.sparse_coo_tensor(
        [[one(0), 1]], [1.0, 2.0], (3,)
    ).to_dense(),
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


@pytest.mark.filterwarnings("ignore:Sparse invariant checks")
@pytest.mark.parametrize("name", SEQUENCES)
def test_constructors_take_sequences_with_tensors(name, target):
    expected = SEQUENCES[name]()
    with ivy.run_on(target, fallback="error"):
        found = SEQUENCES[name]()
        assert ivy.is_redirected(found)
        assert_same(found, expected)


def _written():
    x = torch.zeros(2, 3)
    x[[one(0), one(1)], [one(1), 0]] = 5
    x[0, one(2)] = one()
    x[one(1) :, 2] = torch.tensor([2.0])
    x[1, [0]] = np.float32(3)
    return x


NUMBERS = {
    "size": lambda: list(torch.Size([one(2), 3])),
    "subscript": lambda: torch.arange(6.0).view(2, 3)[[one(0), one(1)], [one(1), 0]],
    "slice": lambda: torch.arange(6.0)[one(1) : one(4)],
    "subscript written": _written,
    "pad": lambda: torch.nn.functional.pad(torch.ones(2, 3), (one(1), 2), value=one()),
    "repeat": lambda: torch.ones(2).repeat(one(2), one(3)),
    "view": lambda: torch.ones(6).view(one(2), one(3)),
    "expand": lambda: torch.ones(1, 3).expand(one(2), one(3)),
    "zeros": lambda: torch.zeros(one(2), 3),
    "full": lambda: torch.full((one(2), 2), one()),
    "arange": lambda: torch.arange(one(1.0), one(3.0), one(0.5)),
    "linspace": lambda: torch.linspace(one(0.0), 1, 3),
    "range": lambda: list(range(one(3))),
    "index": lambda: [[1, 2, 3][one(1)], hex(one(30)), chr(one(65))],
    "index of a list by a float": lambda: [1, 2, 3][one(1.0)],
    "slice of a list": lambda: [1, 2, 3, 4][one(1) : one(3)],
    "clamp": lambda: torch.clamp(torch.arange(3.0), min=one(1.0), max=2),
    "largest": lambda: [max(one(4.0), 3, one(5)), min([one(4.0), 3.0]), sorted([one(4.0), 3.0])],
    "cat of numbers": lambda: torch.cat([one(), one()]),
    "array": lambda: torch.from_numpy(np.array([[one(), 1], [2, one()]])),
    "array's subscript": lambda: torch.from_numpy(np.arange(5)[torch.tensor([1, 2])]),
    "sum of an array": lambda: torch.ones(2) * np.float64(2) + torch.from_numpy(np.ones(2)),
    "split": lambda: torch.ones(6).split([one(2), one(4)]),
    "format": lambda: f"{one():.2f}",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_tensors_are_taken_as_numbers(name, target):
    assert_same_or_raises(target, NUMBERS[name])


def test_a_method_of_a_tensor_by_its_class(target):
    with ivy.run_on(target, fallback="error"):
        x = torch.arange(3.0)
        assert torch.Tensor.tolist(x) == [0, 1, 2] and torch.Tensor.data_ptr(x) == x.data_ptr() != 0
        assert torch.Tensor.numpy(x).tolist() == [0, 1, 2] and x.const_data_ptr() == x.data_ptr()


def test_what_works_in_memory_is_refused_by_name(target):
    x = torch.ones(2, 3)
    expected = torch._shape_as_tensor(x)
    with (
        ivy.run_on(target, fallback="error"),
        pytest.raises(ivy.UnsupportedOpError, match="_saturate_weight_to_fp16"),
    ):
        torch._saturate_weight_to_fp16(torch.ones(2, 3))
    with ivy.run_on(target, fallback="allow"):
        assert_same(torch._saturate_weight_to_fp16(torch.ones(2, 3)), torch.ones(2, 3))
        assert_same(torch._shape_as_tensor(torch.ones(2, 3)), expected)


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
    "dimensions of a dense tensor": lambda: [
        torch.ones(2, 3).dense_dim(),
        torch.ones(2, 3).sparse_dim(),
    ],
    "no window": lambda: torch.nn.functional.adaptive_max_pool1d(torch.ones(2, 3), 0),
    "logit of a wide eps": lambda: torch.logit(torch.tensor([0.5, 2.0, -1.0]), 0.7),
    "conjugates of booleans": lambda: torch.tensor([True, False]).conj_physical(),
    "arange of booleans": lambda: torch.arange(True),
    "arange to a float": lambda: torch.arange(True, 5.0),
    "nothing divided by 0": lambda: torch.zeros(0, dtype=torch.int64) // 0,
    "indices of no matrix": lambda: torch.triu_indices(0, 0),
    "flip of a number": lambda: torch.tensor(3.0).flip(0) + torch.tensor(4.0).flip(-1),
    "old masks": lambda: (COLUMN[BYTES], COLUMN[:, BYTES[:1]], COLUMN[BYTES, 0]),
    "quotients of -0": lambda: torch.atan2(torch.tensor([-0.0, 0.0]) // 3, ONE.neg()),
    "NaN in a running sum": lambda: torch.tensor([1.0, math.nan, 2.0]).logcumsumexp(0),
    "no index of bytes": lambda: COLUMN[BYTES.to(torch.int8)],
    "no index": lambda: torch.ops.aten.index(COLUMN, []),
    "too many values for no row": lambda: COLUMN.index_put((BYTES > 9,), torch.ones(4, 1)),
    "a wide output padding": lambda: torch.nn.functional.conv_transpose2d(
        torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2), stride=2, output_padding=(1, 2)
    ),
    "places for floats": lambda: torch.nonzero(ONE, out=torch.empty(0)),
    "elements for others": lambda: torch.masked_select(
        COLUMN, COLUMN > 0, out=torch.empty(0, dtype=torch.float64)
    ),
    "elements": lambda: torch.masked_select(COLUMN, COLUMN > 0, out=torch.empty(0)),
    "counts of no floats": lambda: torch.bincount(torch.empty(0)),
    "counts of no table": lambda: torch.bincount(torch.empty(0, 2, dtype=torch.int64)),
}
BYTES, COLUMN = torch.tensor([1, 0, 1], dtype=torch.uint8), torch.arange(3.0).reshape(3, 1)


@pytest.mark.filterwarnings("ignore:indexing with dtype torch.uint8")
@pytest.mark.parametrize("name", BORDERS)
def test_arguments_at_the_border(name, target):
    assert_same_or_raises(target, BORDERS[name])


TWO = torch.tensor([0, 1])
# kernels that do not promote, of arguments with different roles
MIXED = {
    "index_add": lambda x, y: x.index_add(0, TWO, y),
    "index_copy_": lambda x, y: x.clone().index_copy_(0, TWO, y),
    "index_reduce": lambda x, y: x.index_reduce(0, TWO, y, "amax"),
    "put": lambda x, y: x.put(TWO, y[0]),
    "cross": lambda x, y: torch.linalg.cross(x.repeat(2, 2)[:, :3], y.repeat(2, 2)[:, :3]),
    "grid_sample": lambda x, y: torch.nn.functional.grid_sample(x[None, None], y[None, None]),
    "histogram": lambda x, y: torch.histogram(x, y[0].cumsum(0)),
    "batch_norm": lambda x, y: torch.nn.functional.batch_norm(x, y[0], y[1]),
    "embedding_bag": lambda x, y: torch.nn.functional.embedding_bag(
        TWO[None], x, mode="sum", per_sample_weights=y[:1]
    ),
}


@pytest.mark.filterwarnings("ignore:index_reduce")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64])
@pytest.mark.parametrize("name", MIXED)
def test_dtypes_that_do_not_mix(name, dtype, target):
    x, y = torch.ones(2, 2), torch.ones(2, 2, dtype=dtype)
    assert_same_or_raises(target, lambda: MIXED[name](x, y))


def _leaf():
    return torch.ones(2, 2, requires_grad=True)


def _without_gradients(function):
    def call():
        with torch.no_grad():
            return function()

    return call


def _of_inference(function):
    def call():
        with torch.inference_mode():
            x = torch.ones(2)
        return function(x)

    return call


def _data(value):
    x = _leaf()
    x.data = value
    return x, x.requires_grad, x.is_leaf


def _retained(change):
    x = _leaf()
    y = x * 2
    y.retain_grad()
    change(y).sum().backward()
    return y.grad, x.grad, y.retains_grad


GRAD_MODE = {
    "leaf in place": lambda: _leaf().add_(1),
    "leaf in place without gradients": _without_gradients(lambda: _leaf().add_(1)),
    "part of a leaf in place": lambda: _leaf()[0].add_(1),
    "apply_": lambda: _leaf().apply_(lambda v: v),
    "apply_ without gradients": _without_gradients(lambda: _leaf().apply_(lambda v: v)),
    "map_": lambda: torch.ones(2, 2).map_(_leaf(), lambda a, b: a),
    "tolist": lambda: _leaf().tolist(),
    "array": lambda: np.asarray(_leaf()).tolist(),
    "array without gradients": _without_gradients(lambda: np.asarray(_leaf()).tolist()),
    "inference": _of_inference(lambda x: [x.is_inference(), x + 1]),
    "inference in place": _of_inference(lambda x: x.add_(1)),
    "inference saved": _of_inference(lambda x: _leaf() * x),
    "inference requires_grad_": _of_inference(lambda x: x.requires_grad_()),
    "inference version": _of_inference(lambda x: x._version),
    "data": lambda: _data(torch.zeros(3)),
    "data of integers": lambda: _data(torch.zeros(3, dtype=torch.int64)),
    "data of no tensor": lambda: _data(3),
    "integers": lambda: torch.ones(2, dtype=torch.int64).requires_grad_(),
    "new integers": lambda: torch.ones(2, dtype=torch.int64, requires_grad=True),
    "out": lambda: torch.add(_leaf(), 1, out=torch.zeros(2, 2)),
    "out of a leaf": lambda: torch.add(torch.ones(2, 2), 1, out=_leaf()),
    "out without gradients": _without_gradients(
        lambda: torch.add(torch.ones(2, 2), 1, out=_leaf())
    ),
    "detach_ of a view": lambda: (_leaf() * 2)[0].detach_(),
    "detach_ of a view of a leaf": lambda: _leaf().view(4).detach_(),
    "detach_": lambda: (_leaf() * 2).detach_().requires_grad,
    "retain_grad": lambda: _retained(lambda y: y),
    "retain_grad, in place": lambda: _retained(lambda y: y.mul_(3)),
    "retain_grad of none": lambda: torch.ones(2).retain_grad(),
    "requires_grad of no leaf": lambda: (_leaf() * 2).requires_grad_(False),
    "resize_": lambda: _leaf().resize_(3),
    "view made without gradients": lambda: _without_gradients(lambda: _leaf()[0])().mul_(2),
}


@pytest.mark.parametrize("name", GRAD_MODE)
def test_checks_of_gradients(name, target):
    assert_same_or_raises(target, GRAD_MODE[name])


def _shifted():
    x = torch.tensor([1, 2, 3])
    view = x[1:]
    view <<= 2
    x >>= 1
    x <<= torch.tensor(1)
    return x, view


def _over_sequences():
    shapes = (5, 2, 3), (3, 3, 4), (4,)
    leaves = [torch.sin(torch.arange(float(math.prod(s)))).reshape(s) for s in shapes]
    out = torch.conv_tbc(*[x.requires_grad_() for x in leaves], 1)
    (out * out).sum().backward()
    return out, [x.grad for x in leaves]


@pytest.mark.parametrize("program", [_shifted, _over_sequences])
def test_names_beyond_the_database(program, target):
    native = program()
    with ivy.run_on(target, fallback="error"):
        assert_same(program(), native)

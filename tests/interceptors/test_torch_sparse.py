"""Sparse tensors in a block: values, gradients, layouts and errors are PyTorch's, on the target."""

import copy
import io
import pickle

import pytest
import torch
from support.compare import assert_same
from support.conformance import assert_held
from support.sides import Cases, values
from support.sparse import facts
from torch import nn

import ivy

CASES = Cases()
case = CASES.case
pytestmark = pytest.mark.filterwarnings("ignore:Sparse")  # these layouts are in beta


def _matrix():
    return torch.tensor([[0.0, 1.0, 0.0], [2.0, 0.0, -3.0]])


def _graph(nodes=6, **options):
    """The adjacency matrix of a ring with loops, each row divided by its degree."""
    at = torch.arange(nodes)
    rows, columns = torch.cat([at, at, at]), torch.cat([at, (at + 1) % nodes, (at - 1) % nodes])
    weights = torch.full((3 * nodes,), 1 / 3)
    return torch.sparse_coo_tensor(torch.stack([rows, columns]), weights, (nodes, nodes), **options)


def _train(model, forward, steps=4, optimizer=None):
    """The losses of a few steps, and the parameters after them."""
    optimizer = optimizer or torch.optim.Adam(model.parameters(), lr=0.05)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = forward()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return losses, [p.detach() for p in model.parameters()]


class _Convolution(nn.Module):
    def __init__(self, inner, outer):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inner, outer) / inner**0.5)
        self.bias = nn.Parameter(torch.zeros(outer))

    def forward(self, x, graph):
        return torch.sparse.mm(graph, x @ self.weight) + self.bias


class _Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = _Convolution(4, 8), _Convolution(8, 3)

    def forward(self, x, graph):
        return self.second(self.first(x, graph).relu(), graph).log_softmax(1)


def _convolutions(graph):
    torch.manual_seed(0)
    model, x, y = _Network(), values(6, 4), torch.tensor([0, 1, 2, 0, 1, 2])
    return _train(model, lambda: nn.functional.nll_loss(model(x, graph), y))


@case
def graph_convolutions():
    return _convolutions(_graph())


@case
def graph_convolutions_on_compressed_rows():
    return _convolutions(_graph().to_sparse_csr())


@case
def graph_attention():
    torch.manual_seed(0)
    graph = _graph().coalesce()
    layer, score, x = nn.Linear(4, 5), nn.Linear(10, 1), values(6, 4)
    model = nn.ModuleList([layer, score])

    def forward():
        h = layer(x)
        rows, columns = graph.indices()
        each = score(torch.cat([h[rows], h[columns]], 1)).squeeze(1)
        weights = torch.sparse_coo_tensor(graph.indices(), nn.functional.leaky_relu(each), (6, 6))
        attention = torch.sparse.softmax(weights, 1)
        return torch.sparse.mm(attention, h).tanh().square().mean()

    return _train(model, forward)


@case
def attention_that_is_masked():
    torch.manual_seed(0)
    mask, layer, x = _graph().to_dense() > 0, nn.Linear(4, 4), values(6, 4)

    def forward():
        h = layer(x)
        scores = (h @ h.t()).masked_fill(~mask, -9e15).softmax(1)
        return torch.sparse.mm(scores.to_sparse(), h).square().mean()

    return _train(layer, forward)


@case
def embeddings_with_sparse_gradients():
    found, words = [], torch.tensor([1, 2, 2, 5])
    for make in (torch.optim.SparseAdam, torch.optim.SGD, torch.optim.Adagrad):
        torch.manual_seed(0)
        model = nn.Embedding(7, 3, sparse=True)
        optimizer = make(model.parameters(), lr=0.1)
        found.append(_train(model, lambda m=model: m(words).square().sum(), optimizer=optimizer))
        found.append(model.weight.grad)
    return found


@case
def bags_with_sparse_gradients():
    torch.manual_seed(0)
    found = []
    for mode in ("sum", "mean"):
        model = nn.EmbeddingBag(7, 3, sparse=True, mode=mode)
        words, starts = torch.tensor([1, 2, 2, 5]), torch.tensor([0, 2])
        model(words, starts).square().sum().backward()
        found.append(model.weight.grad)
    return found


@case
def gradients_that_accumulate():
    x, y = _graph().requires_grad_(), values(6, 2)
    for _ in range(2):
        torch.sparse.mm(x, y).sin().sum().backward()
    dense = values(6, 6).requires_grad_()
    (torch.sparse.mm(x.detach(), dense) + dense).sum().backward()
    return x.grad.coalesce(), dense.grad  # whether it is coalesced depends on who refers to it


@case
def gradients_of_values():
    values_ = values(18).requires_grad_()
    x = torch.sparse_coo_tensor(_graph()._indices(), values_, (6, 6))
    (x.coalesce().values() * 3).sum().backward()
    first = values_.grad.clone()
    y = torch.sparse_csr_tensor(
        torch.tensor([0, 1, 2]), torch.tensor([1, 0]), values_[:2].detach().requires_grad_(), (2, 2)
    )
    return first, y @ torch.ones(2, 2)


@case
def gradients_that_are_differentiated():
    x, y = _graph().to_dense().requires_grad_(), values(6, 2).requires_grad_()
    out = torch.sparse.mm(x.to_sparse(), y).sin().sum()
    first = torch.autograd.grad(out, y, create_graph=True)[0]
    return first, torch.autograd.grad(first.square().sum(), y)[0]


@case
def coordinates():
    x = _matrix().to_sparse()
    return (x * 2).to_dense(), x.coalesce().values(), x @ torch.ones(3, 2), (x + x).to_dense()


@case
def compressed_rows():
    x = _matrix().to_sparse_csr()
    return x @ torch.ones(3, 2), x.values(), x.col_indices(), (x * 2).to_dense()


@case
def compressed_columns_and_blocks():
    x = _matrix()
    return x.to_sparse_csc().to_dense(), x.to_sparse_bsr((1, 3)).to_dense() * 2


@case
def compressed_from_parts():
    rows, columns = torch.tensor([0, 1, 2]), torch.tensor([1, 0])
    x = torch.sparse_csr_tensor(rows, columns, values(2), (2, 2))
    return x.to_dense(), x @ torch.ones(2)


@case
def parts_of_compressed_rows_are_written():
    x = _matrix().to_sparse_csr()
    x.values().mul_(10)
    before = x.to_dense()
    x.mul_(2)
    return before, x.values(), x.to_dense()


@case
def a_strided_tensor_takes_a_sparse_one():
    x, y = torch.ones(2, 3), _matrix().to_sparse()
    view = x[0]
    x.add_(y)
    return x, view


@case
def a_sparse_tensor_is_written():
    x = torch.sparse_coo_tensor([[0, 1], [2, 0]], [1.0, 4.0], (2, 3)).coalesce()
    x.sqrt_().neg_()
    x.add_(_matrix().to_sparse())
    return x.to_dense(), x.coalesce().indices()


@case
def gradients_through_a_product():
    x, y = _matrix().requires_grad_(), values(3, 2).requires_grad_()
    torch.sparse.mm(x.to_sparse(), y).sin().sum().backward()
    return x.grad, y.grad


@case
def sparse_softmax():
    return torch.sparse.softmax(_matrix().to_sparse(), 1).to_dense()


@case
def stacked_and_indexed():
    x = _graph()
    return (
        torch.stack([x, x]),
        torch.cat([x, x * 2], 1),
        x[2],
        x.index_select(0, torch.tensor([3, 1])),
    )


@case
def counts_and_ranks():
    x = torch.ones(2, 3, 4).to_sparse(2)
    y = x.to_dense()[..., 0].to_sparse_csr()
    numbers = x._nnz(), x.sparse_dim(), x.dense_dim(), y._nnz(), y.sparse_dim(), y.dense_dim()
    assert x.is_sparse and y.is_sparse_csr and x.layout is torch.sparse_coo
    return torch.tensor(numbers), torch.tensor([x.is_coalesced(), (x + x).is_coalesced()])


@case
def a_size_that_is_read_off_the_indices():
    return torch.sparse_coo_tensor([[0, 2], [1, 4]], [1.0, 2.0]), torch.sparse_coo_tensor((2, 3))


@case
def dense_times_sparse():
    x, y = _matrix().to_sparse().requires_grad_(), torch.ones(4, 2).requires_grad_()
    out = y @ x
    out.sin().sum().backward()
    return out.detach(), x.grad, y.grad


@case
def elements_that_are_vectors():
    rows = values(3, 2).requires_grad_()
    x = torch.sparse_coo_tensor(torch.tensor([[0, 1, 1], [2, 0, 2]]), rows, (2, 3, 2))
    x.to_dense().square().sum().backward()
    return x.detach(), rows.grad, x.detach().sum(2), (x.detach() * 2)[1]


@case
def batches_of_compressed_rows():
    x = torch.stack([_matrix(), _matrix()]).to_sparse_csr()
    return x, x.to_dense(), x[1], x.to_sparse(), x.to_sparse_csc(), x * 2, x.sin()


@case
def every_dtype():
    found = []
    for name in ("int64", "uint8", "bool", "bfloat16", "float64", "complex64"):
        x = _matrix().to(getattr(torch, name)).to_sparse()
        twice = torch.cat([x._indices()] * 2, 1), torch.cat([x._values()] * 2)
        y = torch.sparse_coo_tensor(*twice, x.shape)
        found += [x, y.coalesce(), y.to_dense(), x.to_sparse_csr(), x.to(torch.complex128)]
        if name not in ("bool", "bfloat16"):
            found += [x + x, x * x, x * 2, torch.sparse.sum(x, 0), x @ torch.ones(3, 2).to(x.dtype)]
    return found


@case
def buffers_of_modules():
    module = nn.Module()
    module.register_buffer("graph", _matrix().to_sparse())
    twin = copy.deepcopy(module)
    twin.load_state_dict({"graph": module.state_dict()["graph"] * 2})
    return twin.graph, module.double().graph


@case
def files():
    file = io.BytesIO()
    torch.save([_matrix().to_sparse(), _matrix().to_sparse_csr()], file)
    file.seek(0)
    return torch.load(file)


@pytest.mark.parametrize("name", CASES)
def test_is_what_it_is_natively(target, name):
    wanted = facts(CASES[name]())
    with ivy.run_on(target, fallback="error"):
        out = CASES[name]()
        assert_held(out, target)
    assert_same(facts(out), wanted)


@pytest.mark.parametrize("layout", ["sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr"])
def test_prints_and_is_copied_as_natively(target, layout):
    def make():
        size = {"blocksize": (1, 3)} if layout == "sparse_bsr" else {}
        return _matrix().to_sparse(layout=getattr(torch, layout), **size)

    wanted = make()
    with ivy.run_on(target, fallback="error"):
        x = make()
        assert repr(x) == repr(wanted)
        assert_same(facts(copy.deepcopy(x)), facts(wanted))
        assert_same(facts(pickle.loads(pickle.dumps(x))), facts(wanted))
    assert repr(x) == repr(wanted)
    assert_same(facts(ivy.to_source(x)), facts(wanted))
    assert_same(x.to_dense(), wanted.to_dense())


def test_prints_its_place_in_the_graph(target):
    with ivy.run_on(target, fallback="error"):
        x = _matrix().requires_grad_().to_sparse()
        assert "grad_fn=<ToSparseBackward" in repr(x)


def test_what_was_made_before_the_block(target):
    for graph in (_graph(), _graph().to_sparse_csr()):
        wanted = torch.sparse.mm(graph, values(6, 2))
        with ivy.run_on(target, fallback="error"):
            assert_same(torch.sparse.mm(graph, values(6, 2)), wanted)
            graph.values().mul_(2) if graph.is_sparse_csr else graph._values().mul_(2)
            assert_same(torch.sparse.mm(graph, values(6, 2)), wanted * 2)
        assert_same(torch.sparse.mm(graph, values(6, 2)), wanted * 2)


def test_what_was_made_before_the_block_is_written(target):
    rows, x = _matrix().to_sparse_csr(), _matrix().to_sparse()
    with ivy.run_on(target, fallback="error"):
        rows.mul_(2)
        x.neg_()
    assert_same(rows.to_dense(), _matrix() * 2)
    assert_same(x.to_dense(), -_matrix())


REFUSED = {
    "sizes of a product": lambda x: torch.sparse.mm(x, torch.ones(2, 2)),
    "dtypes of a product": lambda x: torch.mm(x, torch.ones(3, 2, dtype=torch.float64)),
    "dense added to sparse": lambda x: x + torch.ones(2, 3),
    "sizes of a sum": lambda x: x + torch.ones(3, 2).to_sparse(),
    "indices before coalescing": lambda x: (x + x + x)._coalesced_(False).indices(),
    "an index too large": lambda x: x.select(1, 7),
    "dimension out of range": lambda x: torch.sparse.sum(x, 5),
    "more sparse dimensions": lambda x: x.to_dense().to_sparse(3),
    "rows out of order": lambda x: torch.sparse_csr_tensor(
        [0, 2, 1], [0, 1], [1.0, 2.0], (2, 2), check_invariants=True
    ),
    "a column too large": lambda x: torch.sparse_csr_tensor(
        [0, 1, 2], [0, 5], [1.0, 2.0], (2, 2), check_invariants=True
    ),
    "an index too large to be made": lambda x: torch.sparse_coo_tensor(
        [[0, 5]], [1.0, 2.0], (2,), check_invariants=True
    ),
    "no such kernel": lambda x: x.cos(),
    "no such kernel of rows": lambda x: x.to_sparse_csr() / 2,
    "blocks that do not fit": lambda x: x.to_dense().to_sparse_bsr((2, 2)),
    "blocks of another layout": lambda x: x.to_dense().to_sparse(blocksize=(1, 1)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_raises_what_is_raised_natively(target, name):
    with pytest.raises(Exception) as wanted:
        REFUSED[name](_matrix().to_sparse())
    with ivy.run_on(target, fallback="error"), pytest.raises(type(wanted.value)) as error:
        REFUSED[name](_matrix().to_sparse())
    assert str(error.value).splitlines()[0] == str(wanted.value).splitlines()[0]

"""Models, optimizers and tensors made outside a block work inside it and carry their changes out."""

import copy
import io
import pickle

import numpy as np
import pytest
import torch
from support.detector import NativeKernels
from torch import nn
from torch.nn import functional as F

import ivy
from ivy._core.backend import load

OPTIMIZERS = {
    "SGD": {"lr": 0.1, "momentum": 0.9},
    "Adam": {"lr": 0.01},
    "AdamW": {"lr": 0.01, "amsgrad": True},
    "NAdam": {"lr": 0.01},
    "RMSprop": {"lr": 0.01, "momentum": 0.5},
    "Adagrad": {"lr": 0.1},
    "Adadelta": {},
    "Adamax": {},
    "LBFGS": {"max_iter": 3},
}


def _model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.BatchNorm1d(8), nn.Linear(8, 3))


def _data():
    generator = torch.Generator().manual_seed(1)
    return torch.randn(6, 4, generator=generator), torch.randint(3, (6,), generator=generator)


def _train(model, optimizer, steps=3):
    x, y = _data()
    for _ in range(steps):

        def loss():
            optimizer.zero_grad()
            value = F.cross_entropy(model(x), y)
            value.backward()
            return value

        optimizer.step(loss)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_model_and_its_optimizer_train_as_natively(target, name):
    native, model = _model(), _model()
    makers = [
        getattr(torch.optim, name)(m.parameters(), **OPTIMIZERS[name]) for m in (native, model)
    ]
    _train(native, makers[0], 4)
    _train(model, makers[1], 1)
    with NativeKernels() as kernels, ivy.run_on(target, fallback="error"):
        _train(model, makers[1], 2)
    kernels.assert_none()
    _train(model, makers[1], 1)
    for wanted, got in zip(native.state_dict().values(), model.state_dict().values(), strict=True):
        assert type(got) is torch.Tensor
        torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-5)


def test_parameters_keep_class_and_identity(target):
    model = _model()
    before = [(id(p), p.data_ptr(), type(p)) for p in model.parameters()]
    with ivy.run_on(target):
        _train(model, torch.optim.SGD(model.parameters(), lr=0.1))
    assert [(id(p), p.data_ptr(), type(p)) for p in model.parameters()] == before


def test_a_model_made_inside_trains_on_outside(target):
    with ivy.run_on(target):
        model = _model()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        _train(model, optimizer, 2)
    native = _model()
    reference = torch.optim.Adam(native.parameters(), lr=0.01)
    _train(native, reference, 4)
    _train(model, optimizer, 2)
    for wanted, got in zip(native.parameters(), model.parameters(), strict=True):
        torch.testing.assert_close(
            ivy.to_source(got.detach()), wanted.detach(), rtol=1e-4, atol=1e-5
        )


def test_views_made_outside_see_what_happens_inside(target):
    x = torch.zeros(2, 3)
    flat, row, column = x.view(-1), x[1], x.t()[2]
    with ivy.run_on(target):
        flat[0] = 5
        row += 1
        column.mul_(3)
        assert x.tolist() == [[5.0, 0.0, 0.0], [1.0, 1.0, 3.0]]
    assert x.tolist() == [[5.0, 0.0, 0.0], [1.0, 1.0, 3.0]]
    assert (flat[5], row[2]) == (3.0, 3.0)


def test_changes_made_between_blocks_are_seen(target):
    x = torch.zeros(3)
    array = x.numpy()
    for k in range(3):
        with ivy.run_on(target):
            x += 1
        array += 1
        assert x.tolist() == [2.0 * (k + 1)] * 3


def test_a_native_array_shares_memory_with_its_tensor(target):
    x = torch.arange(3.0)
    with ivy.run_on(target):
        x += 1
        assert x.numpy().tolist() == [1.0, 2.0, 3.0]
        assert torch.from_numpy(np.ones(2)).sum() == 2.0


def test_values_that_leave_the_block_keep_working(target):
    with ivy.run_on(target):
        x = torch.arange(6.0).reshape(2, 3)
        view = x[1]
    assert ivy.is_redirected(x)
    y = x @ torch.ones(3, 2)
    assert type(y) is torch.Tensor
    assert y.tolist() == [[3.0, 3.0], [12.0, 12.0]]
    view += 1
    x[0, 0] = 9
    assert x.tolist() == [[9.0, 1.0, 2.0], [4.0, 5.0, 6.0]]
    with ivy.run_on(target):
        assert (x + view).tolist() == [[13.0, 6.0, 8.0], [8.0, 10.0, 12.0]]


def test_redirected_values_can_be_looked_at(target):
    native = torch.ones(2)
    with ivy.run_on(target):
        x = torch.arange(3)
        part = x[1:]
    assert ivy.is_redirected(x)
    assert not ivy.is_redirected(native) and not ivy.is_redirected(3)
    assert np.asarray(ivy.target_array(part)).tolist() == [1, 2]
    assert ivy.target_array(x).dtype == np.int64
    assert type(ivy.to_source(part)) is torch.Tensor
    assert ivy.to_source(native) is native
    with pytest.raises(ivy.ConversionError, match="not redirected"):
        ivy.target_array(native)


def test_host_values_are_the_native_ones(target):
    values = torch.tensor([[1.5, -2.0], [0.0, 3.25]])
    with ivy.run_on(target):
        x = torch.tensor([[1.5, -2.0], [0.0, 3.25]])
        assert x.numpy().dtype == np.float32 and x.numpy().tolist() == values.tolist()
        assert np.asarray(x).tolist() == x.tolist() == values.tolist()
        assert x[0, 0].item() == 1.5 and float(x[1, 1]) == 3.25 and int(x[0, 1]) == -2
        assert bool(x[0, 0]) and list(x[:, 0]) == [1.5, 0.0]
        assert len(x) == 2 and 3.25 in x
        assert repr(x) == repr(values) and str(x.sum()) == str(values.sum())
        assert f"{x[0, 0]:.3f}" == "1.500"
        assert repr(x.requires_grad_()) == repr(values.clone().requires_grad_())
        assert isinstance(x, torch.Tensor) and x.device == torch.device("cpu")


def test_copies_and_pickles(target):
    with ivy.run_on(target):
        x = torch.arange(4.0, requires_grad=True)
        twin = copy.deepcopy(x)
        with torch.no_grad():
            twin.mul_(2)
        again = pickle.loads(pickle.dumps(x))
        assert x.tolist() == again.tolist() == [0.0, 1.0, 2.0, 3.0]
        assert twin.tolist() == [0.0, 2.0, 4.0, 6.0] and twin.requires_grad and again.requires_grad
    outside = pickle.loads(pickle.dumps(x))
    assert type(outside) is torch.Tensor and outside.tolist() == x.tolist()


@pytest.mark.parametrize("weights_only", [True, False])
def test_checkpoints_are_saved_and_loaded(target, weights_only):
    native, model = _model(), _model()
    optimizers = [torch.optim.Adam(m.parameters()) for m in (native, model)]
    _train(native, optimizers[0])
    file = io.BytesIO()
    with ivy.run_on(target, fallback="error"):
        _train(model, optimizers[1])
        torch.save({"model": model.state_dict(), "optimizer": optimizers[1].state_dict()}, file)
        file.seek(0)
        state = torch.load(file, weights_only=weights_only)
        fresh = _model()
        fresh.load_state_dict(state["model"])
        torch.optim.Adam(fresh.parameters()).load_state_dict(state["optimizer"])
        clone = copy.deepcopy(model)
        assert torch.equal(clone[0].weight, fresh[0].weight)
    file.seek(0)
    for name, value in torch.load(file, weights_only=weights_only)["model"].items():
        assert type(value) is torch.Tensor
        torch.testing.assert_close(value, native.state_dict()[name], rtol=1e-4, atol=1e-5)


def test_a_script_is_the_same_under_all_precisions(target):
    for dtype in (torch.float64, torch.int64, torch.bfloat16, torch.float16, torch.complex64):
        native = (torch.arange(6).to(dtype).reshape(2, 3) * 3).sum(0)
        with ivy.run_on(target, fallback="error"):
            x = (torch.arange(6).to(dtype).reshape(2, 3) * 3).sum(0)
        assert x.dtype == dtype
        assert f"torch.{load(target).dtype(ivy.target_array(x))}" == str(dtype)
        torch.testing.assert_close(ivy.to_source(x), native)


def test_large_integers_keep_every_bit(target):
    with ivy.run_on(target, fallback="error"):
        x = torch.tensor([2**62 + 1, -(2**61) - 3]) + 1
        y = torch.tensor([1.0 + 2**-50], dtype=torch.float64) * 1
    assert x.tolist() == [2**62 + 2, -(2**61) - 2]
    assert y.tolist() == [1.0 + 2**-50]


def _sparse_gradient():
    table = nn.Embedding(5, 2, sparse=True)
    with torch.no_grad():
        table.weight.fill_(1.0)
    table(torch.tensor([1, 3, 3])).sum().backward()
    return table.weight.grad


def test_writes_to_sparse_values_that_left_the_block_are_kept(target):
    native = _sparse_gradient()
    with ivy.run_on(target, fallback="error"):
        ours = _sparse_gradient()
    for gradient in (native, ours):
        assert gradient.mul_(3) is gradient
        gradient.div_(2)
    assert torch.equal(ivy.to_source(ours.to_dense()), native.to_dense())


def test_memory_that_a_program_frees_and_allocates(target):
    def run():
        x = torch.arange(4.0)
        memory = x.untyped_storage()
        memory.resize_(0)
        sizes = [x.untyped_storage().size(), memory.size()]
        memory.resize_(16)
        x.copy_(torch.ones(4))
        return [*sizes, memory.size(), *(x + 1).tolist()]

    wanted = run()
    with ivy.run_on(target, fallback="error"):
        assert run() == wanted

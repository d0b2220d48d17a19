"""Results have the native memory layout: strides, offsets and shared storage."""

import pytest
import torch
from support.compare import assert_same

import ivy


def _columns(*shape):
    """A tensor whose last two axes are the other way round in memory."""
    return torch.arange(1.0, torch.Size(shape).numel() + 1).reshape(*shape[:-2], *shape[:-3:-1]).mT


def _image():
    return torch.arange(48.0).reshape(2, 3, 2, 4).to(memory_format=torch.channels_last)


def _spd():
    x = torch.linspace(-1, 1, 18).reshape(2, 3, 3)
    return x @ x.mT + torch.eye(3)


PLACES = torch.tensor([[0, 1, 2], [2, 1, 0]])
# results have PyTorch's own layout, whatever that of the arguments
CALLS = {
    "nonzero": lambda: torch.tensor([[0.0, 1], [1.0, 1]]).nonzero(),
    "nonzero, seen as a row": lambda: torch.tensor([[0.0, 1], [1.0, 1]]).nonzero().t().view(-1),
    "argwhere": lambda: torch.argwhere(_columns(2, 3) > 2),
    "unique": lambda: torch.unique(_columns(2, 3), dim=1),
    "unique_consecutive": lambda: torch.unique_consecutive(torch.ones(2, 3), dim=1),
    "cholesky": lambda: torch.linalg.cholesky(_spd()),
    "cholesky, upper": lambda: torch.linalg.cholesky(_spd(), upper=True),
    "inv": lambda: torch.linalg.inv(_spd()),
    "inverse": lambda: torch.inverse(_spd()),
    "solve": lambda: torch.linalg.solve(_spd(), torch.ones(2, 3, 2)),
    "qr": lambda: [x.abs() for x in torch.linalg.qr(_spd())],
    "lu_factor": lambda: torch.linalg.lu_factor(_spd()),
    "svdvals": lambda: torch.linalg.svdvals(_spd()),
    "lstsq": lambda: torch.linalg.lstsq(_columns(3, 2).square(), torch.eye(3)).solution,
    "fft of columns": lambda: torch.fft.fft(torch.ones(2, 3, 4), dim=1),
    "rfft of all": lambda: torch.fft.rfftn(_columns(2, 3, 4)),
    "irfft": lambda: torch.fft.irfft2(torch.ones(2, 3, 4, dtype=torch.complex64), dim=(0, 2)),
    "empty_strided": lambda: torch.zeros_like(torch.empty_strided((3, 2), (1, 4))),
    "new_empty_strided": lambda: torch.ones(1).new_empty_strided((2, 3), (7, 2)).fill_(1),
    "scatter_add": lambda: _columns(5, 3).scatter_add(0, PLACES, torch.ones(2, 3)),
    "scatter": lambda: _columns(5, 3).scatter(0, PLACES, 1.0),
    "scatter_reduce": lambda: _columns(5, 3).scatter_reduce(0, PLACES, torch.ones(5, 3), "prod"),
    "index_put": lambda: _columns(5, 3).index_put((PLACES[0],), torch.ones(3), accumulate=True),
    "index_add": lambda: _columns(5, 3).index_add(1, PLACES[0], torch.ones(5, 3)),
    "index_reduce": lambda: _columns(5, 3).index_reduce(0, PLACES[0], torch.ones(3, 3), "amin"),
    "masked_scatter": lambda: _columns(2, 3).masked_scatter(_columns(2, 3) > 2, torch.ones(6)),
    "equal": lambda: torch.tensor(torch.equal(_columns(2, 3), _columns(2, 3))),
    "allclose": lambda: torch.tensor(torch.allclose(_columns(2, 3), _columns(2, 3))),
    "relu of an image": lambda: torch.relu(_image()),
    "max_pool2d of an image": lambda: torch.max_pool2d(_image(), 2),
    "batch_norm of an image": lambda: torch.batch_norm(
        _image(), None, None, None, None, True, 0.1, 1e-3, False
    ),
    "interpolated image": lambda: torch.nn.functional.interpolate(_image(), scale_factor=2.0),
    "convolved image": lambda: torch.conv2d(_image(), torch.ones(4, 3, 1, 2)),
    "sum of an image": lambda: _image().sum(3),
    "sum with an expanded one": lambda: _image() + torch.ones(1, 3, 1, 1).expand(2, 3, 2, 4),
}


def facts(value):
    """Strides and offset of each result that has elements."""
    outs = [value] if isinstance(value, torch.Tensor) else list(value)
    return [(x.stride(), x.storage_offset()) for x in outs if x.numel()]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.filterwarnings("ignore:.*beta")
def test_layout(target, name):
    native = CALLS[name]()
    with ivy.run_on(target, fallback="error"):
        for _ in range(2):
            ours = CALLS[name]()
            assert facts(ours) == facts(native)
            assert_same(ours, native)


# a result may be its argument, or a view of it: what is written shows there
SHARED = {
    "reshape": lambda x: x.reshape(6),
    "reshape of columns": lambda x: x.t().reshape(6),
    "contiguous": lambda x: x.contiguous(),
    "contiguous of columns": lambda x: x.t().contiguous(),
    "to": lambda x: x.to(torch.float32),
    "to another": lambda x: x.to(torch.float64),
    "to, a copy": lambda x: x.to(torch.float32, copy=True),
    "type": lambda x: x.type(torch.float32),
    "float": lambda x: x.float(),
    "cpu": lambda x: x.cpu(),
    "flatten": lambda x: x.flatten(),
    "flatten of columns": lambda x: x.t().flatten(),
    "ravel": lambda x: torch.ravel(x),
    "squeeze": lambda x: x.squeeze(),
    "expand_as": lambda x: x.expand_as(x),
    "broadcast_to": lambda x: torch.broadcast_to(x, (2, 3)),
    "split_copy": lambda x: torch.split_copy(x, 1)[0],
    "view_copy": lambda x: torch.view_copy(x, (6,)),
    "narrow": lambda x: x.narrow(0, 0, 1),
    "narrow_copy": lambda x: torch.narrow_copy(x, 0, 0, 1),
    "unfold": lambda x: x.unfold(1, 3, 2),
    "real": lambda x: torch.real(x),
    "resolve_conj": lambda x: x.resolve_conj(),
    "conj": lambda x: x.conj(),
    "view_as": lambda x: x.view_as(x),
    "swapaxes": lambda x: x.swapaxes(0, 1),
    "broadcast_tensors": lambda x: torch.broadcast_tensors(x, torch.ones(3))[0],
    "meshgrid": lambda x: torch.meshgrid(x[0], x[1], indexing="ij")[0].diagonal(),
    "atleast_3d": lambda x: torch.atleast_3d(x),
    "atleast_2d": lambda x: torch.atleast_2d(x),
    "tensor_split": lambda x: torch.tensor_split(x, 3, 1)[1],
    "unsafe_chunk": lambda x: x.unsafe_chunk(2)[0],
    "hsplit": lambda x: torch.hsplit(x, 3)[0],
    "block_diag": lambda x: torch.block_diag(x),
    "dropout, none": lambda x: torch.nn.functional.dropout(x, 0.0),
    "dropout, in evaluation": lambda x: torch.nn.functional.dropout(x, 0.5, training=False),
    "pad by nothing": lambda x: torch.nn.functional.pad(x, (0, 0)),
    "pad by less": lambda x: torch.nn.functional.pad(x, (-1, 0)),
    "einsum of one": lambda x: torch.einsum("ij->ji", x),
    "diagonal": lambda x: torch.einsum("ii->i", x[:, :2]),
    "cat of one": lambda x: torch.cat([x]),
    "movedim": lambda x: x.movedim(0, 1),
    "unflatten": lambda x: x.unflatten(1, (3, 1)),
    "positive": lambda x: torch.positive(x),
    "detach": lambda x: x.detach(),
    "alias": lambda x: torch.ops.aten.alias(x),
    "nan_to_num": lambda x: torch.nan_to_num(x),
    "repeat once": lambda x: x.repeat(1, 1),
    "tile": lambda x: x.tile(1),
    "roll by nothing": lambda x: x.roll(0),
    "sum over nothing": lambda x: x.sum(()),
    "index of all": lambda x: x[...],
    "chunk of one": lambda x: x.chunk(1)[0],
    "combined": lambda x: torch.combinations(x[0], 1),
    "channels last": lambda x: x[None, None].contiguous(memory_format=torch.channels_last),
    "adjoint": lambda x: x.adjoint(),
    "interpolated to itself": lambda x: torch.nn.functional.interpolate(x[None, None], (2, 3)),
    "cumsum": lambda x: x.cumsum(0),
    "clip": lambda x: x.clip(0),
    "rot90": lambda x: torch.rot90(x, 0),
    "identity": lambda x: torch.nn.Identity()(x),
}


@pytest.mark.parametrize("name", SHARED)
def test_memory_that_is_shared(target, name):
    def run():
        x = torch.arange(6.0).reshape(2, 3)
        y = SHARED[name](x)
        found = facts(y), y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
        y = SHARED[name](x)
        is_view = y._is_view()
        y.fill_(9.0)
        return [*found, is_view, y is x], x, y

    native, *theirs = run()
    with ivy.run_on(target, fallback="error"):
        ours, *mine = run()
        assert ours == native
        assert_same(mine, theirs)
    assert_same(mine, theirs)

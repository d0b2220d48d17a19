"""Memory with a second owner: NumPy, DLPack, a storage that the program keeps, another process.

What either of them writes, the other one sees at once, as natively. Each program runs natively too.
"""

import io
import operator
import pickle
import time
from concurrent.futures import ProcessPoolExecutor

import jax
import numpy as np
import pytest
import torch
from support.compare import assert_same
from support.sides import Cases, assert_same_on, error_of
from torch import nn

import ivy
from interceptors.session import CURRENT
from interceptors.torch import _compat
from interceptors.torch.dispatch.choose import engine

pytestmark = pytest.mark.filterwarnings("ignore:TypedStorage is deprecated")

CASES = Cases()
case = CASES.case


# -- arrays that PyTorch is given


@case
def a_buffer_that_is_refilled():
    buffer = np.zeros(4, np.float32)
    x, found = torch.from_numpy(buffer), []
    for _ in range(4):  # the later ones on the fast path
        buffer += 1
        found += [
            x.sum().item(),
            (x * 2).tolist(),
            x[1:].sum().item(),
            x.view(2, 2).t()[0].tolist(),
        ]
    return found


@case
def every_way_to_share_an_array():
    found = []
    ways = (torch.from_numpy, torch.as_tensor, torch.asarray, torch.from_dlpack, _from_buffer)
    array = np.arange(4, dtype=np.float32)
    tensors = [way(array) for way in ways]
    for i, x in enumerate(tensors):
        x[i % 4] += 10
        x.mul_(2)
        array += 1
        found += [array.tolist(), [y.sum().item() for y in tensors]]
    return found


def _from_buffer(array):
    return torch.frombuffer(array, dtype=torch.float32)


@case
def writes_are_seen_in_the_array():
    array = np.arange(6, dtype=np.float32)
    x, found = torch.from_numpy(array), []
    for write in (
        lambda: x.add_(1),
        lambda: x[2:4].zero_(),
        lambda: x.view(2, 3)[1].copy_(torch.ones(3)),
        lambda: torch.add(x, 1, out=x),
        lambda: x.relu_().neg_(),
        lambda: torch._foreach_mul_([x], 3),
        lambda: x.index_fill_(0, torch.tensor([0, 5]), 9),
        lambda: x.masked_fill_(x < 0, 4),
        lambda: x.__setitem__(slice(0, 2), torch.tensor([7.0, 8.0])),
    ):
        for _ in range(3):
            write()
            found.append(array.tolist())
            array *= 2
    return found


@case
def arrays_with_gaps():
    array = np.arange(8, dtype=np.float32)
    x = torch.from_numpy(array[::2])
    array[1::2] = 50
    x += 1
    first = array.tolist()
    array[:] = 3
    return first, x.tolist(), x.zero_().sum(), array.tolist(), _refused()


def _refused():
    return error_of(lambda: torch.from_numpy(np.zeros(3)[::-1]))


@case
def every_dtype():
    found = []
    for name in "bool int8 uint8 int16 int64 float16 float32 float64 complex64 complex128".split():
        array = np.ones(3, name)
        x = torch.from_numpy(array)
        x.sum()
        array[0] = 0
        found += [x.sum(), x.clone()]
        x[1:] = 0
        found.append(array.tolist())
    array = np.full(3, np.nan)
    y = torch.from_numpy(array)
    y.sum()
    array[1] = -0.0
    return found, y.isnan(), (1 / y[1]).item()


@case
def the_same_bytes_in_two_dtypes():
    array = np.zeros(3, np.float32)
    x = torch.from_numpy(array)
    n = x.view(torch.int32)
    array.view(np.int32)[:] = 1065353216
    first = x.tolist(), n.tolist()
    n[0] = 0
    return first, array.tolist(), x.sum(), torch.from_numpy(array.view(np.int32)).tolist()


@case
def nothing_to_share():
    x = torch.from_numpy(np.zeros((0, 3), np.float32))
    return x + 1, x.numpy().shape, x.sum()


# -- arrays that PyTorch gives


@case
def updates_are_seen_in_the_array():
    x = torch.zeros(3)
    array, found = x.numpy(), []
    for _ in range(4):
        x += 1
        found.append(array.tolist())
        array *= 2
        found += [x.sum().item(), x[1:].tolist()]
        x[0] = 5
        found.append(array.tolist())
    return found


@case
def every_way_to_get_at_memory():
    x, found = torch.zeros(2), []
    memory = x.numpy(), np.asarray(x), np.from_dlpack(x), x[:1].numpy(), memoryview(x.numpy())
    again = torch.from_dlpack(x)
    for i in range(3):
        x += 1
        found += [m.tolist() for m in memory]
        again += 1
        memory[i % 2][1] += 10
        found += [x.tolist(), again.tolist(), [m.tolist() for m in memory]]
    return found


@case
def storages_that_are_kept():
    x = torch.zeros(2)
    memory, typed, found = x.untyped_storage(), x.storage(), []
    for i in range(3):
        x += 1
        found += [memory.tolist(), typed.tolist(), typed[1]]
        typed[0] = 44 + i
        found.append(x.tolist())
        memory[7] = 64 + i
        found.append((x * 1).tolist())
    return found


@case
def an_optimizer_updates_what_an_array_shows():
    model = nn.Linear(2, 2)
    nn.init.ones_(model.weight)
    weight, bias, found = model.weight.detach().numpy(), model.bias.data.numpy(), []
    optimizer = torch.optim.Adam(model.parameters(), 0.1)
    for _ in range(3):
        optimizer.zero_grad()
        model(torch.ones(1, 2)).sum().backward()
        optimizer.step()
        found += [torch.tensor(weight), torch.tensor(bias)]
        bias[:] = 1
        found.append(model(torch.ones(1, 2)))
    return found


@case
def a_leaf_that_requires_a_gradient():
    x = torch.zeros(3, requires_grad=True)
    array = x.detach().numpy()
    array += 2
    (x * x).sum().backward()
    gradient = x.grad.numpy()
    (x * x).sum().backward()
    return x.grad, gradient.tolist(), error_of(x.numpy)


@case
def a_batch_that_is_refilled():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    inputs, targets = np.zeros((4, 3), np.float32), np.zeros((4, 1), np.float32)
    x, y, losses = torch.from_numpy(inputs), torch.from_numpy(targets), []
    for step in range(4):
        inputs[:] = np.sin(np.arange(12) + step).reshape(4, 3)
        targets[:] = inputs.sum(1, keepdims=True)
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses += [loss.detach(), x[step % 4] + x]
    return losses


@case
def a_replay_buffer():
    states, rewards = np.zeros((8, 2), np.float32), np.zeros(8, np.float32)
    x, r, found = torch.as_tensor(states), torch.as_tensor(rewards), []
    for i in range(8):
        states[i], rewards[i] = i, -i
        found += [x[torch.tensor([0, i])], r[: i + 1].sum(), (x[i], r[i]), x[:, 0].max()]
    return found


# -- storages


@case
def a_storage_is_freed_and_filled_again():
    x, found = torch.arange(6.0), []
    a, b, memory = x[:4].view(2, 2), x[4:], x.untyped_storage()
    for i in range(2):
        x += 1
        memory.resize_(0)
        found += [memory.nbytes(), x.untyped_storage().nbytes(), x.storage().size(), x.shape]
        memory.resize_(24)
        x.copy_(torch.arange(6.0) * i)
        x += 1
        found += [memory.nbytes(), x * 2, a.tolist(), b.sum()]
    return found


@case
def a_storage_grows():
    x = torch.arange(3.0)
    view, bits = x[1:], x.view(torch.int32)
    x.resize_(5)
    x[3:] = 9
    view *= 2
    x += 1
    first = x.tolist(), view.tolist(), bits.tolist(), x.untyped_storage().nbytes()
    y = torch.ones(3)
    y.untyped_storage().resize_(24)
    z = y.as_strided((6,), (1,))
    z[3:] = 2
    z += 1
    out = torch.empty(0)
    torch.add(torch.ones(3), 1, out=out)
    part = out[:2]
    torch.add(torch.ones(5), 3, out=out.resize_(0))
    x.resize_(2)
    return first, z, y, out, part, view, x.resize_(4)


@case
def a_part_shows_more_of_a_storage():
    x = torch.arange(6.0)
    part, whole = x[2:4], x[:1]
    part.resize_(2, 2).mul_(10)
    whole.as_strided_((6,), (1,)).add_(1)
    again = x[:2].resize_(1).resize_(4)
    again[3] = -1
    return x, part, whole, again, part.storage_offset(), x.untyped_storage().nbytes()


@case
def a_storage_that_must_not_grow():
    x, y = torch.from_numpy(np.zeros(3)), torch.zeros(3)
    array, shared = y.numpy(), torch.zeros(3).share_memory_()
    refused = [error_of(lambda t=t: t.resize_(10)) for t in (x, y)]
    return (
        refused,
        error_of(lambda: x.untyped_storage().resize_(0)),
        array.tolist(),
        shared.is_shared(),
    )


@case
def tensors_are_set_to_storages():
    x, y = torch.arange(6.0), torch.empty(0)
    y.set_(x.untyped_storage(), 2, (3,), (1,))
    y += 10
    z = torch.Tensor().set_(x.storage())
    z[0] = 5
    w = torch.zeros(2).set_(x)
    x += 1
    addresses = z.data_ptr() == x.data_ptr(), y.data_ptr() - x.data_ptr()
    y.storage().copy_(torch.ones(6).storage())
    return x, y, z, w, addresses


@case
def the_bytes_of_a_storage():
    x = torch.tensor([1.0, 2.0])
    octets = torch.tensor([], dtype=torch.uint8).set_(x.untyped_storage())
    first = octets.tolist()
    octets[3] = 64
    second = x.tolist()
    x *= 2
    odd = torch.UntypedStorage(10)
    odd.fill_(0)
    y = torch.tensor([], dtype=torch.float32).set_(odd, 0, (2,), (1,))
    every = torch.tensor([], dtype=torch.uint8).set_(odd)
    y += 1
    third = every.tolist()
    every[9], every[3] = 7, 64
    buffer = bytearray(8)
    views = [torch.frombuffer(buffer, dtype=d) for d in (torch.float32, torch.int32, torch.uint8)]
    views[0].add_(1)
    fourth = views[1].tolist()
    views[2].zero_()
    return first, second, octets, third, y, every, odd[9], fourth, views, list(buffer)


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name])


# -- what was shared before the block


def _given():
    array = np.zeros(3, np.float32)
    return torch.from_numpy(array), array


def _part_given():
    array = np.zeros((4, 3), np.float32)
    return torch.from_numpy(array[1:].reshape(-1)[:3]), array[1]


def _asked():
    tensor = torch.zeros(3)
    return tensor, tensor.numpy()


def _asked_of_a_parameter():
    parameter = nn.Parameter(torch.zeros(3), requires_grad=False)
    return parameter, parameter.detach().numpy()


@pytest.mark.parametrize("make", [_given, _part_given, _asked, _asked_of_a_parameter])
def test_memory_that_was_shared_before_the_block(target, make):
    def program(tensor, array):
        found = []
        for _ in range(3):
            array += 1
            found += [tensor.sum().item(), array.tolist()]
            tensor.mul_(2)
            tensor[0] += 1
            found += [tensor.tolist(), array.tolist()]
        return found

    wanted = program(*make())
    tensor, array = make()
    with ivy.run_on(target, fallback="error"):
        assert program(tensor, array) == wanted
    assert_same(tensor.detach(), torch.tensor(array))
    array += 1
    with ivy.run_on(target, fallback="error"):
        assert tensor.tolist() == array.tolist()


def test_unknown_kinds_of_memory_are_taken_to_be_shared(target, monkeypatch):
    monkeypatch.setattr(_compat, "_FREES", None)
    array = np.zeros(3, np.float32)
    with ivy.run_on(target, fallback="error"):
        x = torch.from_numpy(array)
        for i in range(3):
            array += 1
            assert x.sum().item() == 3 * (i + 1)


def test_a_tensor_whose_storage_was_freed_can_not_be_read(target):
    with ivy.run_on(target, fallback="error"):
        x = torch.ones(3)
        x.untyped_storage().resize_(0)
        with pytest.raises(RuntimeError, match="freed its elements"):
            x + 1


# -- processes


def _through_fork():
    context = torch.multiprocessing.get_context("fork")
    model, found = nn.Linear(2, 1), []
    nn.init.ones_(model.weight)
    model.share_memory()
    x, y = torch.zeros(3).share_memory_(), torch.zeros(4)[1:]
    y.share_memory_()
    for t in (x, y, model.weight.detach()):
        t += 1
        process = context.Process(target=_write, args=(t,))
        process.start()
        process.join()
        t *= 2
        found += [t.tolist(), t.is_shared(), t.untyped_storage().is_shared()]
    received, sent, tensors = context.Queue(), context.Queue(), [x, x[1:], x.int(), y > 4]
    process = context.Process(target=_echo, args=(received, sent))
    process.start()
    received.put(tensors)
    back = sent.get(timeout=60)
    back[0].add_(1)
    found += [t.tolist() for t in (*back, *tensors)]
    received.put(None)
    process.join()
    return found, torch.zeros(2).is_shared(), pickle.loads(pickle.dumps(x)).is_shared()


def _write(tensor):
    tensor += 2


def _echo(received, sent):
    sent.put(received.get())
    received.get()  # what was sent is there until the other process has it


def _views_in_fork():
    x = torch.arange(1.0, 4.0) * 2
    z = torch.complex(x, x)
    views = [x[1:], x.view(torch.int32), z.conj(), z.conj().imag, torch.view_as_real(z), z[None].mH]
    context = torch.multiprocessing.get_context("fork")
    found = context.Queue()
    process = context.Process(target=_write_and_tell, args=(found, x, z, views))
    process.start()
    told = found.get(timeout=60)
    process.join()
    return told, [v.tolist() for v in views]


def _write_and_tell(found, x, z, views):
    before = [v.tolist() for v in views]
    x += 1
    z[0] = 5j
    found.put((before, [v.tolist() for v in views]))


def _workers(context):
    found = []
    with context.Pool(1) as pool:
        found += pool.map(len, [torch.ones(2)])
        found += pool.map(
            operator.neg, [torch.ones(2), torch.arange(3), nn.Linear(1, 1).bias.detach() * 0]
        )
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        found += executor.map(operator.neg, [torch.ones(1), torch.ones(2, 2).t()[1:]])
    return [f if isinstance(f, int) else (f.tolist(), (f + 1).sum().item()) for f in found]


def test_memory_that_a_forked_process_shares(target):
    assert_same_on(target, _through_fork, watch=False)


@pytest.mark.filterwarnings("ignore:.*fork")
def test_views_in_a_forked_process_show_what_they_showed(target):
    assert_same_on(target, _views_in_fork, watch=False)


def test_a_fork_after_a_value_was_left_in_a_transformation():
    left = []

    def keep(x):
        left.append(x)
        return x.sum()

    jax.grad(ivy.wrap(keep, "jax", fallback="error"))(jax.numpy.ones(3))
    with ivy.run_on("jax", fallback="error"):
        x = torch.ones(3) * 2
        context = torch.multiprocessing.get_context("fork")
        found = context.Queue()
        process = context.Process(target=_tell, args=(found, [*left, x]))
        process.start()
        assert found.get(timeout=60)[-1] == [2, 2, 2]
        process.join()
        assert x.tolist() == [2, 2, 2]
    with pytest.raises(ivy.IvyError, match="while JAX traces"):
        left[0].tolist()


def _tell(found, values):
    told = []
    for value in values:
        try:
            told.append(value.tolist())
        except ivy.IvyError as error:
            told.append(str(error))
    found.put(told)


def test_tensors_are_sent_to_workers(target):
    context = torch.multiprocessing.get_context("fork")
    assert_same_on(target, lambda: _workers(context), watch=False)


def test_memory_that_a_spawned_process_shares(target):
    context = torch.multiprocessing.get_context("spawn")
    with ivy.run_on(target, fallback="error"):
        x = torch.ones(3).share_memory_()
        process = context.Process(target=operator.iadd, args=(x, 2))
        process.start()
        process.join()
        assert x.sum().item() == 9


def test_what_two_processes_write_beside_each_other_stays(target):
    context = torch.multiprocessing.get_context("fork")
    done = context.Event()
    with ivy.run_on(target, fallback="error"):
        x = torch.zeros(2).share_memory_()
        process = context.Process(target=_count, args=(x, done))
        process.start()
        steps = 0
        while not done.is_set():
            x[0] += 1
            steps += 1
        process.join()
        assert x.tolist() == [steps, 50]


def _count(x, done):
    for _ in range(50):
        x[1] += 1
        time.sleep(0.001)
    done.set()


# -- who pays


def _stays_on_target(tensor):
    (tensor * 2).sum()
    with _compat.quiet():  # or the test would ask for an address
        return engine(CURRENT.get().target).locate(tensor)[0].base is not None


def test_memory_that_nobody_else_knows_is_read_once(target):
    file = io.BytesIO()
    torch.save(torch.ones(3), file)
    file.seek(0)
    array, parameter = np.ones(3, np.float32), nn.Parameter(torch.ones(3))
    tensors = [
        torch.from_numpy(np.arange(12.0).reshape(3, 4)[1:]),
        torch.from_numpy(array * 2),
        torch.as_tensor(np.frombuffer(b"\0" * 8, np.uint8).copy()),
        torch.load(file),
        parameter,
        torch.ones(3)[1:],
    ]
    parameter.detach().numpy().tolist()
    with ivy.run_on(target, fallback="error"):
        assert all(_stays_on_target(t) for t in tensors)
        tensors[0].numpy().tolist(), parameter.untyped_storage().nbytes()
        assert _stays_on_target(tensors[0]) and _stays_on_target(parameter)


def test_the_cost_ends_with_the_array(target):
    array = np.ones(3, np.float32)
    tensor, own = torch.from_numpy(array), torch.ones(3)
    with ivy.run_on(target, fallback="error"):
        shown = own.numpy()
        assert not _stays_on_target(tensor) and not _stays_on_target(own)
        array[0] = shown[0] = 5
        del array, shown
        assert _stays_on_target(tensor) and _stays_on_target(own)
        assert tensor.sum().item() == own.sum().item() == 7

"""Values are saved, loaded, pickled and copied as natively, and storages are shared as there."""

import atexit
import copy
import io
import itertools
import pickle
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from support.sides import Cases, assert_same_on, error_of, gradients, values
from torch import nn

# `z.storage()`, which old programs call; natively too
pytestmark = pytest.mark.filterwarnings("ignore:TypedStorage is deprecated")

CASES = Cases()
case = CASES.case
FOLDER, NUMBERS = Path(tempfile.mkdtemp()), itertools.count()
atexit.register(shutil.rmtree, FOLDER)


@case
def save_load_module_whole():
    m = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    f = io.BytesIO()
    torch.save(m, f)
    f.seek(0)
    n = torch.load(f, weights_only=False)
    y = n(values(4, 3))
    y.sum().backward()
    return (y, *n.state_dict().values(), *gradients(n))


@case
def save_load_views_shared():
    x = torch.arange(6.0).reshape(2, 3)
    d = {
        "x": x,
        "row": x[1],
        "t": x.t(),
        "h": x.bfloat16(),
        "b": x > 2,
        "c": x + 1j,
        "e": torch.empty(0, 3),
    }
    f = io.BytesIO()
    torch.save(d, f)
    f.seek(0)
    g = torch.load(f)
    g["row"].add_(10)
    f.seek(0)
    h = torch.load(f, map_location="cpu", weights_only=False)
    h["x"][0, 0] = 7
    f.seek(0)
    k = torch.load(f, map_location=lambda storage, place: storage)
    return (*g.values(), *h.values(), *k.values(), torch.tensor(g["t"].stride()))


@case
def save_legacy():
    f = io.BytesIO()
    torch.save([values(2, 3)], f, _use_new_zipfile_serialization=False)
    f.seek(0)
    return torch.load(f)


@case
def meta_to_empty():
    with torch.device("meta"):
        m = nn.Linear(3, 2)
    m.to_empty(device="cpu")
    [nn.init.constant_(p, 0.5) for p in m.parameters()]
    return m(values(2, 3))


@case
def pickles():
    x = values(2, 3).requires_grad_()
    p = nn.Parameter(values(2))
    m = nn.LSTM(2, 2)
    d = pickle.loads(pickle.dumps((x, p, m, x[0].detach())))
    d[0].sum().backward()
    assert isinstance(d[1], nn.Parameter)
    return (d[0], d[0].grad, d[1], *d[2].parameters(), d[3], d[2](values(3, 1, 2))[0])


@case
def deepcopies():
    m = nn.Sequential(nn.Linear(3, 3), nn.LSTM(3, 2))
    m[0].weight.grad = torch.ones(3, 3)
    n = copy.deepcopy(m)
    opt = torch.optim.Adam(n.parameters())
    n(values(4, 3))[0].sum().backward()
    opt.step()
    o = copy.deepcopy(opt)
    s = copy.copy(values(2))
    tied = nn.Module()
    tied.a = nn.Linear(2, 2, bias=False)
    tied.b = nn.Linear(2, 2, bias=False)
    tied.b.weight = tied.a.weight
    t2 = copy.deepcopy(tied)
    assert t2.a.weight is t2.b.weight
    x = torch.arange(4.0)
    pair = copy.deepcopy([x, x[1:]])
    pair[0][1] = 9
    z = torch.complex(x, x)
    parts = copy.deepcopy([z, z.real, z.imag[1:], z.conj(), x.view(torch.int32)])
    parts[0].zero_()
    return (
        *n.parameters(),
        *gradients(n),
        *[v for st in o.state_dict()["state"].values() for v in st.values()],
        s,
        *pair,
        *parts,
    )


@case
def set_():
    a = torch.arange(6.0)
    b = torch.zeros(2)
    b.set_(a)
    b[0] = 5
    c = torch.zeros(1)
    c.set_(a.untyped_storage(), 1, (2, 2), (2, 1))
    e = torch.zeros(3)
    e.set_()
    c.add_(1)
    a.mul_(2)
    return a, b, c, e


@case
def set_to_a_part_of_another_tensor():
    a, p, c = torch.arange(6.0), nn.Parameter(torch.ones(2)), torch.zeros(2)
    c.set_(a, 1, (2, 2), (2, 1)).add_(10)
    b = torch.empty(0).set_(a * 1, 2, (3,))
    with torch.no_grad():
        p.set_(a, 4, (2,), (1,)).mul_(2)
    return a, b, c, p, torch.tensor([c.storage_offset(), *c.stride()])


@case
def set_module_param():
    m = nn.Linear(2, 2)
    w = torch.ones(2, 2)
    m.weight.data = w
    y = m(values(3, 2))
    w.mul_(2)
    z = m(values(3, 2))
    m.bias.data.zero_()
    m.weight.data[0] = 3
    return (y, z, m.weight, m.bias, m(values(3, 2)))


def _saved(value):
    """The path of a file that torch.save has written, for the time of the test."""
    path = FOLDER / f"{next(NUMBERS)}.pt"
    torch.save(value, path)
    return path


def _net():
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))


def _trained(net):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    net(values(5, 3)).pow(2).sum().backward()
    optimizer.step()
    return [*net.state_dict().values(), *gradients(net), net(values(2, 3))]


OUTSIDE_FILE = _saved(_net().state_dict())


@case
def a_file_mapped_into_memory():
    path = _saved({"x": values(3, 4), "n": torch.arange(5), "h": values(2).bfloat16()})
    x = torch.load(path, mmap=True)
    y = x["x"] @ x["x"].t()
    x["x"][0] = 0
    x["n"].add_(1)
    again = torch.load(path, mmap=True)
    return y, x, again, torch.load(path, mmap=True, weights_only=False)["x"].t()


@case
def a_mapped_file_takes_the_place_of_parameters():
    path = _saved(_net().state_dict())
    net = _net()
    net.load_state_dict(torch.load(path, mmap=True), assign=True)
    found = _trained(net)
    return found, torch.load(path)


@case
def a_mapped_file_of_what_was_made_outside():
    net = _net()
    net.load_state_dict(torch.load(OUTSIDE_FILE, mmap=True), assign=True)
    return _trained(net), torch.load(OUTSIDE_FILE)


@case
def parameters_are_assigned():
    net, other = _net(), _net()
    state = {k: v * 2 for k, v in other.state_dict().items()}
    net[0].weight.requires_grad_(False)
    net.load_state_dict(state, assign=True)
    shared = net[0].weight.data_ptr() == state["0.weight"].data_ptr()
    with torch.no_grad():
        state["0.bias"].add_(1)
        state["1.running_mean"].fill_(3)
    kept = [p.requires_grad for p in net.parameters()]
    return net(values(2, 3)), list(net.state_dict().values()), [shared, *kept]


@case
def parameters_themselves_are_assigned():
    net, other = _net(), _net()
    net.load_state_dict(dict(other.named_parameters()) | dict(other.named_buffers()), assign=True)
    same = [a is b for a, b in zip(net.parameters(), other.parameters(), strict=True)]
    return _trained(net), list(other.parameters()), same


@case
def parameters_without_memory_are_assigned():
    with torch.device("meta"):
        net = _net()
    net.load_state_dict(_net().state_dict(), assign=True)
    return _trained(net)


@case
def what_is_assigned_has_another_dtype():
    net = _net()
    net.load_state_dict({k: v.double() for k, v in _net().state_dict().items()}, assign=True)
    return net(values(2, 3).double()), list(net.state_dict().values())


@case
def assigned_in_a_model_with_an_optimizer():
    net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    net(values(4, 3)).sum().backward()
    optimizer.step()
    saved = copy.deepcopy(net.state_dict()), copy.deepcopy(optimizer.state_dict())
    optimizer.step()
    net.load_state_dict(saved[0], assign=True)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    optimizer.load_state_dict(saved[1])
    net(values(4, 3)).sum().backward()
    optimizer.step()
    return list(net.state_dict().values())


@case
def missing_and_unexpected_names():
    net = _net()
    state = net.state_dict()
    state["more"] = state.pop("0.weight")
    found = net.load_state_dict(state, strict=False, assign=True)
    return [
        *found.missing_keys,
        *found.unexpected_keys,
        error_of(lambda: net.load_state_dict(state)),
    ]


@case
def loaded_without_memory():
    path = _saved(_net().state_dict())
    state = torch.load(path, map_location="meta")
    with torch.serialization.skip_data():
        file = io.BytesIO()
        torch.save(values(2), file)
    return [str(v.device) for v in state.values()], [file.tell() > 0]


@case
def safetensors_files():
    path = FOLDER / "model.safetensors"
    state = {**_net().state_dict(), "half": values(3).half(), "b": values(3).bfloat16()}
    safetensors.torch.save_file(state, path)
    found = safetensors.torch.load_file(path)
    net = _net()
    net.load_state_dict({k: v for k, v in found.items() if k[0].isdigit()}, assign=True)
    again = safetensors.torch.load(safetensors.torch.save({"x": values(2, 2).t().contiguous()}))
    with safetensors.safe_open(path, "pt") as file:
        part = file.get_slice("0.weight")[1:3]
    return found, _trained(net), again, part


@case
def arrays_and_buffers():
    array = np.arange(6.0)
    x = torch.from_numpy(array)
    x.add_(1)
    assert x.numpy().sum() == array.sum()  # and brings the array up to date
    y = torch.frombuffer(bytearray(range(8)), dtype=torch.uint8) * 2
    z = torch.from_dlpack(np.arange(3.0)) + 1
    return x, torch.as_tensor(array), y, z, torch.asarray(array) * 2, torch.tensor(array.tolist())


@case
def tensors_on_storages_and_files():
    path = str(FOLDER / "numbers")
    np.arange(6.0, dtype=np.float32).tofile(path)
    x = torch.from_file(path, shared=False, size=6)
    storage = (torch.arange(4.0) + 1).untyped_storage()
    y = torch.empty(0).set_(storage, 1, (3,), (1,))
    z = torch.FloatTensor([1.5, 2.5])
    w = torch.tensor([], dtype=torch.float32).set_(z.storage())
    y.mul_(2)
    copied = torch.UntypedStorage(16).copy_(storage)
    v = torch.empty(0).set_(copied, 0, (4,), (1,))
    found = [v * 1, storage.tolist(), storage.clone().tolist(), storage[3]]
    copied.fill_(0)
    made = torch.Tensor([3, 4]), torch.LongTensor(range(3)), torch.Tensor(2, 3).shape
    return x * 2, y, z + 1, w, v, found, made


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = {"safetensors_files"}  # it reads files in a way that the detector can't pass on


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)

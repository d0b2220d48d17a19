"""Values are saved, loaded, pickled and copied as natively, and storages are shared as there."""

import copy
import io
import pickle

import pytest
import torch
from support.sides import Cases, assert_same_on, gradients, values
from torch import nn

CASES = Cases()
case = CASES.case


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
    return (
        *n.parameters(),
        *gradients(n),
        *[v for st in o.state_dict()["state"].values() for v in st.values()],
        s,
        *pair,
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


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = set()


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)

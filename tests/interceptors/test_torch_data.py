"""Datasets, samplers and loaders; workers are processes that run natively."""

import warnings

import pytest
import torch
from support.sides import Cases, assert_same_on, values
from torch.utils import data as D


class Pairs(D.Dataset):
    def __init__(self, n=10):
        self.x = values(n, 3)
        self.y = torch.arange(n)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return (self.x[i] * 2, self.y[i], {"i": i, "s": str(i)})


SHARED = Pairs()


def flat(b):
    return [b[0], b[1], b[2]["i"]]


CASES = Cases()
case = CASES.case


@case
def loader0():
    return [v for b in D.DataLoader(Pairs(), batch_size=3, shuffle=True) for v in flat(b)]


@case
def random_splits():
    a, b = D.random_split(Pairs(), [0.7, 0.3], generator=torch.Generator().manual_seed(3))
    c = D.ConcatDataset([a, b])
    return [
        torch.tensor(a.indices),
        torch.tensor(b.indices),
        *[c[i][0] for i in range(10)],
        *D.Subset(Pairs(), [1, 2])[0][:2],
        *D.TensorDataset(values(4), torch.arange(4))[2],
        D.StackDataset(values(4), torch.arange(4))[1][1],
    ]


@case
def samplers():
    n = Pairs()
    out = []
    for s in (
        D.RandomSampler(n),
        D.RandomSampler(
            n, replacement=True, num_samples=5, generator=torch.Generator().manual_seed(1)
        ),
        D.SubsetRandomSampler([1, 3, 5]),
        D.WeightedRandomSampler([0.1, 0.9, 0.5], 6),
        D.SequentialSampler(n),
    ):
        out.append(torch.tensor(list(s)))
    out.append([list(b) for b in D.BatchSampler(D.SequentialSampler(n), 4, drop_last=True)])
    return out


@case
def collates():
    import numpy as np
    from torch.utils.data import default_collate, default_convert

    c = default_collate(
        [
            {
                "a": torch.ones(2),
                "b": 1.5,
                "c": np.float32(2),
                "d": np.ones(2),
                "e": "s",
                "f": (1, 2),
            }
            for _ in range(3)
        ]
    )
    return (
        c["a"],
        c["b"],
        c["c"],
        c["d"],
        torch.stack(c["f"]) if isinstance(c["f"][0], torch.Tensor) else c["f"],
        default_convert(np.ones(2)),
    )


@case
def iterable_generator():

    class Stream(D.IterableDataset):
        def __iter__(self):
            return iter([torch.full((2,), float(i)) for i in range(5)])

    return list(D.DataLoader(Stream(), batch_size=2)) + list(
        D.DataLoader(
            Pairs(),
            batch_size=None,
            sampler=D.SequentialSampler(range(2)),
            collate_fn=lambda b: b[0],
        )
    )


@case
def workers():
    return [v for b in D.DataLoader(Pairs(), batch_size=3, num_workers=2) for v in b[:2]]


@case
def workers_outside_data():
    ld = D.DataLoader(SHARED, batch_size=3, num_workers=2, shuffle=True, persistent_workers=True)
    out = [v for _ in range(2) for b in ld for v in b]
    del ld
    return out


@case
def workers_seeded():

    class R(D.Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, i):
            return torch.rand(2)

    return list(
        D.DataLoader(
            R(),
            batch_size=2,
            num_workers=2,
            generator=torch.Generator().manual_seed(1),
            worker_init_fn=lambda k: torch.manual_seed(k),
        )
    )


@case
def worker_error():

    class R(D.Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, i):
            raise KeyError("mine")

    try:
        list(D.DataLoader(R(), num_workers=1))
    except KeyError as e:
        return ["KeyError" in str(e)]
    return ["none"]


@case
def iterable_workers():

    class Stream(D.IterableDataset):
        def __iter__(self):
            w = D.get_worker_info()
            return iter([torch.full((2,), float(i)) for i in range(w.id, 6, w.num_workers)])

    return list(D.DataLoader(Stream(), batch_size=2, num_workers=2))


@case
def changed_inside_before_workers():
    d = Pairs()
    d.x += 1
    d.x[0] = 5
    return [b[0] for b in D.DataLoader(d, batch_size=5, num_workers=1)]


@case
def loader_pin_memory():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [v for b in D.DataLoader(Pairs(), batch_size=5, pin_memory=True) for v in b[:2]]


@case
def generators():
    g = torch.Generator().manual_seed(1)
    s = g.get_state()
    a = torch.rand(3, generator=g)
    g.set_state(s)
    b = torch.rand(3, generator=g)
    st = torch.get_rng_state()
    c = torch.rand(2)
    torch.set_rng_state(st)
    d = torch.rand(2)
    with torch.random.fork_rng():
        e = torch.rand(2)
    f = torch.rand(2)
    return (a, b, c, d, e, f, torch.tensor(torch.initial_seed()))


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = {
    "workers",
    "workers_outside_data",
    "workers_seeded",
    "worker_error",
    "iterable_workers",
    "changed_inside_before_workers",
    "loader_pin_memory",
    "loader0",
    "collates",
    "iterable_generator",
    "samplers",
    "random_splits",
}


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)

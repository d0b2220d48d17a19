"""`torch.distributed` on one and two processes: collectives, and modules that are replicated."""

import contextlib
import functools
import shutil
import socket
import tempfile
import time

import pytest
import torch
import torch.distributed._functional_collectives as functional
import torch.distributed.nn.functional as differentiable
from support import processes
from support.compare import assert_same
from torch import distributed as dist
from torch import multiprocessing, nn
from torch.distributed import checkpoint, fsdp
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp.wrap import ModuleWrapPolicy
from torch.distributed.optim import ZeroRedundancyOptimizer
from torch.distributed.pipelining import PipelineStage, ScheduleGPipe
from torch.distributed.tensor import Replicate, Shard, distribute_tensor
from torch.distributed.tensor.parallel import (
    ColwiseParallel,
    RowwiseParallel,
    parallelize_module,
)
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

import ivy

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is deprecated:FutureWarning"),
    pytest.mark.filterwarnings("ignore:FSDP is switching"),
]
PROGRAMS = {}


def program(function):
    """A function of the rank and the number of processes, to be run natively and in a block."""
    PROGRAMS[function.__name__] = function
    return function


def _alone(count):
    return count == 1


# -- collectives


@program
def reductions(rank, count):
    x, y = torch.arange(3.0) + rank, torch.arange(3) + rank
    dist.all_reduce(x)
    dist.all_reduce(y, op=dist.ReduceOp.MAX)
    to_one = torch.ones(3) * (rank + 1)
    dist.reduce(to_one, 0)
    each, rest = torch.zeros(3), torch.zeros(3)
    dist.reduce_scatter(each, [torch.arange(3.0) * (rank + i) for i in range(count)])
    dist.reduce_scatter_tensor(rest, torch.arange(3.0 * count) * (rank + 1))
    return x, y, to_one if rank == 0 else 0, each, rest, x._version


@program
def gathered(rank, count):
    listed, flat = [torch.zeros(3) for _ in range(count)], torch.zeros(3 * count)
    dist.all_gather(listed, torch.ones(3) * (rank + 1))
    dist.all_gather_into_tensor(flat, torch.ones(3) * (rank + 1))
    one = [torch.zeros(3) for _ in range(count)] if rank == 0 else None
    dist.gather(torch.ones(3) * (rank + 1), one, 0)
    in_place = torch.zeros(2 * count)
    mine = in_place[2 * rank : 2 * rank + 2]
    mine.fill_(rank + 1)
    dist.all_gather_into_tensor(in_place, mine)
    return listed, flat, one or 0, in_place


@program
def sent_to_all(rank, count):
    x, y = torch.zeros(3) + rank + 1, torch.zeros(3)
    dist.broadcast(x, 0)
    dist.scatter(y, [torch.ones(3) * i for i in range(count)] if rank == 0 else None, 0)
    z, each = torch.zeros(2 * count), [torch.zeros(2) for _ in range(count)]
    dist.all_to_all_single(z, torch.arange(2.0 * count) + 10 * rank)
    dist.all_to_all(each, [torch.arange(2.0) + 10 * rank + i for i in range(count)])
    return x, y, z, each


@program
def sent_and_received(rank, count):
    if _alone(count):
        return 0
    x, y, other = torch.zeros(3), torch.zeros(3), 1 - rank
    sending = dist.isend(torch.ones(3) * (rank + 1), other)
    receiving = dist.irecv(x, other)
    receiving.wait()
    sending.wait()
    if rank == 0:
        dist.send(x, other)
        source = dist.recv(y)
    else:
        source = dist.recv(y, other)
        dist.send(y * 2, other)
    z = torch.zeros(2)
    both = dist.P2POp(dist.isend, y[:2], other), dist.P2POp(dist.irecv, z, other)
    for work in dist.batch_isend_irecv(list(both)):
        work.wait()
    return x, y, z, source


@program
def a_sender_that_goes_on(rank, count):
    """What is sent may be changed once the other side has it, and only then waited for."""
    if _alone(count):
        return 0
    x, y = torch.ones(3) * rank, torch.zeros(3)
    sending = dist.isend(x, 1 - rank)
    dist.recv(y, 1 - rank)
    dist.barrier()
    x.add_(5)
    sending.wait()
    return x, y


@program
def work_in_the_background(rank, count):
    large = torch.zeros(6)
    part = large[:3]
    part.fill_(rank + 1)
    work = dist.all_reduce(part, async_op=True)
    large[3:].add_(7)
    work.wait()
    work.wait()
    polled = torch.ones(3) * (rank + 1)
    work = dist.all_reduce(polled, async_op=True)
    while not work.is_completed():
        time.sleep(0.001)
    later = torch.ones(3) * (rank + 1)
    future = dist.all_reduce(later, async_op=True).get_future().then(lambda f: f.value()[0] * 2)
    works = [dist.all_reduce(x, async_op=True) for x in large.chunk(2)]
    for work in reversed(works):
        work.wait()
    return large, polled, future.wait(), later


@program
def layouts_and_dtypes(rank, count):
    transposed = (torch.arange(6.0).reshape(2, 3) + rank).t()
    with contextlib.suppress(ValueError):  # where PyTorch wants row-major tensors
        dist.all_reduce(transposed)
    half = torch.ones(3, dtype=torch.bfloat16) * (rank + 1)
    dist.all_reduce(half)
    flags = [torch.zeros(2, dtype=torch.bool) for _ in range(count)]
    dist.all_gather(flags, torch.tensor([True, False]))
    numbers = torch.ones(2, dtype=torch.complex64) * 1j
    dist.all_reduce(numbers)
    return transposed, half, flags, numbers


@program
def objects(rank, count):
    everything, sent, one = [None] * count, [rank, "x" if rank == 0 else None], [None]
    dist.all_gather_object(everything, {"rank": rank, "tensor": torch.ones(2) * rank})
    dist.broadcast_object_list(sent, 0)
    dist.scatter_object_list(one, [f"o{i}" for i in range(count)] if rank == 0 else None, 0)
    return everything, sent, one


@program
def barriers_and_groups(rank, count):
    dist.barrier()
    dist.monitored_barrier()
    dist.barrier(async_op=True).wait()
    group, x = dist.new_group([0]), torch.ones(2) * (rank + 3)
    if rank == 0:
        dist.all_reduce(x, group=group)
    return x


@program
def parameters(rank, count):
    model = nn.Linear(2, 2)
    with torch.no_grad():
        for p in model.parameters():
            p.fill_(rank + 1)
            dist.all_reduce(p)
            dist.broadcast(p.data, 0)
    return [p.detach() for p in model.parameters()]


@program
def mistakes(rank, count):
    def message(call):
        with pytest.raises((RuntimeError, ValueError)) as error:
            call()
        return type(error.value).__name__, str(error.value)

    return (
        message(lambda: dist.all_gather([torch.zeros(2)] * count, torch.ones(3))),
        message(lambda: dist.all_gather_into_tensor(torch.zeros(5), torch.ones(2))),
        message(lambda: dist.broadcast(torch.ones(1), 7)),
    )


@program
def functional_collectives(rank, count):
    group, x = dist.group.WORLD, torch.arange(4.0) + rank
    waiting = (
        functional.all_reduce(x, "sum", group),
        functional.broadcast(x, 0, group),
        functional.all_to_all_single(torch.arange(2.0 * count) + rank, None, None, group),
        *functional.all_reduce_coalesced([torch.ones(2) * rank, torch.ones(3)], "sum", group),
        *functional.all_gather_into_tensor_coalesced([torch.ones(2) * rank, x], group),
    )
    return [y + 0 for y in waiting]


@program
def gradients_through_collectives(rank, count):
    group = dist.group.WORLD
    x, y = ((torch.arange(4.0) + rank).requires_grad_() for _ in range(2))
    a = functional.all_gather_tensor_autograd(x, 0, group)
    (a * torch.arange(4.0 * count)).sum().backward()
    b = differentiable.all_reduce(y * 2, group=group)
    (b * b).sum().backward()
    return a.detach(), b.detach(), x.grad, y.grad


# -- replicated modules


def _net(middle):
    torch.manual_seed(0)
    # a bias before a normalization has no gradient but noise, which Adam would amplify
    return nn.Sequential(
        nn.Linear(4, 8, bias=not isinstance(middle, nn.BatchNorm1d)), middle, nn.Linear(8, 3)
    )


def _step(model, optimizer, generator):
    x, y = (torch.randn(6, n, generator=generator) for n in (4, 3))
    optimizer.zero_grad()
    loss = (model(x) - y).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()


def _train(module, rank, steps=5, **options):
    model = DistributedDataParallel(module, **options)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    generator = torch.Generator().manual_seed(rank)
    losses = [_step(model, optimizer, generator) for _ in range(steps)]
    gradients = [p.grad for p in module.parameters() if p.grad is not None]
    return losses, list(module.state_dict().values()), gradients


class _OneOfTwo(nn.Module):
    """Uses one of its layers, and not always the same."""

    def __init__(self, rank):
        super().__init__()
        torch.manual_seed(1)
        self.a, self.b, self.calls = nn.Linear(4, 3), nn.Linear(4, 3), rank

    def forward(self, x):
        self.calls += 1
        return self.a(x) if self.calls % 2 else self.b(x)


@program
def replicas(rank, count):
    different = _net(nn.Tanh())
    with torch.no_grad():
        for p in different.parameters():
            p.add_(rank)
    return (
        _train(_net(nn.Tanh()), rank),
        _train(different, rank),
        _train(_net(nn.BatchNorm1d(8)), rank),
    )


@program
def replicas_with_options(rank, count):
    return (
        _train(_net(nn.Tanh()), rank, static_graph=True),
        _train(_net(nn.Tanh()), rank, gradient_as_bucket_view=True),
        _train(_net(nn.Tanh()), rank, bucket_cap_mb=1e-5),
        _train(_OneOfTwo(rank), rank, find_unused_parameters=True),
    )


@program
def replicas_out_of_step(rank, count):
    module = _net(nn.Tanh())
    model = DistributedDataParallel(module)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    generator = torch.Generator().manual_seed(rank)
    for i in range(4):
        with model.no_sync() if i % 2 == 0 else contextlib.nullcontext():
            model(torch.randn(6, 4, generator=generator)).square().mean().backward()
        if i % 2:
            optimizer.step()
            optimizer.zero_grad()
    with model.join():
        for _ in range(2 + rank):
            _step(model, optimizer, generator)
    return list(module.state_dict().values())


@program
def replicas_with_hooks(rank, count):
    from torch.distributed.algorithms.ddp_comm_hooks import default_hooks

    module = _net(nn.Tanh())
    model = DistributedDataParallel(module)
    model.register_comm_hook(None, default_hooks.fp16_compress_hook)
    generator = torch.Generator().manual_seed(rank)
    model(torch.randn(6, 4, generator=generator)).square().mean().backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    return norm, [p.grad for p in module.parameters()]


# -- modules and tensors that are divided


def _full(model):
    return [p.full_tensor().detach() for p in model.parameters()]


def _fit(model, rank, optimizer=None):
    optimizer = optimizer or torch.optim.Adam(model.parameters(), lr=0.01)
    generator = torch.Generator().manual_seed(rank)
    return [_step(model, optimizer, generator) for _ in range(3)]


def _mesh(count):
    return init_device_mesh("cpu", (count,))


@program
def fully_sharded(rank, count):
    plain, mixed = _net(nn.Tanh()), _net(nn.Tanh())
    policy = fsdp.MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for part in (0, 2, None):
        for model, options in ((plain, {}), (mixed, {"mp_policy": policy})):
            layer = model if part is None else model[part]
            fsdp.fully_shard(layer, mesh=_mesh(count), **options)
    return _fit(plain, rank), _fit(mixed, rank), _full(plain)


@program
def fully_sharded_by_wrappers(rank, count):
    def train(**options):
        model = fsdp.FullyShardedDataParallel(
            _net(nn.Tanh()), device_id=torch.device("cpu"), **options
        )
        losses = _fit(model, rank)
        with fsdp.FullyShardedDataParallel.summon_full_params(model):
            return losses, [p.detach().clone() for p in model.parameters()]

    return (
        train(use_orig_params=True),
        train(sharding_strategy=fsdp.ShardingStrategy.SHARD_GRAD_OP),
        train(auto_wrap_policy=ModuleWrapPolicy({nn.Linear})),
    )


@program
def distributed_tensors(rank, count):
    mesh, (a, b) = _mesh(count), (torch.arange(24.0).reshape(s).sin() for s in ((4, 6), (6, 4)))
    left = distribute_tensor(a, mesh, [Shard(0)]).requires_grad_()
    right = distribute_tensor(b, mesh, [Replicate()]).requires_grad_()
    product = left @ right
    product.square().sum().backward()
    columns = product.detach().redistribute(mesh, [Shard(1)]).to_local()
    return (
        product.full_tensor().detach(),
        columns,
        left.grad.full_tensor(),
        right.grad.full_tensor(),
    )


@program
def divided_layers(rank, count):
    plan = {"0": ColwiseParallel(), "2": RowwiseParallel()}
    model = parallelize_module(_net(nn.Tanh()), _mesh(count), plan)
    y = model(torch.ones(6, 4))
    y.square().mean().backward()
    return y.detach(), [p.grad.full_tensor() for p in model.parameters()]


@program
def a_pipeline(rank, count):
    if _alone(count):
        return 0
    model, losses = _net(nn.Tanh()), []
    part = model[:2] if rank == 0 else model[2]
    stage = PipelineStage(part, rank, count, torch.device("cpu"))
    schedule = ScheduleGPipe(stage, 2, loss_fn=nn.functional.mse_loss)
    if rank == 0:
        schedule.step(torch.ones(6, 4))
    else:
        schedule.step(target=torch.zeros(6, 3), losses=losses)
    return [loss.item() for loss in losses], [p.grad for p in part.parameters()]


@program
def divided_optimizers(rank, count):
    module = _net(nn.Tanh())
    model = DistributedDataParallel(module)
    optimizer = ZeroRedundancyOptimizer(model.parameters(), torch.optim.Adam, lr=0.01)
    return _fit(model, rank, optimizer), list(module.state_dict().values())


@program
def checkpoints(rank, count):
    folder = [tempfile.mkdtemp() if rank == 0 else None]
    dist.broadcast_object_list(folder, 0)
    model, mesh = _net(nn.Tanh()), _mesh(count)
    table = distribute_tensor(torch.arange(8.0).reshape(4, 2), mesh, [Shard(0)])
    checkpoint.save({"model": model.state_dict(), "table": table}, checkpoint_id=folder[0])
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()
    state = {"model": model.state_dict(), "table": table * 0}
    checkpoint.load(state, checkpoint_id=folder[0])
    dist.barrier()
    if rank == 0:
        shutil.rmtree(folder[0])
    return list(model.state_dict().values()), state["table"].full_tensor()


@program
def sparse_gradients(rank, count):
    table = nn.Embedding(5, 2, sparse=True)
    with torch.no_grad():
        table.weight.fill_(1.0)
    table(torch.tensor([rank, 3])).sum().backward()
    dist.all_reduce(table.weight.grad)
    model = nn.Sequential(nn.Embedding(5, 4, sparse=True), nn.Linear(4, 3))
    with torch.no_grad():
        for p in model.parameters():
            p.fill_(0.5)
    DistributedDataParallel(model)(torch.tensor([rank, 3])).square().sum().backward()
    found = table.weight.grad.coalesce()
    return found.indices(), found.values(), model[0].weight.grad.to_dense(), model[1].weight.grad


@program
def other_wrappers(rank, count):
    module = _net(nn.Tanh())
    with pytest.raises(ValueError, match="SyncBatchNorm"):
        nn.SyncBatchNorm(4)(torch.ones(3, 4))
    normal = nn.SyncBatchNorm(4).eval()(torch.ones(3, 4)).detach()
    rows = TensorDataset(torch.arange(10.0))
    loader = DataLoader(rows, batch_size=2, sampler=DistributedSampler(rows))
    return _fit(nn.DataParallel(module), rank), normal, [batch for (batch,) in loader]


# -- tests

ON_EVERY_TARGET = ("reductions", "work_in_the_background", "functional_collectives", "replicas")


def test_two_processes(tmp_path):
    processes.check(__file__, "numpy", tmp_path / "store", 2, *PROGRAMS)


@pytest.mark.parametrize("target", ["jax", "tensorflow"])
def test_two_processes_on_other_targets(target, tmp_path):
    pytest.importorskip(target)
    processes.check(__file__, target, tmp_path / "store", 2, *ON_EVERY_TARGET)


def _in_fork(rank, store, target, results):
    dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=2)
    with ivy.run_on(target, fallback="error"):
        x = torch.ones(3) * (rank + 1)
        dist.all_reduce(x)
        results.put((x + 1).tolist())
    dist.barrier()
    dist.destroy_process_group()


def test_forked_processes_open_blocks_of_their_own(tmp_path):
    """Where the parent has not started the target's runtime, which could not be used again."""
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    arguments = (str(tmp_path / "store"), "numpy", results)
    multiprocessing.start_processes(_in_fork, arguments, nprocs=2, start_method="fork")
    assert [results.get(), results.get()] == [[4.0] * 3] * 2


@pytest.fixture
def group(tmp_path):
    """A group of this process alone."""
    store = f"file://{tmp_path}/store"
    dist.init_process_group("gloo", init_method=store, rank=0, world_size=1)
    yield
    dist.destroy_process_group()


@pytest.mark.parametrize("name", PROGRAMS)
def test_one_process(target, name, group):
    wanted = PROGRAMS[name](0, 1)
    with ivy.run_on(target, fallback="error"):
        out = PROGRAMS[name](0, 1)
    assert_same(out, wanted)


def test_a_group_is_made_in_a_block(target):
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"tcp://localhost:{free.getsockname()[1]}"
    with ivy.run_on(target, fallback="error"):
        dist.init_process_group("gloo", init_method=address, rank=0, world_size=1)
        x = torch.ones(2)
        dist.all_reduce(x)
        dist.destroy_process_group()
        assert (x + 1).tolist() == [2.0, 2.0]


def test_collectives_are_reported_by_themselves(target, group):
    with ivy.run_on(target, fallback="error") as session:
        x = torch.ones(2)
        dist.all_reduce(x)
        dist.barrier()
    rows = {r["op"]: r["calls"] for r in session.report.rows() if r["where"] == "collective"}
    assert rows == {"c10d::allreduce_": 1, "c10d::barrier": 1}
    assert session.report.fallback_calls == 0


def test_work_is_waited_for_after_the_block(target, group):
    model, x = nn.Linear(2, 2), torch.ones(3)
    out = torch.zeros(3)
    with ivy.run_on(target, fallback="error"):
        y, z = torch.ones(3), torch.zeros(3)
        x.add_(1)
        works = [dist.all_gather([out], x, async_op=True), dist.all_gather([z], y, async_op=True)]
        works.append(dist.all_reduce(model.weight.data, async_op=True))
    for work in works:
        work.wait()
    assert out.tolist() == [2.0] * 3 and (z + 1).tolist() == [2.0] * 3
    with ivy.run_on(target, fallback="error"):
        assert (out + z).tolist() == [3.0] * 3


@pytest.mark.parametrize("options", [{}, {"gradient_as_bucket_view": True}])
def test_a_replica_made_before_the_block(target, group, options):
    def run(block):
        module = _net(nn.BatchNorm1d(8))
        model = DistributedDataParallel(module, **options)
        optimizer = torch.optim.Adam(model.parameters())
        step = functools.partial(_step, model, optimizer, torch.Generator().manual_seed(0))
        losses = [step()]
        for _ in range(2):
            with block():
                losses += [step(), step()]
            losses += [step(), step()]
        return losses, list(module.state_dict().values()), [p.grad for p in module.parameters()]

    ours = run(functools.partial(ivy.run_on, target, fallback="error"))
    assert_same(ours, run(contextlib.nullcontext))

"""TorchScript that works in memory, on other threads or by interfaces gives native results."""

# pyright: reportArgumentType=false, reportAssignmentType=false, reportAttributeAccessIssue=false
# pyright: reportCallIssue=false, reportPrivateImportUsage=false, reportReturnType=false
import io
import warnings

import pytest
import torch
from support.sides import Cases, assert_same_on, error_of, gradients, run_natively, values
from torch import nn, package
from torch.package import package_exporter

import ivy

pytestmark = pytest.mark.filterwarnings(
    "ignore:torch.tensor results are registered as constants",
    "ignore:TypedStorage is deprecated",  # torch.package uses it
)


package_exporter._gate_torchscript_serialization = False


@torch.jit.script
def scaled(x: torch.Tensor):
    return x * torch.tensor([0.95, 1.0, 1.08])


@torch.jit.script
def written(x: torch.Tensor):
    x.add_(1.0)
    return scaled(x)


@torch.jit.script
def constructed(x: torch.Tensor, n: int = 2):
    scalars = torch.tensor(n), torch.tensor(0.5), torch.tensor(True), torch.tensor(2j)
    sizes = torch.tensor([x.shape[0], n])
    nested = torch.tensor([[n * 0.5, 2.0], [1.0, float(x.sum())]], dtype=torch.float64)
    empty = (
        torch.tensor([1.0])[:0],
        torch.as_tensor([1, 2]),
        torch.as_tensor(x, dtype=torch.float64),
    )
    return scalars, sizes, nested, empty, torch.tensor([1.0], requires_grad=True)


@torch.jit.script
def read(x: torch.Tensor):
    rows: list[list[float]] = x.tolist()
    number: int = torch.tensor([3]).sum().tolist()
    parts = torch.tensor_split(x, torch.tensor([1, 2]), dim=1)
    return rows, number, f"{x.shape[0]} {torch.ones(2)}", parts


@torch.jit.script
def controlled(x: torch.Tensor, n: int):
    kept: list[torch.Tensor] = []
    named: dict[str, torch.Tensor] = {}
    for i in range(n):
        if bool(x.sum() > i):
            kept.append(x * torch.tensor(i))
        else:
            named[str(i)] = x + torch.tensor([float(i)])
    x[0, 1:] = 5
    x[[0, 1], [1, 0]] = 7
    return torch.stack(kept).sum(0), named, x[x > 5], x[[0, 1]]


def doubled(x: torch.Tensor):
    return x * torch.tensor(2.0)


@torch.jit.script
def forked(x: torch.Tensor):
    waiting = [torch.jit.fork(doubled, x), torch.jit.fork(doubled, x + 1)]
    return [torch.jit.wait(w) for w in waiting]


@torch.jit.script
def refused(x: torch.Tensor):
    return torch.tensor([1.0, 2.0]) + x[5]


@torch.jit.script
def raised(x: torch.Tensor):
    if bool(x.sum() > torch.tensor(0)):
        raise ValueError("too large")
    return x


@torch.jit.script
def unknown(x: torch.Tensor):
    return torch.tensor(1.0) + x.to_mkldnn().to_dense()


@torch.jit.interface
class Scale(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pass


class ByThree(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.tensor([3.0])


class Network(nn.Module):
    scale: Scale
    count: torch.Tensor

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.scale = ByThree()
        self.inner = nn.Linear(3, 3)
        self.register_buffer("count", torch.zeros(()))

    def forward(self, x: torch.Tensor, offset: float = 1.0) -> torch.Tensor:
        self.count += torch.tensor(1.0)
        return self.scale.forward(self.inner(x)) + torch.tensor([offset, 0.0, self.part(1)])

    @torch.jit.export
    def part(self, n: int) -> float:
        return float(torch.tensor([0.5, 0.25])[n])


@torch.jit.script
class Sum:
    def __init__(self, start: float):
        self.total = torch.tensor(start)

    def add(self, x: torch.Tensor):
        self.total = self.total + x * torch.tensor(2.0)


@torch.jit.script
def summed(x: torch.Tensor):
    found = Sum(1.0)
    for row in x:
        found.add(row)
    return found.total


network = torch.jit.script(Network())
saved = io.BytesIO()
torch.jit.save(network, saved)
with warnings.catch_warnings(action="ignore"):  # of constants in a trace
    traced = torch.jit.trace(lambda x: x * torch.tensor([1.0, 2.0, 3.0]), torch.ones(3))


def _twice(script, *args, **kwargs):
    return [script(*args, **kwargs) for _ in range(3)]  # the interpreter optimizes later runs


def _trained(module):
    module.zero_grad()
    x = values(2, 3).requires_grad_()
    for _ in range(2):
        y = module(x, offset=2.0)
        y.sum().backward()
    return y, x.grad, module.part(1), *gradients(module)


CASES = Cases()
case = CASES.case


@case
def functions():
    x = torch.ones(3)
    return _twice(scaled, torch.ones(3)), written(x), x, _twice(scaled, x=torch.ones(2, 3))


@case
def constructors():
    return _twice(constructed, values(2, 2)), constructed(values(1, 2), n=5)


@case
def reading():
    return _twice(read, values(2, 3))


@case
def control_flow():
    return [controlled(torch.ones(2, 2), 6) for _ in range(2)]


@case
def forks():
    x = torch.ones(2, requires_grad=True)
    y = _twice(forked, x)[-1]
    torch.stack(y).sum().backward()
    return y, x.grad


@case
def gradient_of_a_function():
    x = torch.ones(2, 3, requires_grad=True)
    y = _twice(scaled, x)
    torch.stack(y).sum().backward()
    return y, x.grad


@case
def modules():
    return _trained(network)


@case
def modules_made_inside():
    return _trained(torch.jit.script(Network()))


@case
def modules_loaded_inside():
    saved.seek(0)
    return _trained(torch.jit.load(saved))


@case
def classes():
    return _twice(summed, values(2, 3))


@case
def traces():
    return _twice(traced, torch.ones(3)), torch.jit.trace(scaled, torch.ones(3))(torch.ones(3))


@case
def frozen_inside():
    with torch.no_grad():
        module = torch.jit.freeze(torch.jit.script(Network()).eval())
        return _twice(module, values(2, 3))


@case
def optimized_inside():
    with torch.no_grad():
        return _twice(torch.jit.optimize_for_inference(network.eval()), values(2, 3))


def _loaded(save, load=torch.jit.load):
    file = io.BytesIO()
    save(file)
    file.seek(0)
    return load(file)


@case
def saved_inside():
    module, kept = torch.jit.script(Network()), torch.arange(3.0) * 2
    x = module(values(2, 3))
    function = torch.jit.trace(lambda x: x + kept, torch.ones(3))
    kept.add_(1)
    again = _loaded(lambda file: torch.jit.save(module, file))
    constant = _loaded(lambda file: torch.jit.save(function, file))
    return x, _trained(again), again.count, module.count, constant(torch.ones(3)), function(x)


def _read_package(file):
    importer = package.PackageImporter(file)
    return [importer.load_pickle("models", name) for name in ("script", "module")]


@case
def packages():
    def write(file):
        with package.PackageExporter(file) as exporter:
            exporter.extern("**")
            exporter.save_pickle("models", "script", torch.jit.script(Network()))
            exporter.save_pickle("models", "module", nn.Linear(3, 2))

    script, module = _loaded(write, _read_package)
    return _trained(script), module(values(2, 3)), module.weight


@case
def errors():
    calls = refused, raised, scaled
    found = [error_of(lambda f=f: f(torch.ones(2, 2))) for f in calls]
    with pytest.raises(RuntimeError) as error:
        refused(torch.ones(2))
    last = str(error.value).strip().splitlines()[-1]
    wrong = ((), {}), ((torch.ones(3),), {"y": 1}), ((3,), {})
    return (*found, last, *(error_of(lambda a=a, k=k: scaled(*a, **k)) for a, k in wrong))


@pytest.mark.parametrize("name", CASES)
def test_scripts_are_as_natively(name, target):
    assert_same_on(target, CASES[name], watch=name not in ("reading", "optimized_inside"))


def test_what_a_script_prints_are_values(target, capfd):
    def printed():
        script = torch.jit.CompilationUnit("def f(x):\n  print(x, 3)\n  return x\n").f
        script(torch.ones(2))
        return capfd.readouterr().out

    with ivy.run_on(target, fallback="error"):
        found = printed()
    assert found == run_natively(printed) and "1" in found


def test_a_script_raises_ivys_own_errors(target):
    with (
        ivy.run_on(target, fallback="error"),
        pytest.raises(ivy.UnsupportedOpError, match="to_mkldnn"),
    ):
        unknown(torch.ones(2))

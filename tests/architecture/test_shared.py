"""What sources share knows no framework, and what is asked of a target is written down in `Backend`."""

import ast
import contextlib
import copy
import inspect
import pickle
import re
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from support import watched_arrays

from interceptors import sources
from interceptors.jax import programs
from interceptors.session import Session
from interceptors.torch.dispatch import choose
from interceptors.torch.fastpath import extension
from ivy._core.backend import FACILITIES, NAMES, Backend, _loaded
from ivy_runtime.sessions import open_session

ROOT = Path(__file__).parents[2]
FRAMEWORKS = {"torch", "jax", "jaxlib", "tensorflow", "keras", "flax"}


def _files(folder, *suffixes):
    paths = sorted(p for s in suffixes for p in (ROOT / folder).rglob(f"*{s}"))
    return [pytest.param(p, id=str(p.relative_to(ROOT))) for p in paths]


def _imported(path):
    """Modules, and names out of modules, that a file imports anywhere."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{a.name}" for a in node.names)


# -- who is imported, and who is named


@pytest.mark.parametrize("path", _files("interceptors/shared", ".py"))
def test_what_is_shared_imports_no_framework_and_no_source(path):
    for name in _imported(path):
        first, second = (*name.split("."), "")[:2]
        assert first not in FRAMEWORKS, name
        assert first != "interceptors" or second not in (*sources.NAMES, *FRAMEWORKS), name


@pytest.mark.parametrize("path", _files("interceptors", ".py", ".c", ".inc", ".h"))
def test_tensorflow_is_named_in_its_own_folder_only(path):
    # the names of the four frameworks, and the table of the pairs that work
    tables = [ROOT / "interceptors" / name for name in ("__init__.py", "sources.py")]
    if path in tables or ROOT / "interceptors" / "tensorflow" in path.parents:
        return
    assert not re.findall(r"tensorflow|\btf\b", path.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("path", _files("interceptors/shared/fastpath", ".inc"))
def test_shared_fast_paths_import_nothing(path):
    assert "PyImport_" not in path.read_text()


# -- no interceptor reads an attribute of a target's array


def forward(x):
    layers = torch.nn.Sequential(
        torch.nn.Conv1d(2, 3, 2), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(9, 2)
    )
    return layers(x.reshape(1, 2, 4)).softmax(-1)


def backward(x):
    x = x.clone().requires_grad_()
    (x.sin() * x[1]).sum().backward()
    return x.grad


def optimizer_step(x):
    model = torch.nn.Linear(4, 4)
    for foreach in (True, False):
        for kind in (torch.optim.Adam, torch.optim.SGD):
            options = {"momentum": 0.5} if kind is torch.optim.SGD else {}
            steps = kind(model.parameters(), lr=0.1, foreach=foreach, **options)
            for _ in range(2):
                steps.zero_grad()
                model(x).square().mean().backward()
                steps.step()
    return model.weight


def views(x):
    return x.t()[1:, :1] + x.view(-1)[::4].unsqueeze(1)[:1] + x.diagonal().flip(0)[0]


def in_place(x):
    x = x + 0
    part = x[0]
    part.add_(1).mul_(x[1])
    x[:, 1] = 3
    x.t()[0].copy_(part[:2])
    x.resize_(3, 2)
    return x, part


def foreach(x):
    pair = [x + 0, x[0] + 0]
    torch._foreach_add_(pair, 1.5)
    return torch._foreach_mul(pair, pair)


def out(x):
    result = torch.empty(0)
    torch.add(x, x, out=result)
    torch.mul(x, 2, out=result[0].expand(2, 4).contiguous())
    return result


def indexing(x):
    x = x + 0
    x[torch.tensor([1, 0]), 2] += 1
    x[x > 2] = 0
    return x[torch.tensor([0, 1])], x[..., None, ::2], x.gather(1, torch.zeros(2, 1).long())


def random(x):
    torch.manual_seed(0)
    return torch.rand(2), torch.dropout(x, 0.5, True), x.bernoulli(0.5), torch.randperm(3)


def sparse(x):
    table = torch.nn.Embedding(5, 3, sparse=True)
    optimizer = torch.optim.SparseAdam(table.parameters())
    table(torch.tensor([1, 1, 4])).sum().backward()
    optimizer.step()
    return table.weight.grad.to_dense()


def values(x):
    assert x.max().item() and x.tolist() and x.numpy().any() and bool(x.sum() > 0)
    assert repr(x) and len(list(x)) == 2 and float(x[0, 0]) == 0 and f"{x[0, 1]:.1f}"
    np.testing.assert_equal(np.asarray(x), x.numpy())
    return int(x.argmax())


def reinterpreted(x):
    z = torch.complex(x, x).conj()
    return z * 2, x.view(torch.int32) + 1, z.imag, torch.view_as_real(z.resolve_conj())


def made(x):
    return (
        torch.arange(3),
        torch.zeros_like(x),
        torch.tensor([1.0]),
        torch.full((2,), 2.5),
        x.new_ones(2),
    )


def transformed(x):
    return (
        torch.vmap(torch.sin)(x),
        torch.func.grad(lambda x: x.sum())(x),
        torch.func.jvp(torch.cos, (x,), (x,)),
    )


def errors(x):
    with contextlib.suppress(RuntimeError):
        x @ x
    return x.sort(), x.max(0), x.split(1), torch.cat([x, x])


def copies(x):
    return copy.deepcopy(x), pickle.loads(pickle.dumps(x)), x.clone(), x.to(torch.float64)


CALLS = [
    forward, backward, optimizer_step, views, in_place, foreach, out, indexing, random, sparse,
    values, reinterpreted, made, transformed, errors, copies,
]  # fmt: skip


@pytest.fixture(scope="module", params=["fast paths", "without fast paths"])
def watched(request):
    """A target that notes reads, with fast paths in C and without."""
    patch = pytest.MonkeyPatch()
    if request.param == "without fast paths":
        patch.setattr(extension, "EXTENSION", None)
    target = watched_arrays.backend()
    made = choose.engine(target)
    patch.undo()
    assert (made.facts is None) == (
        request.param == "without fast paths" or not extension.EXTENSION
    )
    return target


@contextlib.contextmanager
def block_on(target, source):
    session = Session(target, sources=(source,), fallback="error")
    opened = open_session(session)
    try:
        yield session
    finally:
        opened.close()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_no_interceptor_reads_an_attribute_of_an_array(watched, call):
    native = torch.arange(8.0).reshape(2, 4)
    watched_arrays.reads.clear()
    with block_on(watched, "torch") as session:
        redirected = native + 0
        assert type(redirected._array) is watched_arrays.Watched
        for x in (native, redirected):
            for _ in range(3):  # a first call, one that finds a program, one of the fast path
                call(x)
    assert session.report.calls.total() > 1
    assert bool(session.report.ways.get("fast path")) == (choose.engine(watched).facts is not None)
    assert not watched_arrays.reads


def jax_calls(x):
    y = jnp.sin(x) @ x.T + 1
    y = y.at[0, 1].set(3).at[1].add(y[0])
    grads = jax.jit(jax.value_and_grad(lambda x: jnp.tanh(x).sum()))(x)
    rows = jax.vmap(lambda r: r / r.max())(x + 1)
    key = jax.random.split(jax.random.key(0))
    draws = jax.random.normal(key[0], (3,))
    assert float(y.sum()) and x.tolist() and repr(y) and int(y.argmax()) and len(y)
    return jax.block_until_ready((y, grads, rows, draws, np.asarray(x)))


@pytest.mark.filterwarnings("ignore")
def test_no_interceptor_of_jax_reads_an_attribute_of_an_array(monkeypatch):
    target, native = watched_arrays.backend(), jnp.arange(8.0).reshape(2, 4)
    monkeypatch.setitem(_loaded, "numpy", target)
    monkeypatch.setattr(programs, "ENGINES", {})  # they are found by the name of the target
    watched_arrays.reads.clear()
    with block_on(target, "jax") as session:
        redirected = native + 0
        assert isinstance(redirected._value, np.ndarray)
        for x in (native, redirected):
            for _ in range(2):
                jax_calls(x)
    assert session.report.calls.total() > 1
    assert not watched_arrays.reads


def test_the_watch_notices_a_read():
    program = compile(
        "def read(x):\n    return isinstance(x, int), x.shape, x.T, len(x)", "file", "exec"
    )
    reader = {"__name__": "interceptors.somewhere"}
    exec(program, reader)
    watched_arrays.reads.clear()
    reader["read"](watched_arrays.backend().from_numpy(np.ones(2)))
    where = "interceptors.somewhere", "read:2"
    assert watched_arrays.reads == {(*where, "shape"), (*where, "T"), (*where, "__len__")}


# -- the contract of a target

SOURCE = inspect.getsource(Backend)


def _documentation(name):
    """The docstring of a facility, or the comment above it (or above the one that it follows)."""
    value = vars(Backend)[name]
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if callable(value):
        return inspect.getdoc(value) or ""
    lines = SOURCE.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"    {name}: "))
    while at and lines[at - 1].startswith("    ") and re.match(r"    \w+: ", lines[at - 1]):
        at -= 1
    above = []
    while lines[at - 1].strip().startswith("#"):
        at -= 1
        above.insert(0, lines[at].strip("# "))
    return " ".join(above)


REQUIRED = ("check_device", "dtype", "from_numpy", "to_numpy")


@pytest.mark.parametrize("name", FACILITIES)
def test_a_facility_says_its_default_or_that_there_is_none(name):
    words = _documentation(name)
    assert ("No default" in words) if name in REQUIRED else re.search("[Dd]efault", words)
    if name in REQUIRED:
        with pytest.raises(NotImplementedError):
            getattr(Backend, name)("anything")


def test_what_is_required_is_named_in_the_contract():
    paragraph = next(p for p in inspect.getdoc(Backend).split("\n\n") if p.startswith("Required"))
    assert {*REQUIRED, "NAME", "ARRAY_TYPES", "DTYPES"} <= {*re.findall(r"`(\w+)`", paragraph)}


def test_facilities_are_what_the_class_defines_and_nothing_else():
    assert list(FACILITIES) == sorted(FACILITIES) and len({*FACILITIES}) == len(FACILITIES)
    own = {
        "level",  # how deep a trace is, not asked of a package
        "plan_in_scope",  # made of two facilities
        "exchange",  # the module `_exchange`
        "foreign",  # the module `_foreign`
        "on",  # made of `check_device` and `from_numpy`
    }
    public = {n for n in (*vars(Backend), *Backend.__annotations__) if not n.startswith("_")}
    assert public - own == {*FACILITIES}


# Names of a package that are no facility: what its own modules need.
OWN = {
    "native_dtype": "dtypes by the names of the framework",
    "TO_TORCH": "the table behind it",
    "TO_TENSORFLOW": "the table behind it",
    "TO_NUMPY": "and back, for `dtype`",
}


def _public_names(path):
    """Names that a package defines or re-exports, its submodules left out."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (t.id for t in targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ivy.backends"):
            yield from (a.asname or a.name for a in node.names)


@pytest.mark.parametrize("backend", NAMES)
def test_a_package_defines_facilities_and_little_else(backend):
    names = {*_public_names(ROOT / "ivy" / "backends" / backend / "__init__.py")}
    assert {"NAME", "ARRAY_TYPES", "DTYPES", *REQUIRED} <= names
    rest = {n for n in names if not n.startswith("_")} - {"NAME", "ARRAY_TYPES", "DTYPES"}
    assert rest <= {*FACILITIES, *OWN}


def test_every_reason_is_needed():
    defined = {
        n for b in NAMES for n in _public_names(ROOT / "ivy" / "backends" / b / "__init__.py")
    }
    assert {*OWN} <= defined

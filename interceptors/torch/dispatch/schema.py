"""Describes an ATen operator by its schema and tags; no operator is named here.

The frontend function of an operator is looked up by name: exact, then by the public name that the
operator's base name stands for. In-place and `out=` forms have no functions of their own: their
functional twin is found by comparing schemas.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from interceptors import lookup
from interceptors.torch import _compat
from interceptors.torch.validation import checks

_STRIDE_ARGUMENTS = ("stride", "physical_layout")
_LAYOUT_ARGUMENTS = ("memory_format", *_STRIDE_ARGUMENTS)


@dataclass(frozen=True, slots=True)
class Operator:
    """What the schema and tags of one overload say about how it is run."""

    func: Any
    name: str
    function: Callable | None
    label: str = ""  # under which its calls are counted
    returns: int = 1
    writes: tuple[tuple[int, str], ...] = ()
    writes_lists: bool = False
    twin: Any = None
    twin_outputs: dict[int, int] | None = None
    twin_order: tuple[int, ...] | None = None
    twin_takes_dtype: bool = False
    is_out: bool = False
    resizes: bool = False
    fills_any_shape: bool = False  # of as many elements
    counts_versions: bool = False  # of what it writes: PyTorch's dispatcher does not
    is_view: bool = False
    reinterpretation: tuple[Callable, Callable] | None = None
    changes_geometry: bool = False
    is_composite: bool = False
    is_random: bool = False
    has_tensors: bool = True
    returns_no_tensor: bool = False
    changes_layout: bool = False
    names_layout: bool = False
    names_strides: bool = False
    offset_at: int | None = None
    may_place: bool = False
    sparse_at: int | None = None  # where a call says that its result shall be sparse
    host_results: tuple[int, ...] = ()
    copies: Any = None
    decomposition: Callable | None = None
    kernel: Callable | None = None  # made of calls of PyTorch, which can be redirected
    marks_writes: bool = True  # whether its schema can be trusted to
    is_collective: bool = False

    def written(self, args: Sequence, kwargs: dict) -> list[Any]:
        """The arguments of a call that are written, None for those left out."""
        return [
            kwargs[name] if name in kwargs else args[i] if 0 <= i < len(args) else None
            for i, name in self.writes
        ]

    @property
    def writes_first(self) -> bool:
        """Whether it is the plain in-place form: it writes its first argument and nothing else."""
        return (
            len(self.writes) == 1
            and self.writes[0][0] == 0
            and not self.writes_lists
            and not self.resizes
            and self.twin_outputs is None
            and self.twin_order is None
        )


@functools.cache
def operator(func: Any) -> Operator:
    """The description of an overload."""
    schema = _compat.schema(func)
    undeclared = _compat.TWINS.get(f"{schema.name}.{schema.overload_name}")
    writes = tuple(
        (-1 if a.kwarg_only else i, a.name)
        for i, a in enumerate(schema.arguments)
        if a.alias_info is not None and a.alias_info.is_write
    )
    twin, outputs = None, None
    if undeclared:
        twin, outputs = getattr(_compat.aten, undeclared[0]).default, undeclared[1]
        writes = tuple((i, schema.arguments[i].name) for i in outputs)
    elif writes:
        twin = functional_twin(func)
    is_out = any(a.is_out for a in schema.arguments)
    returns_alias = any(
        r.alias_info is not None and not r.alias_info.is_write for r in schema.returns
    )
    return Operator(
        func=func,
        name=schema.name.replace("aten::", "torch."),
        function=checks.find(aten_lookup_names(func)),
        label=str(func),
        returns=len(schema.returns),
        writes=writes,
        writes_lists=not (is_out or outputs) and _are_lists(schema, writes),
        twin=twin,
        twin_outputs=outputs,
        twin_order=_order_of_arguments(func, twin) if twin is not None and not outputs else None,
        twin_takes_dtype=twin is not None and "dtype" in _options_added(func, twin),
        is_out=is_out,
        resizes=is_out or schema.name in _compat.RESIZE_THEMSELVES,
        fills_any_shape=is_out and schema.name in _compat.FILL_ANY_SHAPE,
        is_view=(returns_alias and not writes) or schema.name in _compat.UNMARKED_VIEWS,
        reinterpretation=lookup.reinterpretation(aten_lookup_names(func)),
        counts_versions=bool(writes) and _compat.counts_by_itself(func),
        changes_geometry=_compat.INPLACE_VIEW in func.tags,
        is_composite=_compat.is_composite(func),
        is_random=_compat.is_random(func),
        has_tensors=any("Tensor" in str(a.type) for a in (*schema.arguments, *schema.returns)),
        returns_no_tensor=all("Tensor" not in str(r.type) for r in schema.returns),
        changes_layout=_compat.changes_layout(schema.name),
        names_layout=any(a.name in _LAYOUT_ARGUMENTS for a in schema.arguments),
        names_strides=_names_strides(schema),
        offset_at=next(
            (i for i, a in enumerate(schema.arguments) if a.name == _compat.OFFSET), None
        ),
        sparse_at=next((i for i, a in enumerate(schema.arguments) if a.name == "sparse"), None),
        may_place=any(a.name in ("memory_format", "device") for a in schema.arguments),
        host_results=_compat.HOST_RESULTS.get(schema.name, ()),
        copies=_copied_view(func),
        decomposition=_compat.decomposition(func),
        kernel=_compat.kernel_of_calls(func),
        marks_writes=_compat.marks_writes(func),
        is_collective=_compat.is_collective(func),
    )


def _names_strides(schema: Any) -> bool:
    """Whether an operator is told the strides of its result, not those of a window."""
    names = {a.name for a in schema.arguments}
    return "size" in names and not names.isdisjoint(_STRIDE_ARGUMENTS)


def _are_lists(schema: Any, writes: tuple[tuple[int, str], ...]) -> bool:
    """Whether all that an operator writes are arguments by position that are lists of tensors."""
    kinds = [str(schema.arguments[i].type) for i, _ in writes if i >= 0]
    return bool(kinds) and kinds == ["List[Tensor]"] * len(writes) and not schema.returns


def public(func: Any, name: str, function: Callable) -> Operator:
    """The description of a public function, which has no schema of its own."""
    return Operator(func, name, function, name)


def aten_lookup_names(func: Any) -> Iterator[str]:
    """The native names under which the frontend may hold an ATen operator, most exact first."""
    namespace, base = _compat.op_name(func).split("::")
    overload = _compat.overload_name(func)
    yield f"torch.ops.{namespace}.{base}.{overload}"
    yield f"torch.ops.{namespace}.{base}"
    if namespace not in ("aten", "prims"):
        return
    for path, prefix in _compat.NAMESPACES.items():
        if base.startswith(prefix):
            yield path + base.removeprefix(prefix)
    yield f"torch.{base}"
    yield f"torch.nn.functional.{base}"
    yield f"torch.Tensor.{base}"


def functional_twin(func: Any) -> Any:
    """The overload that computes what `func` writes, or None.

    Names do not tell (`add.out` belongs to `add.Tensor`): the arguments must be the same. What makes
    a tensor of its own has more of them: the options (dtype, device) that otherwise `out` decides.
    """
    name = _compat.op_name(func).split("::")[1]
    wanted = _arguments(func)
    bases = [name]
    if name.endswith("_") and not name.endswith("__"):
        bases.insert(0, name[:-1])
    elif name.startswith("__i"):  # Python's in-place operators
        bases.insert(0, f"__{name[3:]}")
    for base in bases:
        packet = getattr(getattr(torch.ops, func.namespace), base, None)
        for overload in packet.overloads() if packet else ():
            other = getattr(packet, overload)
            found = _arguments(other)
            added = {name for name, _ in found - wanted}
            same = wanted <= found and added <= _options_added(func, other)
            if same and not _compat.schema(other).is_mutable:
                return other
    return None


def _arguments(func: Any) -> set[tuple[str, str]]:
    return {(a.name, str(a.type)) for a in _compat.schema(func).arguments if not a.is_out}


def _options_added(func: Any, twin: Any) -> set[str]:
    """The tensor options that a twin has and `func`, which writes into `out`, has not."""
    names = {a.name for a in _compat.schema(func).arguments}
    return {
        a.name for a in _compat.schema(twin).arguments if a.kwarg_only
    } & _compat.TENSOR_OPTIONS - names


def _order_of_arguments(func: Any, twin: Any) -> tuple[int, ...] | None:
    """Where the twin's arguments stand in a call of `func`, None if in the same places."""
    names = [a.name for a in _compat.schema(func).arguments if not a.is_out and not a.kwarg_only]
    order = tuple(names.index(a.name) for a in _compat.schema(twin).arguments if a.name in names)
    return None if order == tuple(range(len(order))) else order


def _copied_view(func: Any) -> Any:
    """The view operator that `func` copies, or None: the same arguments, the name without `_copy`."""
    base = _compat.op_name(func).split("::")[1]
    if not base.endswith("_copy"):
        return None
    packet = getattr(getattr(torch.ops, func.namespace), base.removesuffix("_copy"), None)
    return getattr(packet, _compat.overload_name(func), None) if packet else None


def can_take(names: tuple[str, ...], several: bool = False) -> bool:
    """Whether a public function may be taken whole: one row-major tensor out, no alias, no write.

    `several`: also where a plain tuple of tensors comes out.
    """
    for name in names:
        base = name.rsplit(".", 1)[1]
        prefix = next((p for path, p in _compat.NAMESPACES.items() if name.startswith(path)), "")
        packet = getattr(_compat.aten, prefix + base, None)
        if packet is None:
            continue
        schemas = [_compat.schema(getattr(packet, o)) for o in packet.overloads()]
        plain = [s for s in schemas if _on_tensors(s) and not any(a.is_out for a in s.arguments)]
        own = _compat.changes_layout(_compat.packet_name(packet)) or any(map(_names_strides, plain))
        return bool(plain) and not own and all(_is_pure(s, several) for s in plain)
    return False


def _on_tensors(schema: Any) -> bool:
    # TorchScript adds overloads on Python numbers and strings to the same names
    return any("Tensor" in str(a.type) for a in schema.arguments)


def _is_pure(schema: Any, several: bool) -> bool:
    returns = schema.returns
    tuple_of = several and len(returns) > 1 and not any(r.name for r in returns)
    return (
        (len(returns) == 1 or tuple_of)
        and all(str(r.type) == "Tensor" and r.alias_info is None for r in returns)
        and not schema.is_mutable
    )

"""Every private name of PyTorch that Ivy uses, and a check that they are there. Tested with torch 2.13.

When an upgrade breaks one of them, this file says so in one sentence; nothing else needs to change.
"""

# pyright: reportAttributeAccessIssue=false, reportPrivateImportUsage=false
from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from interceptors.shared.private_names import PrivateNames
from interceptors.torch import _layouts
from ivy.frontends._publish import Compressed, Coordinates

TESTED = ("2.13", "2.14")
_private = PrivateNames("torch", TESTED)

decomposition_table: Any = _private("torch._decomp:decomposition_table")
_disable_dynamo: Any = _private("torch:_disable_dynamo")
_DISABLED = "__dynamo_disable"  # where PyTorch keeps what it calls instead of a function
_maybe_get_opdef: Any = _private("torch._library.custom_ops:_maybe_get_opdef")
_registered_in_python: Any = _private("torch.library:_impls")
_TRACED: Any = (
    _private("torch._subclasses.fake_tensor:FakeTensor"),
    _private("torch._subclasses.functional_tensor:FunctionalTensor"),
)
TorchDispatchMode: Any = _private("torch.utils._python_dispatch:TorchDispatchMode")
_disable_current_modes: Any = _private("torch.utils._python_dispatch:_disable_current_modes")

OpOverload: Any = _private("torch._ops:OpOverload")
OpOverloadPacket: Any = _private("torch._ops:OpOverloadPacket")
HigherOrderOperator: Any = _private("torch._ops:HigherOrderOperator")
SET_DATA = torch.Tensor.data.__set__
HAS_COMPATIBLE_TYPE: Any = _private("torch:_has_compatible_shallow_copy_type")
CONST_ADDRESS: Any = _private("torch:Tensor.const_data_ptr")
MAKE_SUBCLASS = "_make_subclass"
LinAlgError: Any = _private("torch.linalg:LinAlgError")
ScriptModule: Any = _private("torch.jit:RecursiveScriptModule")
CppModule: Any = _private("torch._C:ScriptModule")
ScriptSerializer: Any = _private("torch._C:ScriptModuleSerializer")
wrap_script: Any = _private("torch.jit._recursive:wrap_cpp_module")
is_zero: Any = _private("torch:Tensor._is_zerotensor")
make_wrapper: Any = _private("torch:Tensor._make_wrapper_subclass")
disabled_torch_function: Any = _private("torch._C:_disabled_torch_function_impl")
_disabled_torch_dispatch: Any = _private("torch._C:_disabled_torch_dispatch_impl")
DisableTorchFunction: Any = _private("torch._C:DisableTorchFunction")
DisableTorchDispatch: Any = _private("torch._C:_DisableTorchDispatch")
is_functorch_wrapped: Any = _private("torch._C:_functorch.is_functorch_wrapped_tensor")
_interpreters: Any = _private("torch._C:_functorch.peek_interpreter_stack")
_functions_enabled: Any = _private("torch._C:_is_torch_function_enabled")
_has_function: Any = _private("torch._C:_has_torch_function")
_has_kernel: Any = _private("torch._C:_dispatch_has_kernel")
_has_storage: Any = _private("torch._C:_has_storage")
_use_count: Any = _private("torch._C:_storage_Use_Count")
_mode_stacks: Any = _private("torch.overrides"), _private("torch.utils._python_dispatch")
bump_version: Any = _private("torch._C:_increment_version")
traces: Any = _private("torch._C:_get_tracing_state")
any_autocast: Any = _private("torch._C:_is_any_autocast_enabled")
has_no_gaps: Any = _private("torch._prims_common:is_non_overlapping_and_dense_or_false")
without_modes: Any = _disable_current_modes
aten = torch.ops.aten
another_object = aten.alias.default

INPLACE_VIEW = torch.Tag.inplace_view
RANDOM = torch.Tag.nondeterministic_seeded
POINTWISE = torch.Tag.pointwise
_COMPOSITE: Any = _private("torch._C:DispatchKey.CompositeImplicitAutograd")
_SPARSE: Any = _private("torch._C:DispatchKey.SparseCPU")
_COMPRESSED: Any = _private("torch._C:DispatchKey.SparseCsrCPU")
_EAGER: Any = _private("torch._C:DispatchKey.CompositeExplicitAutograd")
_AUTOGRAD: Any = (
    _private("torch._C:DispatchKey.Autograd"),
    _private("torch._C:DispatchKey.AutogradCPU"),
)
_as_at_entry: Any = _private("torch._C:_RestorePythonTLSSnapshot")
_CPU: Any = _private("torch._C:DispatchKey.CPU")
_KeySet: Any = _private("torch._C:DispatchKeySet")
_COUNTS_VERSIONS: Any = _private("torch._C:DispatchKey.ADInplaceOrView")

# torch 2.13: operators whose functional twin has another name, by `namespace::name.overload`: the twin,
# and for each argument that is written the result of the twin that goes into it. `native_batch_norm`
# and `_native_batch_norm_legit` write to running statistics although their schemas do not say so.
TWINS = {
    "aten::native_batch_norm.": ("_native_batch_norm_legit_functional", {3: 3, 4: 4}),
    "aten::_native_batch_norm_legit.": ("_native_batch_norm_legit_functional", {3: 3, 4: 4}),
    "aten::_batch_norm_with_update.": ("_batch_norm_with_update_functional", {3: 4, 4: 5}),
    "aten::native_batch_norm.out": (
        "_native_batch_norm_legit_functional",
        {3: 3, 4: 4, 8: 0, 9: 1, 10: 2},
    ),
    "aten::_native_batch_norm_legit.out": (
        "_native_batch_norm_legit_functional",
        {3: 3, 4: 4, 8: 0, 9: 1, 10: 2},
    ),
    "aten::_batch_norm_with_update.out": (
        "_batch_norm_with_update_functional",
        {3: 4, 4: 5, 7: 0, 8: 1, 9: 2, 10: 3},
    ),
    "aten::rrelu_with_noise.": ("rrelu_with_noise_functional", {1: 1}),
    "aten::rrelu_with_noise_.": ("rrelu_with_noise_functional", {0: 0, 1: 1}),
}

# In-place forms that resize what they write, as `out=` forms do (torch 2.13).
RESIZE_THEMSELVES = {"aten::addbmm_"}

# Operators whose `out=` forms fill a tensor with as many elements as it has, whatever its shape
# (torch 2.13; tensors without data lose their shape).
FILL_ANY_SHAPE = {f"aten::{name}" for name in ("arange", "linspace", "logspace", "range")}

# Decompositions that do not give what the native kernel gives, so that its backward would be wrong:
# no usable logsumexp (torch 2.13).
REFUSED_DECOMPOSITIONS = {"aten::_scaled_dot_product_flash_attention_for_cpu"}


# Scripted functions and methods, and kinds of nodes in their graphs (torch 2.13): those that work in
# the memory of tensors, operators whose C++ code reads integers from memory, parts that run on other
# threads, and calls that are not inlined.
SCRIPTS = _private("torch._C:ScriptFunction"), _private("torch._C:ScriptMethod")
call_script = SCRIPTS[0].__call__
NODES_IN_MEMORY = (
    "aten::_list_to_tensor",
    "aten::_tensor_to_list",
    "aten::as_tensor",
    "aten::format",
    "aten::percentFormat",
    "aten::save",
    "aten::str",
    "aten::tensor",
    "prim::Print",
    "prim::tolist",
)
NODES_THAT_READ_INTEGERS = ("aten::_pad_packed_sequence", "aten::tensor_split")
VALUE = "value"  # the attribute of constants
FORK, CALL_METHOD = "prim::fork", "prim::CallMethod"
_Graph: Any = _private("torch._C:Graph")
_TupleType: Any = _private("torch._C:TupleType")
_function_from_graph: Any = _private("torch._C:_create_function_from_graph")
_ATTRIBUTE = re.compile(r"^    (\w+) = ", re.MULTILINE)  # in the description of a module
_CALLS_PYTHON = """
def call(inputs: Any) -> Any:
    return run(inputs)
"""


def script_graph(script: Any) -> Any:
    """The graph of a scripted function or method, with those that it calls."""
    return script.inlined_graph


def bound_to_script(script: Any, args: tuple, kwargs: dict[str, Any]) -> list[Any] | None:
    """All inputs of a script's graph, None if the arguments do not fit."""
    given = [script.owner, *args] if hasattr(script, "owner") else list(args)
    parameters = script.schema.arguments
    unknown = kwargs.keys() - {p.name for p in parameters[len(given) :]}
    if unknown or len(given) > len(parameters):
        return None
    for p in parameters[len(given) :]:
        if p.name not in kwargs and not p.has_default_value():
            return None
        given.append(kwargs.get(p.name, p.default_value))
    return given


def function_of_graph(graph: Any, name: str) -> Any:
    """A graph as a scripted function."""
    return _function_from_graph(name, graph)


def function_of_node(node: Any) -> Any:
    """One node of a graph as a scripted function of its inputs."""
    graph, inputs = _Graph(), {}
    for value in node.inputs():
        inputs[value.unique()] = graph.addInput()
        inputs[value.unique()].setType(value.type())
    made = graph.insertNode(graph.createClone(node, lambda value: inputs[value.unique()]))
    results = list(made.outputs()) or [graph.insertConstant(None)]
    graph.registerOutput(results[0])
    return function_of_graph(graph, "node")


def call_python(graph: Any, node: Any, function: Callable) -> None:
    """Replaces a node of a graph by a call of a Python function."""

    def run(inputs: Any) -> Any:
        return function(*inputs)

    run.__annotations__ = {"inputs": Any, "return": Any}
    names = {"run": torch.jit.ignore()(run), "Any": Any}
    unit = torch.jit.CompilationUnit()
    unit.define(_CALLS_PYTHON, rcb=names.get)
    template = unit.call.graph.findNode("prim::PythonOp")
    packed = graph.create("prim::TupleConstruct", list(node.inputs()), 1).insertBefore(node)
    packed.output().setType(_TupleType([value.type() for value in node.inputs()]))
    called = graph.createClone(template, lambda _: packed.output()).insertBefore(node)
    called.copyMetadata(node)
    if node.kind() == FORK:
        called.output().setType(node.output().type().getElementType())
        called = _completed(graph, called)
    for value in node.outputs():
        called.output().setType(value.type())
        value.replaceAllUsesWith(called.output())
    node.destroy()


def _completed(graph: Any, node: Any) -> Any:
    """A node that wraps the result of another one in a future, without computing anything."""
    identity = _Graph()
    value = identity.addInput()
    value.setType(node.output().type())
    identity.registerOutput(value)
    return graph.create(FORK, [node.output()], 1).g_("Subgraph", identity).insertAfter(node)


def only_casts(node: Any) -> bool:
    """Whether a node that may work in memory takes a tensor, which it converts by operators."""
    return node.kind() == "aten::as_tensor" and node.inputsAt(0).type().kind() == "TensorType"


def forked_graph(node: Any) -> Any:
    """What a node runs on another thread."""
    return node.g("Subgraph").copy()


def method_name(node: Any) -> str:
    """The method that a node calls."""
    return node.s("name")


# Operators whose meta kernels can't validate a call (torch 2.13): those of the first two know CUDA's
# dtype or strides only, that of the third no uint8 masks; the next computes its shape with tensors of
# values; the others replace operators that accept None where these do not (see TWINS).
NOT_REPLAYED = {
    "aten::_grouped_mm",
    "aten::_scaled_mm",
    "aten::index",
    "aten::repeat",
    "aten::_batch_norm_with_update_functional",
    "aten::_native_batch_norm_legit_functional",
}


# Operators that go from element to element without the tag that says so; in-place forms with it that
# make a result first, and copy it (torch 2.13).
ITERATED = {"aten::copy_", "aten::floor_divide_", "aten::masked_fill_"}
COPIED = {"aten::mvlgamma_"}


# How kernels lay out a result where the shape logic says something else, or nothing (torch 2.13).
OWN_LAYOUT: dict[str, _layouts.Layout] = {
    "aten::_fft_c2c": _layouts.to_complex,
    "aten::_fft_c2r": _layouts.to_real,
    "aten::_fft_r2c": _layouts.from_real,
    "aten::_linalg_svd": _layouts.matrices(0, 2),
    "aten::_batch_norm_with_update_functional": _layouts.as_image,
    "aten::_native_batch_norm_legit_functional": _layouts.as_image,
    "aten::convolution": _layouts.convolved,
    "aten::flip": _layouts.flipped,
    "aten::geqrf": _layouts.matrices(0),
    "aten::linalg_eig": _layouts.matrices(1),
    "aten::linalg_lstsq": _layouts.solutions,
    "aten::masked_fill": _layouts.rows,
    "aten::max_unpool2d": _layouts.as_image,
    "aten::nonzero": _layouts.matrices(0),
    "aten::nonzero_static": _layouts.rows,
    "aten::rot90": _layouts.turned,
    "aten::unique_consecutive": _layouts.along(3),
    "aten::unique_dim": _layouts.along(1),
    "aten::unique_dim_consecutive": _layouts.along(1),
}

# Operators whose results may have another layout than row-major arguments, and what is made of these.
_OTHER_LAYOUT = """
    _fft_c2c _fft_c2r _fft_r2c _linalg_eigh _linalg_solve_ex _linalg_svd
    _scaled_dot_product_flash_attention_for_cpu cholesky cholesky_inverse
    cholesky_solve geqrf linalg_cholesky_ex linalg_eig linalg_householder_product linalg_inv_ex
    linalg_ldl_factor_ex linalg_lstsq linalg_lu_factor_ex linalg_qr linalg_solve_triangular nonzero
    triangular_solve unique_consecutive unique_dim unique_dim_consecutive
    argwhere inverse linalg_cholesky linalg_inv linalg_solve linalg_tensorinv orgqr
    fft_fft fft_fft2 fft_fftn fft_hfft fft_hfft2 fft_hfftn fft_ifft fft_ifft2 fft_ifftn fft_ihfft
    fft_ihfft2 fft_ihfftn fft_irfft fft_irfft2 fft_irfftn fft_rfft fft_rfft2 fft_rfftn
"""
OTHER_LAYOUT = {f"aten::{name}" for name in _OTHER_LAYOUT.split()}

# Views that toggle a lazy bit: of the conjugate, of the negative (torch 2.13).
LAZY_BITS = {"aten::_conj": (True, False), "aten::_neg_view": (False, True)}

VIEW_AS_DTYPE = "aten::view.dtype"

# Views whose schemas do not say so (torch 2.13).
UNMARKED_VIEWS = {f"aten::unsafe_{name}" for name in ("chunk", "split", "split_with_sizes")}

# Operators that make larger tensors on the way, even from tensors of one element, or that treat one
# element in another way.
NOT_TRIED = {
    "aten::_embedding_bag",
    "aten::_embedding_bag_forward_only",
    "aten::histc",
    "aten::index_put",
}

# Results that are host metadata, by position: C++ reads their memory, so they stay native.
HOST_RESULTS = {"aten::_pack_padded_sequence": (1,)}

# Operators that make tensors which are no strided arrays out of tensors that are.
MAKE_UNSTRIDED = {
    f"aten::{name}"
    for name in (
        "_nested_tensor_from_mask",
        "_nested_tensor_from_tensor_list",
        "_nested_view_from_buffer",
        "quantize_per_channel",
        "quantize_per_tensor",
        "quantize_per_tensor_dynamic",
        "to_mkldnn",
    )
}

# Public namespaces, and the prefix that the names of their operators have.
NAMESPACES = {"torch.linalg.": "linalg_", "torch.special.": "special_", "torch.fft.": "fft_"}

# The arguments of operators that make a tensor out of nothing.
PINNED = "pin_memory"
TENSOR_OPTIONS = {"dtype", "layout", "device", PINNED}

# Options that say where a result shall lie, with what they are for the usual place.
USUAL_PLACES = {
    "device": (None, torch.device("cpu")),
    "layout": (None, torch.strided),
    "memory_format": (None, torch.preserve_format, torch.contiguous_format),
    PINNED: (None, False),
}

_set_conj: Any = _private("torch._C:_set_conj")
_set_neg: Any = _private("torch._C:_set_neg")

# What every way of setting the default dtype calls.
SET_DEFAULT_DTYPE = (_private("torch._C"), "_set_default_dtype")
_private("torch._C:_set_default_dtype")

# Where functions written in Python hand a call over to function modes, and the stack of these modes.
HAND_OVER = "handle_torch_function"
HANDS_OVER = (torch.functional, torch.nn.functional)
count_function_modes: Any = _private("torch._C:_len_torch_function_stack")
count_dispatch_modes: Any = _private("torch._C:_len_torch_dispatch_stack")
pop_mode: Any = _private("torch._C:_pop_torch_function_stack")
push_mode: Any = _private("torch._C:_push_on_torch_function_stack")

# The namespaces of operators that move tensors between processes, and the class of what some return at
# once, in C++ and Python; not every build has them (torch 2.13).
COLLECTIVES = {"_c10d_functional", "_c10d_functional_autograd", "_dtensor", "c10d"}
Work: Any = getattr(torch.distributed, "Work", object)
METHODS_OF_WORK = (
    "_get_duration",
    "_get_op_type",
    "_source_rank",
    "block_current_stream",
    "exception",
    "get_future_result",
    "is_success",
    "source_rank",
    "synchronize",
)

# Functions whose C++ reads the memory of tensors that it makes for itself, to compare parameters and
# buckets across processes (torch 2.13).
READ_THEIR_OWN: list[tuple[Any, str]] = []
if Work is not object:
    READ_THEIR_OWN += [
        (torch.distributed, "_verify_params_across_processes"),
        (_private("torch.distributed:Reducer"), "_rebuild_buckets"),
    ]

# Operators whose results have elements that nobody has written, and those whose CPU kernels PyTorch
# refuses in its deterministic mode (torch 2.13).
UNDEFINED = {
    f"aten::{name}"
    for name in (
        "empty",
        "empty_like",
        "empty_permuted",
        "empty_strided",
        "new_empty",
        "new_empty_strided",
        "resize_",
        "resize_as_",
    )
}
VIEW, FILL = aten.as_strided.default, aten.fill_.Scalar
ALERTS = {f"aten::{name}" for name in ("max_unpool2d", "max_unpool3d", "put", "put_")}
is_deterministic: Any = _private("torch._C:_get_deterministic_algorithms")
fills: Any = _private("torch._C:_get_deterministic_fill_uninitialized_memory")

OFFSET = "storage_offset"  # the argument of operators whose geometry is that of memory

# What C++ says when it would read the memory of a tensor that has none.
NO_MEMORY = "data is not allocated yet"
NO_SAFE_CAST = "cannot be safely cast to type"  # an expansion was given a float for an integer
OVERFLOW = "without overflow"  # a number does not fit into a dtype

# A marker that autograd's C++ recognises (a tangent that is zero), and which never becomes a result.
STAYS_NATIVE = {"aten::_efficientzerotensor"}

# Functions whose `out=` form writes into the memory behind `out`, past the dispatcher (a view that does
# not say so), or leaves `out` alone while a mode is active: the result is computed, then written. And
# whether `out` must have the dtype of the result (torch 2.13).
OUT_BY_RESULT = {
    torch.kron: False,
    torch.linalg.matmul: True,
    torch.linalg.matrix_rank: False,
    torch.matmul: True,
}

# Gives a tensor the storage and geometry of another.
TAKE_OVER = aten.set_.source_Tensor

# What unpickling and torch.load call to make a tensor on a storage, and what lazy modules call to make
# a parameter without a shape.
REBUILD_FUNCTIONS = (
    (_private("torch._utils"), "_rebuild_tensor"),
    (torch.nn.parameter.UninitializedParameter, "__new__"),
    (torch.nn.parameter.UninitializedBuffer, "__new__"),
)


# What decides whether an optimizer updates its parameters one by one or as lists (torch 2.13).
OPTIMIZERS = importlib.import_module(torch.optim.Optimizer.__module__)
DEVICES_FOR_LISTS, TYPES_IN_LISTS = (
    "_get_foreach_kernels_supported_devices",
    "_foreach_supported_types",
)

# Adam's update (AdamW's too) of lists of tensors, and as one operator, with the same arguments.
_ADAM = importlib.import_module(torch.optim.Adam.__module__)
ADAM_OF_LISTS, FUSED_ADAM = (_ADAM, "_multi_tensor_adam"), _ADAM._fused_adam

# The module that runs compiled functions, and the function in it that says with which compiler, if any.
COMPILER = "torch._dynamo.eval_frame"
COMPILED_CALLBACK = "_callback_from_stance"
COMPILED_COUNT = "set_fullgraph_compiled_frame_count"

# The mode behind `torch.set_default_device` and `with torch.device(...)`; it lies below all others.
DEFAULT_DEVICE: Any = _private("torch.utils._device:DeviceContext")

# What records programs: the function behind `torch.export.export`, the method behind `make_fx`.
EXPORTER, EXPORT = "torch.export._trace", "_export"

# The C++ functions that read scripts from files, and that evaluate parts of them (torch 2.13).
CPP: Any = _private("torch._C")
SCRIPT_READERS = (
    "import_ir_module",
    "import_ir_module_from_buffer",
    "_import_ir_module_from_package",
)
SCRIPT_OPTIMIZERS = (
    "_freeze_module",
    "_jit_pass_optimize_frozen_graph",
    "_jit_pass_optimize_for_inference",
    "_jit_pass_constant_propagation",
)
for _name in SCRIPT_READERS + SCRIPT_OPTIMIZERS:
    _private(f"torch._C:{_name}")
map_tensors: Any = _private("torch.utils._pytree:tree_map_only")
pytree_leaves: Any = _private("torch.utils._pytree:tree_leaves")
# arguments of random operators that say nothing about the numbers
NOT_OF_NUMBERS = {"generator", *TENSOR_OPTIONS, "memory_format"} - {"dtype"}


@contextlib.contextmanager
def as_if_exporting() -> Iterator[None]:
    """Libraries ask whether a program is recorded, and then read no values to choose a faster way."""
    compiler: Any = torch.compiler
    before = compiler._is_exporting_flag, compiler._is_compiling_flag, compiler.is_dynamo_compiling
    compiler._is_exporting_flag = compiler._is_compiling_flag = True
    compiler.is_dynamo_compiling = lambda: True  # so that `torch.cond` calls its operator at once
    try:
        yield
    finally:
        compiler._is_exporting_flag, compiler._is_compiling_flag = before[:2]
        compiler.is_dynamo_compiling = before[2]


@contextlib.contextmanager
def watched_no_grad(change: Callable[[int], None]) -> Iterator[None]:
    """`change(1)` where code enters `no_grad` or `inference_mode`, `change(-1)` where it leaves."""
    classes: tuple[Any, ...] = (torch.no_grad, torch.inference_mode)
    before = [(cls, cls.__enter__, cls.__exit__) for cls in classes]

    def watched(enter: Callable, leave: Callable) -> tuple[Callable, Callable]:
        def entered(self: Any) -> Any:
            change(int(getattr(self, "mode", True)))  # `inference_mode(False)` is none
            return enter(self)

        def left(self: Any, *error: Any) -> Any:
            change(-int(getattr(self, "mode", True)))
            return leave(self, *error)

        return entered, left

    try:
        for cls, enter, leave in before:
            cls.__enter__, cls.__exit__ = watched(enter, leave)
        yield
    finally:
        for cls, enter, leave in before:
            cls.__enter__, cls.__exit__ = enter, leave


@contextlib.contextmanager
def watched_functions(note: Callable[[type], None]) -> Iterator[None]:
    """Calls `note(cls)` where code applies a `torch.autograd.Function`."""
    cls: Any = torch.autograd.Function
    before = vars(cls)["apply"]

    def apply(function: type, *args: Any, **kwargs: Any) -> Any:
        note(function)
        return before.__get__(None, function)(*args, **kwargs)

    cls.apply = classmethod(apply)
    try:
        yield
    finally:
        cls.apply = before


# Names of operators that take functions.
BRANCH, LOOP = "cond", "while_loop"


RECORDER, RECORD = _private("torch.fx.experimental.proxy_tensor:_MakefxTracer"), "trace"


def records_values(recorder: Any) -> bool:
    """Whether `make_fx` runs a function on true values."""
    return getattr(recorder, "tracing_mode", None) == "real"


# A composite in C++ that reads the memory of the batch sizes and fills that of the lengths.
PAD_PACKED_SEQUENCE: Any = _private("torch._C:_VariableFunctions._pad_packed_sequence")


def own_layout(func: Any) -> _layouts.Layout | None:
    """The layout that the kernel of `func` gives its results, if PyTorch's shape logic has another."""
    return OWN_LAYOUT.get(func._schema.name)


def changes_layout(name: str) -> bool:
    """Whether results of an operator may have another layout than row-major arguments."""
    return name in OTHER_LAYOUT


def schema(func: Any) -> Any:
    """The schema of an overload: name, arguments, returns."""
    return func._schema


def op_name(func: Any) -> str:
    """The name of an overload without the overload: `aten::add`."""
    return func._schema.name


def overload_name(func: Any) -> str:
    """The name of the overload itself: `Tensor`."""
    return func._overloadname


def packet_name(packet: Any) -> str:
    """The name that all overloads of a packet share: `aten::add`."""
    return packet._qualified_op_name


# The layouts of sparse tensors, and those with compressed rows.
SPARSE_LAYOUTS = (
    torch.sparse_coo,
    torch.sparse_csr,
    torch.sparse_csc,
    torch.sparse_bsr,
    torch.sparse_bsc,
)
_make_compressed = aten._sparse_compressed_tensor_unsafe.default
_BY_ROWS = (torch.sparse_csr, torch.sparse_bsr)


def is_sparse(tensor: torch.Tensor) -> bool:
    """Whether a tensor lists its elements with their indices."""
    return tensor.layout in SPARSE_LAYOUTS


def has_sparse_kernel(func: Any, layouts: Collection[torch.layout]) -> bool:
    """Whether PyTorch runs an operator on tensors of these layouts, and what is not sparse."""
    key = _SPARSE if torch.sparse_coo in layouts else _COMPRESSED
    key = key if len(layouts) == 1 else _COMPRESSED
    return any(map(func.has_kernel_for_dispatch_key, (key, _EAGER, _COMPOSITE)))


def checks_invariants() -> bool:
    """Whether the parts of sparse tensors are to be checked."""
    return torch.sparse.check_sparse_tensor_invariants.is_enabled()


def sparse_parts(tensor: torch.Tensor) -> Coordinates | Compressed:
    """What a native sparse tensor is made of, coalesced or not."""
    shape, layout = tuple(tensor.shape), str(tensor.layout)
    if tensor.layout is torch.sparse_coo:
        return Coordinates(tensor._indices(), tensor._values(), shape, tensor.is_coalesced())
    if tensor.layout in _BY_ROWS:
        indices = tensor.crow_indices(), tensor.col_indices()
    else:
        indices = tensor.ccol_indices(), tensor.row_indices()
    return Compressed(*indices, tensor.values(), shape, layout)


def sparse_of_parts(parts: Coordinates | Compressed) -> torch.Tensor:
    """A native sparse tensor, whose parts are not checked."""
    if isinstance(parts, Coordinates):
        return torch.sparse_coo_tensor(
            parts.indices,
            parts.values,
            parts.shape,
            is_coalesced=parts.coalesced,
            check_invariants=False,
        )
    *indices, values, shape, name = parts
    layout = getattr(torch, name.removeprefix("torch."))
    return _make_compressed(*indices, values, shape, layout=layout, dtype=values.dtype)


def module_state(module: torch.nn.Module) -> tuple[dict, dict]:
    """The dictionaries of parameters and of buffers of a module itself."""
    return module._parameters, module._buffers


def script_constants(script: Any) -> Iterator[tuple[Any, torch.Tensor]]:
    """The constant tensors in the graphs of a scripted function or module, each with its node."""
    methods = [p._c._get_method(n) for p in _parts(script) for n in p._c._method_names()]
    for method in [script] if isinstance(script, SCRIPTS) else methods:
        for node in method.graph.findAllNodes("prim::Constant", True):
            if node.hasAttribute(VALUE) and node.kindOf(VALUE) == "t":
                yield node, node.t(VALUE)


def _parts(script: Any) -> Iterator[Any]:
    return iter(()) if isinstance(script, SCRIPTS) else script.modules()


def script_state(script: Any) -> Iterator[tuple[Any, str, Any]]:
    """The attributes of a scripted module and its parts: the owner in C++, the name, the value."""
    for part in _parts(script):
        text = part._c.dump_to_str(False, False, False).partition("attributes {")[2]
        for name in _ATTRIBUTE.findall(text.partition("\n  }\n")[0]):
            if part._c.hasattr(name):
                yield part._c, name, part._c.getattr(name)


def has_own_dispatch(cls: type) -> bool:
    """Whether a class of tensors handles operators itself."""
    return cls.__torch_dispatch__ is not _disabled_torch_dispatch


def takes_functions(func: Any) -> bool:
    """Whether an operator is one of higher order."""
    return isinstance(func, HigherOrderOperator)


def marks_profile(func: Any) -> bool:
    """Whether `func` is an operator by which a program marks a stretch for the profiler."""
    if isinstance(func, OpOverload):
        func = func.overloadpacket
    found = isinstance(func, OpOverloadPacket)
    return found and func._qualified_op_name.startswith("profiler::")


# Operators whose results are unique up to signs, or factors of absolute value 1.
UP_TO_SIGN = {
    f"aten::{name}"
    for name in (
        "_linalg_eigh",
        "_linalg_svd",
        "geqrf",
        "linalg_eig",
        "linalg_qr",
    )
}


# Operators that return positions, of which any will do among equal elements.
TIES = {
    f"aten::{name}"
    for name in ("argsort", "kthvalue", "median", "mode", "nanmedian", "sort", "topk")
}


def overrides(cls: type) -> bool:
    """Whether a class of tensors has a `__torch_function__`, if only the one that keeps the class."""
    return cls.__torch_function__ is not disabled_torch_function


def classes_are_asked() -> bool:
    """Whether classes are shown public functions; not within their own handlers."""
    return _functions_enabled()


def has_overrides(arguments: Any) -> bool:
    """Whether a function mode, or the class of an argument, wants to see a public function."""
    return _has_function(arguments)


def is_traced(tensor: torch.Tensor) -> bool:
    """Whether a tensor stands for one in a graph that PyTorch is making."""
    return isinstance(tensor, _TRACED)


def eager_kernel(func: Any) -> Callable | None:
    """The kernel of a higher-order operator that runs it at once."""
    return func.py_kernels.get(_EAGER)


def packs_batch(
    encoder: Any,
    src: Any,
    mask: Any = None,
    src_key_padding_mask: Any = None,
    is_causal: Any = None,
) -> bool:
    """Whether `nn.TransformerEncoder` (torch 2.13) would run on a nested tensor."""
    first, padding = encoder.layers[0], src_key_padding_mask
    if (
        not torch.backends.mha.get_fastpath_enabled()
        or not getattr(encoder, "use_nested_tensor", False)
        or first.training
        or src.dim() != 3
        or padding is None
        or mask is not None
        or torch.is_autocast_enabled()
        or torch.compiler.is_compiling()
    ):
        return False
    inputs = (src, *first.parameters())
    if torch.is_grad_enabled() and any(x.requires_grad for x in inputs):
        return False
    kept = padding.logical_not()
    places = torch.arange(kept.shape[1])
    return bool(torch.equal(kept, places < kept.sum(1, keepdim=True)))


def is_iterated(func: Any) -> bool:
    """Whether the kernel of `func` goes through its tensors element by element."""
    return POINTWISE in func.tags or func._schema.name in ITERATED


def is_composite(func: Any) -> bool:
    """Whether PyTorch itself expands `func` into other operators."""
    return func.has_kernel_for_dispatch_key(_COMPOSITE)


def counts_by_itself(func: Any) -> bool:
    """Whether the versions of what `func` writes are counted by in-place calls of its kernel.

    PyTorch's dispatcher counts for every other operator, before ours.
    """
    kernels = func.has_kernel_for_dispatch_key
    return kernels(_EAGER) and not kernels(_COUNTS_VERSIONS)


def decomposition(func: Any) -> Callable | None:
    """PyTorch's own expansion of `func` in Python, if there is one that can be trusted."""
    if func._schema.name in REFUSED_DECOMPOSITIONS:
        return None
    return decomposition_table.get(func)


def is_size_type(of: Any) -> bool:
    """Whether an argument of this type in a schema is an integer: a size, an axis."""
    return "int" in str(of).lower()


def is_random(func: Any) -> bool:
    """Whether the whole kernel has to be PyTorch's, so that a seed gives PyTorch's numbers."""
    return RANDOM in func.tags


def is_in_dispatcher(func: Any) -> bool:
    """Whether PyTorch has such an operator; some only ask a class with sizes of its own for them."""
    return _has_kernel(func.name())


def kernel_of_calls(func: Any) -> Callable | None:
    """The kernel of `func` on the CPU if it is made of calls of PyTorch, which can be redirected.

    It is a user's Python function, by `torch.library.custom_op` or `Library.impl`, or moves data by
    other operators.
    """
    name = func.name().replace("::", "/")
    keys = (f"{name}/CPU", f"{name}/CompositeExplicitAutograd")
    if not _registered_in_python.isdisjoint(keys) or (
        func.namespace in COLLECTIVES and func.has_kernel_for_dispatch_key(_EAGER)
    ):
        return functools.partial(func.redispatch, _KeySet(_CPU))
    return None


def below_autograd(func: Any) -> contextlib.AbstractContextManager:
    """The state in which PyTorch would call the kernel of `func`, while a mode is shown the call.

    Where a user has given no gradient, autograd sees what a kernel in Python does.
    """
    found = _maybe_get_opdef(func)
    if found is None and any(map(func.has_kernel_for_dispatch_key, _AUTOGRAD)):
        return contextlib.nullcontext()
    return _as_at_entry()


def has_own_gradient(func: Any) -> bool:
    """Whether PyTorch can differentiate an operator: it, or the user, has registered how."""
    found = _maybe_get_opdef(func)
    if found is not None:
        return getattr(found, "_backward_fn", None) is not None
    return is_composite(func) or any(map(func.has_kernel_for_dispatch_key, _AUTOGRAD))


def parameters(func: Any) -> list[inspect.Parameter]:
    """The parameters of an overload, as those of a Python function."""
    found = []
    for a in schema(func).arguments:
        kind = inspect.Parameter.KEYWORD_ONLY if a.kwarg_only else inspect.Parameter.POSITIONAL_ONLY
        default = a.default_value if a.has_default_value() else inspect.Parameter.empty
        found.append(inspect.Parameter(a.name, kind, default=default))
    return found


def marks_writes(func: Any) -> bool:
    """Whether the schema of `func` can be trusted to name all that it writes."""
    return func.namespace in ("aten", "prims")


def is_collective(func: Any) -> bool:
    """Whether `func` sends tensors to other processes, or gets some."""
    return func.namespace in COLLECTIVES


def returns_work(func: Any) -> bool:
    """Whether `func` returns at once, with an object that knows when its results are there."""
    return any(str(r.type).endswith(".c10d.Work") for r in schema(func).returns)


def forward_level() -> bool:
    """Whether forward-mode differentiation is active."""
    return torch.autograd.forward_ad._current_level >= 0


def is_transformed() -> bool:
    """Whether autocast or forward-mode AD is active."""
    return any_autocast() or forward_level()


def functorch_level() -> bool:
    """Whether a transform of `torch.func` is active."""
    return _interpreters() is not None


def set_lazy_bits(tensor: torch.Tensor, conjugate: bool, negative: bool) -> torch.Tensor:
    """The tensor itself, which is a conjugate or negative of what is in its memory."""
    _set_conj(tensor, conjugate)
    _set_neg(tensor, negative)
    return tensor


def is_strided_array(tensor: torch.Tensor) -> bool:
    """Whether a tensor is elements of a plain dtype, a size and strides; nothing sparse or nested."""
    return tensor.layout is torch.strided and not (tensor.is_nested or tensor.is_quantized)


def has_storage(tensor: torch.Tensor) -> bool:
    """Whether a tensor has memory at all; those that the older `vmap` batches have none."""
    return _has_storage(tensor)


def storage_of(tensor: torch.Tensor) -> Any:
    """The storage of a native tensor."""
    return tensor.untyped_storage()


def storage_key(storage: Any) -> int:
    """The address of the C++ storage: one for all tensors that share it."""
    return storage._cdata


def share_storage(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether two native tensors lie in one storage."""
    return a.untyped_storage()._cdata == b.untyped_storage()._cdata


def storage_users(storage: Any) -> int:
    """How many C++ owners a storage has."""
    return _use_count(storage._cdata)


# -- whether something besides tensors knows the memory of a storage

# The owners of a storage that one tensor alone looks at: that tensor, and Python's handle of it.
_USERS_OF_LONE_STORAGE = 2
share_part: Any = torch.UntypedStorage.__getitem__  # of a slice: another storage on the same memory
resize_storage: Any = torch.UntypedStorage.resize_


def handles(storage: Any) -> int:
    """How many keep Python's handle of a storage, through which it can be read and written."""
    # C++ has a reference too, unless the handle is all there is
    return sys.getrefcount(storage) - (storage_users(storage) > 1) - _LONE_HANDLE


def has_second_owner(storage: Any, known: int = 0) -> bool:
    """Whether NumPy, say, or another process may know the memory of a storage that a tensor has.

    PyTorch marks memory that NumPy has seen, or that it did not allocate, as not resizable. The
    deleter identifies the kind of memory. An array made from a tensor holds a reference to a tensor,
    which counts as an owner. `known` is the number of references that the caller itself holds.
    """
    if not storage.nbytes():
        return False
    if _FREES is None:
        return not storage.resizable() or storage.is_shared()
    free, owned = _words(storage_key(storage), 5)[3:]
    many = storage_users(storage) - known > _USERS_OF_LONE_STORAGE
    if free == _FREES["allocated"]:
        return many and not storage.resizable()
    if many or free == _FREES["part"]:
        return many
    if free != _FREES["foreign"] or _words(owned, 5)[3:] != _FREES["array"]:
        return True
    return _is_array_shared(ctypes.cast(_words(owned, 2)[1], ctypes.py_object).value)


def _is_array_shared(array: np.ndarray) -> bool:
    """Whether others than its one owner know the memory of an array."""
    while _references(array) <= _LONE_ARRAY:
        base = array.base
        if not isinstance(base, np.ndarray):
            return not (isinstance(base, bytes) or (base is None and array.flags.owndata))
        array, base = base, None
    return True


def _references(array: np.ndarray) -> int:
    return sys.getrefcount(array)


def _words(address: int, count: int) -> tuple[int, ...]:
    return tuple((ctypes.c_size_t * count).from_address(address))


def _find_frees() -> dict[str, Any] | None:
    """What frees the memory of storages of each kind (torch 2.13, Linux); None if that is unknown."""
    if not torch.__version__.startswith(TESTED) or sys.platform != "linux":
        return None
    array = np.zeros(1)
    kinds = {"allocated": torch.zeros(1).untyped_storage(), "foreign": torch.from_numpy(array)}
    kinds["foreign"], kinds["part"] = kinds["foreign"].untyped_storage(), kinds["allocated"][:]
    words = {kind: _words(storage_key(storage), 5) for kind, storage in kinds.items()}
    if any(words[kind][2] != storage.data_ptr() for kind, storage in kinds.items()):
        return None
    address, owner, _, *code = _words(words["foreign"][4], 5)
    if address != array.ctypes.data or owner != id(array):
        return None
    return {**{kind: found[3] for kind, found in words.items()}, "array": tuple(code)}


_FREES = _find_frees()
_alone = [torch.UntypedStorage(1), np.zeros(1)]
_LONE_HANDLE = 0
_LONE_HANDLE, _LONE_ARRAY = handles(_alone[0]) - 1, (lambda array: _references(array))(_alone[1])


def set_geometry(tensor: torch.Tensor, size: tuple, stride: tuple, offset: int) -> None:
    """Changes size, stride and offset of a redirected tensor itself."""
    with _disable_current_modes(), DisableTorchDispatch():
        aten.as_strided_.default(tensor, size, stride, offset)


def become(tensor: torch.Tensor, other: torch.Tensor) -> None:
    """Gives a redirected tensor the geometry and (empty) storage of another one.

    `resize_` would do the same, but allocate memory that C++ code could then read.
    """
    with _disable_current_modes(), DisableTorchFunction():
        SET_DATA(tensor, other)


_left_out: list[Any] = []  # functions that its compiler leaves out, while it is not imported


@functools.cache
def leave_compiler_unloaded() -> None:
    """Spares the first check of a call the import of PyTorch's compiler, which takes a second.

    Decompositions import it when they are first called, only to be left out of what it compiles.
    """
    if COMPILER in sys.modules:
        return
    lazy = _disable_dynamo(leave_compiler_unloaded).__code__
    for function in filter(inspect.isfunction, gc.get_referrers(lazy)):
        cells = dict(zip(lazy.co_freevars, function.__closure__ or (), strict=True))
        inner = cells["fn"].cell_contents
        if not hasattr(inner, _DISABLED):
            setattr(inner, _DISABLED, inner)
            _left_out.append(inner)


def compiler_is_loaded() -> None:
    """Functions import the compiler again when they are called, as somebody else has."""
    while _left_out:
        delattr(_left_out.pop(), _DISABLED)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No mode, no gradient: for our own work on native tensors (`no_grad` may be watched)."""
    with _disable_current_modes(), DisableTorchFunction(), torch.set_grad_enabled(False):
        yield


def pop_function_mode(mode: Any) -> None:
    """Takes a function mode off its stack, wherever it lies."""
    _remove(mode, _mode_stacks[0])


def pop_dispatch_mode(mode: Any) -> None:
    """Takes a dispatch mode off its stack, wherever it lies."""
    _remove(mode, _mode_stacks[1])


def _remove(mode: Any, stack: Any) -> None:
    # tasks of one thread may leave their blocks out of order
    above = []
    while True:
        top = stack._pop_mode()
        if top is mode:
            break
        above.append(top)
    for other in reversed(above):
        stack._push_mode(other)


# C++ functions of PyTorch's libraries that read a flag of this thread and do nothing else, by their
# mangled names (torch 2.13, Linux). For calls from C: through Python each costs ten times as much.
_FLAGS = {
    "autocast": ("libtorch_cpu.so", "_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE"),
    "count_modes": ("libc10.so", "_ZN3c104impl20TorchDispatchModeTLS9stack_lenEv"),
    "grad_enabled": ("libc10.so", "_ZN3c108GradMode10is_enabledEv"),
    "inference": ("libc10.so", "_ZN3c1013InferenceMode10is_enabledEv"),
}


def flag_addresses() -> dict[str, int]:
    """Where the functions that read flags stand; empty unless all of a tested version are there."""
    if not torch.__version__.startswith(TESTED):
        return {}
    folder = Path(torch.__file__).parent / "lib"
    try:
        functions = {k: getattr(ctypes.CDLL(str(folder / f)), n) for k, (f, n) in _FLAGS.items()}
    except (AttributeError, OSError):
        return {}
    return {k: ctypes.cast(f, ctypes.c_void_p).value or 0 for k, f in functions.items()}


# names that are replaced, or read, by their text
for _name in (
    "torch._utils:_rebuild_tensor",
    f"torch.functional:{HAND_OVER}",
    f"torch.nn.functional:{HAND_OVER}",
    f"torch:Tensor.{MAKE_SUBCLASS}",
    f"{OPTIMIZERS.__name__}:{DEVICES_FOR_LISTS}",
    f"{OPTIMIZERS.__name__}:{TYPES_IN_LISTS}",
    f"{_ADAM.__name__}:{ADAM_OF_LISTS[1]}",
):
    _private(_name)
_private.check()


# -- for `ivy.wrap`

# Methods of modules that change how they behave, and no values.
MODULE_MODES = frozenset(("eval", "requires_grad_", "train"))


def validates_distributions() -> bool:
    """Whether distributions look at the values that they are given."""
    return torch.distributions.Distribution._validate_args


def is_once_differentiable(x: torch.Tensor) -> bool:
    """Whether a gradient depends on the result of a `once_differentiable` backward."""
    nodes, seen = [x.grad_fn], set[Any]()
    while nodes:
        node = nodes.pop()
        if node is None or node in seen:
            continue
        if type(node).__name__ == "Error":  # the node that such results have; 2.13
            return True
        seen.add(node)
        nodes += [n for n, _ in node.next_functions]
    return False

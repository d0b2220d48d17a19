"""Calls of public functions of PyTorch that have no entry in its operator database.

`CALLS` has calls by name: a call makes its arguments of `m`, which makes a tensor of the dtype under
test of a shape. `reason(name)` says why a name is not measured: it computes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import torch

FLOATS = (torch.float32, torch.float64, torch.bfloat16)
WIDE = (torch.float32, torch.float64)
NUMBERS = (*WIDE, torch.int64, torch.int32, torch.complex64)
ALL = (*NUMBERS, torch.bool, torch.uint8, torch.bfloat16)
WHOLE = (torch.int64, torch.int32, torch.uint8, torch.bool)
t = torch.tensor
Make = Callable[..., torch.Tensor]


def _maker(dtype: torch.dtype) -> Make:
    def make(*shape: int) -> torch.Tensor:
        values = torch.sin(torch.arange(1.0, 1 + math.prod(shape)) * 1.7).reshape(shape) * 3
        return (values.abs() if dtype is torch.uint8 else values).to(dtype)

    return make


def made(call: tuple, most: int) -> Iterator[tuple[torch.dtype, tuple]]:
    """The arguments of a call in each of its dtypes."""
    dtypes, arguments = call
    for dtype in dtypes[:most]:
        args = arguments(_maker(dtype))
        named = args[-1] if args and type(args[-1]) is dict else {}
        args = args[:-1] if named else args
        yield dtype, ((args[0] if args else NOTHING), tuple(args[1:]), named)


class _Nothing:
    """In the place of the first argument of functions that have none."""


NOTHING = _Nothing()


def _lstm(m: Make, gates: int) -> list[torch.Tensor]:
    return [m(gates * 2, 3), m(gates * 2, 2), m(gates * 2), m(gates * 2)]


def _cell(gates: int) -> Callable:
    return lambda m: (m(4, 3), m(4, 2), *_lstm(m, gates))


def _rnn(m: Make, gates: int) -> tuple:
    return m(5, 4, 3), m(1, 4, 2), _lstm(m, gates), True, 1, 0.0, False, False, False


_POOLS = {
    1: lambda m: (m(2, 3, 8).contiguous(), 2),
    2: lambda m: (m(2, 3, 6, 6), 2),
    3: lambda m: (m(1, 2, 4, 4, 4), 2),
}
_UNARY = lambda m: (m(2, 3),)  # noqa: E731
_PAIR = lambda m: (m(2, 3), m(2, 3) + 1 if m(1).dtype is not torch.bool else m(2, 3))  # noqa: E731
_SQUARE = lambda m: (m(3, 3) + 3 * torch.eye(3, dtype=m(1).dtype),)  # noqa: E731
_NORM = lambda m: (m(4, 3), m(3), m(3), m(3), m(3).abs() + 1)  # noqa: E731

CALLS: dict[str, list[tuple]] = {
    name: [call] if isinstance(call, tuple) else call
    for name, call in {
        "torch.adaptive_max_pool1d": (WIDE, lambda m: (m(2, 3, 8), 4)),
        "torch.affine_grid_generator": (WIDE, lambda m: (m(2, 2, 3), [2, 3, 4, 4], False)),
        "torch.as_tensor": (ALL, _UNARY),
        "torch.asarray": (ALL, _UNARY),
        "torch.tensor": (ALL, lambda m: (m(2, 3).tolist(), {"dtype": m(1).dtype})),
        **{
            f"torch.{n}_window": (WIDE, lambda m: (7, {"dtype": m(1).dtype}))
            for n in "bartlett blackman hamming hann kaiser".split()
        },
        "torch.range": ((*WIDE, torch.int64), lambda m: (1, 4, {"dtype": m(1).dtype})),
        "torch.fft.fftfreq": (WIDE, lambda m: (7, 0.5, {"dtype": m(1).dtype})),
        "torch.fft.rfftfreq": (WIDE, lambda m: (7, 0.5, {"dtype": m(1).dtype})),
        "torch.batch_norm": (FLOATS, lambda m: (*_NORM(m), True, 0.1, 1e-5, False)),
        "torch.instance_norm": (
            WIDE,
            lambda m: (m(2, 3, 4), m(3), m(3), None, None, True, 0.1, 1e-5, False),
        ),
        "torch.can_cast": (ALL, lambda m: (m(1).dtype, torch.float32)),
        "torch.promote_types": (ALL, lambda m: (m(1).dtype, torch.float32)),
        "torch.result_type": (ALL, lambda m: (m(2), 1.5)),
        "torch.chain_matmul": (WIDE, lambda m: (m(2, 3), m(3, 4), m(4, 2))),
        "torch.conv_tbc": (FLOATS, lambda m: (m(5, 2, 3), m(3, 3, 4), m(4))),
        "torch.nn.functional.conv_tbc": (FLOATS, lambda m: (m(5, 2, 3), m(3, 3, 4), m(4))),
        "torch.convolution": (
            FLOATS,
            lambda m: (m(2, 3, 7), m(4, 3, 3), m(4), [2], [1], [1], False, [0], 1),
        ),
        "torch.cosine_embedding_loss": (
            WIDE,
            lambda m: (m(2, 3), m(2, 3) + 1, t([1.0, -1.0], dtype=m(1).dtype), 0.1, 1),
        ),
        "torch.ctc_loss": (
            WIDE,
            lambda m: (m(5, 2, 4).log_softmax(-1), t([[1, 2], [2, 2]]), t([5, 5]), t([2, 2])),
        ),
        "torch.embedding": (FLOATS, lambda m: (m(5, 3), t([[1, 0], [4, 4]]))),
        "torch.embedding_renorm_": (WIDE, lambda m: (m(5, 3), t([1, 0, 4]), 1.0, 2.0)),
        "torch.fake_quantize_per_channel_affine": (
            (torch.float32,),
            lambda m: (m(4, 2), t([0.1, 0.3]), t([3, 1], dtype=torch.int32), 1, 0, 20),
        ),
        "torch.fake_quantize_per_tensor_affine": (
            (torch.float32,),
            lambda m: (m(4, 2), 0.1, 3, 0, 20),
        ),
        "torch.frobenius_norm": ((*WIDE, torch.complex64), lambda m: (m(3, 4), [0, 1])),
        "torch.nuclear_norm": (WIDE, lambda m: (m(3, 4),)),
        "torch.norm_except_dim": (WIDE, lambda m: (m(3, 4), 2, 0)),
        "torch.grid_sampler": (WIDE, lambda m: (m(1, 2, 4, 4), m(1, 3, 3, 2) / 4, 0, 0, False)),
        "torch.gru_cell": (WIDE, _cell(3)),
        "torch.rnn_relu_cell": (WIDE, _cell(1)),
        "torch.rnn_tanh_cell": (WIDE, _cell(1)),
        "torch.lstm_cell": (WIDE, lambda m: (m(4, 3), (m(4, 2), m(4, 2) + 1), *_lstm(m, 4))),
        "torch.gru": (WIDE, lambda m: _rnn(m, 3)),
        "torch.rnn_relu": (WIDE, lambda m: _rnn(m, 1)),
        "torch.rnn_tanh": (WIDE, lambda m: _rnn(m, 1)),
        "torch.lstm": (
            WIDE,
            lambda m: (m(5, 4, 3), [m(1, 4, 2), m(1, 4, 2)], *_rnn(m, 4)[2:]),
        ),
        "torch.hinge_embedding_loss": (WIDE, lambda m: (m(3), t([1.0, -1, 1], dtype=m(1).dtype))),
        "torch.margin_ranking_loss": (WIDE, lambda m: (m(3), m(3) + 1, m(3).sign())),
        "torch.index_put_": (ALL, lambda m: (m(4), [t([1, 0])], m(2))),
        "torch.is_complex": (ALL, _UNARY),
        "torch.is_conj": (ALL, _UNARY),
        "torch.is_floating_point": (ALL, _UNARY),
        "torch.is_inference": (ALL, _UNARY),
        "torch.is_neg": (ALL, _UNARY),
        "torch.is_nonzero": (ALL, lambda m: (m(1),)),
        "torch.is_same_size": (ALL, _PAIR),
        "torch.is_signed": (ALL, _UNARY),
        "torch.kl_div": (WIDE, lambda m: (m(3), m(3).abs())),
        "torch.lobpcg": (
            WIDE,
            lambda m: (torch.diag(torch.arange(1, 10, dtype=m(1).dtype)), 1, None, m(9, 1)),
        ),
        **{
            f"torch.{p}": (WIDE, _POOLS[int(p[8])])
            for p in ("max_pool1d", "max_pool2d", "max_pool3d", "max_pool1d_with_indices")
        },
        "torch.avg_pool1d": (FLOATS, _POOLS[1]),
        **{f"torch.nn.functional.max_pool{n}d_with_indices": (WIDE, _POOLS[n]) for n in (1, 2, 3)},
        **{
            f"torch.nn.functional.adaptive_max_pool{n}d_with_indices": (WIDE, _POOLS[n])
            for n in (1, 2, 3)
        },
        **{
            f"torch.nn.functional.lp_pool{n}d": (
                WIDE,
                lambda m, n=n: (_POOLS[n](m)[0].abs(), 2.0, 2),
            )
            for n in (1, 2, 3)
        },
        "torch.channel_shuffle": (WIDE, lambda m: (m(1, 4, 2, 2), 2)),
        "torch.native_channel_shuffle": (WIDE, lambda m: (m(1, 4, 2, 2), 2)),
        "torch.nn.functional.native_channel_shuffle": (WIDE, lambda m: (m(1, 4, 2, 2), 2)),
        "torch.pairwise_distance": (WIDE, _PAIR),
        "torch.poisson_nll_loss": (WIDE, lambda m: (m(3), m(3).abs(), True, False, 1e-8, 1)),
        "torch.numel": (ALL, _UNARY),
        "torch.relu": (FLOATS, _UNARY),
        "torch.segment_reduce": (WIDE, lambda m: (m(5, 2), "sum", {"lengths": t([2, 3])})),
        "torch.select_copy": (ALL, lambda m: (m(2, 3), 1, 0)),
        "torch.slice_copy": (ALL, lambda m: (m(4, 3), 0, 1, 3)),
        "torch.split_copy": (ALL, lambda m: (m(4, 3), 2)),
        "torch.unsafe_split_with_sizes": (ALL, lambda m: (m(4, 3), [1, 3])),
        "Tensor.unsafe_split_with_sizes": (ALL, lambda m: (m(4, 3), [1, 3])),
        "torch.triplet_margin_loss": (WIDE, lambda m: (m(2, 3), m(2, 3) + 1, m(2, 3) * 2)),
        "torch.vander": (NUMBERS, lambda m: (m(3), 4)),
        "torch.view_as_complex_copy": (WIDE, lambda m: (m(3, 2),)),
        "torch.view_as_real_copy": ((torch.complex64, torch.complex128), _UNARY),
        "torch.detach": (ALL, _UNARY),
        "torch.detach_": (ALL, _UNARY),
        "torch.detach_copy": (ALL, _UNARY),
        "Tensor.detach": (ALL, _UNARY),
        "Tensor.detach_": (ALL, _UNARY),
        "torch.fill_": (ALL, lambda m: (m(2, 3), 1)),
        "torch.special.gammainc": (FLOATS, lambda m: (m(3).abs() + 1, m(3).abs())),
        "torch.special.gammaincc": (FLOATS, lambda m: (m(3).abs() + 1, m(3).abs())),
        "torch.sym_max": (ALL[:1], lambda m: (2, 3)),
        "torch.sym_min": (ALL[:1], lambda m: (2, 3)),
        "torch.sym_sum": (ALL[:1], lambda m: ([2, 3],)),
        "torch.sym_float": (ALL[:1], lambda m: (2,)),
        "torch.sym_int": (ALL[:1], lambda m: (2.5,)),
        "torch.sym_not": (ALL[:1], lambda m: (True,)),
        "torch.sym_ite": (ALL[:1], lambda m: (True, 1, 2)),
        "torch.sym_sqrt": (ALL[:1], lambda m: (4,)),
        "torch.nn.functional.affine_grid": (WIDE, lambda m: (m(2, 2, 3), [2, 3, 4, 4])),
        "torch.nn.functional.fold": (WIDE, lambda m: (m(1, 12, 4), (4, 4), (2, 2), {"stride": 2})),
        "torch.nn.functional.upsample": (WIDE, lambda m: (m(1, 2, 3), 6)),
        "torch.nn.functional.grouped_mm": (
            (torch.bfloat16,),
            lambda m: (m(2, 8, 8), m(2, 8, 8)),
        ),
        "Tensor.__abs__": (NUMBERS, _UNARY),
        "Tensor.__neg__": (NUMBERS, _UNARY),
        "Tensor.__pos__": (NUMBERS, _UNARY),
        "Tensor.__invert__": (WHOLE, _UNARY),
        **{
            f"Tensor.__{n}__": (NUMBERS, _PAIR)
            for n in (
                *("add", "sub", "mul", "truediv", "iadd", "isub", "imul", "eq", "ne", "div"),
                *("pow", "ipow", "idiv", "itruediv"),
            )
        },
        **{
            f"Tensor.__{n}__": ((*WIDE, torch.int64, torch.int32), _PAIR)
            for n in ("floordiv", "ifloordiv", "mod", "imod", "lt", "le", "gt", "ge")
        },
        **{
            f"Tensor.__{n}__": ((*WIDE, torch.int64), lambda m: (m(2, 3) + 7, 2))
            for n in ("rfloordiv", "rtruediv")
        },
        **{f"Tensor.__{n}__": (WHOLE, _PAIR) for n in ("and", "or", "xor", "iand", "ior", "ixor")},
        **{
            f"Tensor.__{n}__": (WHOLE[:3], lambda m: (m(2, 3).abs(), 2))
            for n in ("lshift", "rshift", "ilshift", "irshift", "rlshift", "rrshift")
        },
        "Tensor.__matmul__": (NUMBERS, lambda m: (m(2, 3), m(3, 2))),
        "Tensor.__contains__": (ALL, lambda m: (m(2, 3), 1)),
        "Tensor.__bool__": (ALL, lambda m: (m(1),)),
        "Tensor.__nonzero__": (ALL, lambda m: (m(1),)),
        "Tensor.__int__": (ALL[:4], lambda m: (m(1),)),
        "Tensor.__long__": (ALL[:4], lambda m: (m(1),)),
        "Tensor.__float__": (ALL[:4], lambda m: (m(1),)),
        "Tensor.__complex__": (NUMBERS, lambda m: (m(1),)),
        "Tensor.__index__": (WHOLE[:3], lambda m: (m(1),)),
        "Tensor.__len__": (ALL, _UNARY),
        "Tensor.__setitem__": (ALL, lambda m: (m(2, 3), (0, slice(1, 3)), m(2))),
        "Tensor.__format__": (ALL[:4], lambda m: (m(1)[0], "")),
        "Tensor.__reversed__": (ALL, _UNARY),
        **{
            f"torch.{n}": (WIDE, lambda m: (m(2, 3, 4), 0.5, True))
            for n in ("dropout", "dropout_", "alpha_dropout", "alpha_dropout_", "native_dropout")
        },
        **{
            f"torch.feature_{n}": (WIDE, lambda m: (m(2, 3, 4), 0.5, True))
            for n in ("dropout", "dropout_", "alpha_dropout", "alpha_dropout_")
        },
        "torch.rand": (WIDE, lambda m: (5, {"dtype": m(1).dtype})),
        "torch.randperm": (WHOLE[:2], lambda m: (5, {"dtype": m(1).dtype})),
        "torch.poisson": (WIDE, lambda m: (m(5).abs(),)),
        "torch.binomial": (WIDE, lambda m: (m(5).abs() + 3, m(5).abs() / 4)),
        "torch.nn.functional.gumbel_softmax": (WIDE, lambda m: (m(2, 3),)),
        "torch.nn.functional.dropout1d": (WIDE, lambda m: (m(2, 3, 4), 0.5)),
        "Tensor.random_": (NUMBERS[:4], lambda m: (m(2, 3), 7)),
        "Tensor.adjoint": ((*WIDE, torch.complex64), _UNARY),
        "Tensor.copy_": (ALL, _PAIR),
        "Tensor.cpu": (ALL, _UNARY),
        "Tensor.dim": (ALL, _UNARY),
        "Tensor.dim_order": (ALL, _UNARY),
        "Tensor.element_size": (ALL, _UNARY),
        "Tensor.fill_diagonal_": (ALL[:4], lambda m: (m(3, 3), 1)),
        "Tensor.is_complex": (ALL, _UNARY),
        "Tensor.is_contiguous": (ALL, _UNARY),
        "Tensor.is_floating_point": (ALL, _UNARY),
        "Tensor.is_nonzero": (ALL, lambda m: (m(1),)),
        "Tensor.is_same_size": (ALL, _PAIR),
        "Tensor.is_set_to": (ALL, _PAIR),
        "Tensor.is_signed": (ALL, _UNARY),
        "Tensor.is_conj": (ALL, _UNARY),
        "Tensor.is_neg": (ALL, _UNARY),
        "Tensor.is_inference": (ALL, _UNARY),
        "Tensor.item": (ALL, lambda m: (m(1),)),
        "Tensor.tolist": (ALL, _UNARY),
        "Tensor.map_": (WIDE, lambda m: (m(3), m(3) + 1, lambda a, b: a + 2 * b)),
        "Tensor.map2_": (WIDE, lambda m: (m(3), m(3), m(3), lambda a, b, c: a + b * c)),
        "Tensor.apply_": (WIDE, lambda m: (m(3), lambda a: a * 2)),
        "Tensor.ndimension": (ALL, _UNARY),
        "Tensor.nelement": (ALL, _UNARY),
        "Tensor.numel": (ALL, _UNARY),
        "Tensor.new_tensor": (ALL, lambda m: (m(2), [1, 0])),
        "Tensor.size": (ALL, _UNARY),
        "Tensor.stride": (ALL, _UNARY),
        "Tensor.storage_offset": (ALL, _UNARY),
        "Tensor.type": (ALL, lambda m: (m(2, 3), torch.float64)),
        "Tensor.type_as": (ALL, lambda m: (m(2, 3), t([1.5]))),
        "Tensor.requires_grad_": (FLOATS, _UNARY),
        "Tensor.get_device": (ALL, _UNARY),
        "torch.get_device": (ALL, _UNARY),
    }.items()
}
# Methods that have another name in the database.
OPERATORS = {
    f"__{n}__": n for n in ("add", "sub", "mul", "eq", "ne", "lt", "le", "gt", "ge", "abs", "neg")
}

_REASONS = {
    "state of the process": "autocast set_ get_rng get_auto get_num get_det get_flo get_def are_det "
    "is_anomaly is_auto is_det is_grad is_inference_mode is_warn use_det clear_auto init_num "
    "initial_seed manual_seed seed prepare_multi thread_safe get_file_path compiled_with is_vulkan "
    "profiler is_distributed get_device_module",
    "files, other memory and other devices": "load save from_file from_numpy from_dlpack to_dlpack "
    "frombuffer cuda ipu xpu mtia pin_memory is_pinned is_shared share_memory_ storage untyped "
    "data_ptr const_data_ptr record_stream __dlpack __array numpy module_load set_ resize resize_as "
    "__reduce_ex__ __setstate__ storage_type is_storage",
    "the compiler and types": "compile cond while_loop vmap fork wait import_ir parse_ merge_type "
    "unify_type classproperty typename Optional handle_torch has_torch boolean_dispatch assert_int "
    "sym_constrain sym_fresh is_tensor __torch __new__ __dir__ __repr__ __hash__ as_subclass "
    "__delitem__ __deepcopy__ index new reinforce __iter__",
    "of no dense tensor, or without a kernel on the CPU": "slice_inverse native_norm chalf "
    "float_power_ embedding_bag",
    "autograd's own": "backward register_ retain_grad",
    "for CUDA, MKL-DNN and other libraries": "cudnn miopen mkldnn to_mkldnn fbgemm "
    "batch_norm_backward batch_norm_elemt batch_norm_gather batch_norm_stats batch_norm_update "
    "scaled_mm scaled_grouped_mm choose_qparams fused_moving",
    "quantised tensors": "q_scale q_zero_point q_per_channel quantize quantized int_repr dequantize "
    "empty_quantized qscheme",
    "sparse tensors": "indices_copy values_copy ccol_ col_ crow_ row_indices indices values coalesce "
    "is_coalesced dense_dim sparse_ dsmm hsmm hspmm saddmm smm spmm sspaddmm to_sparse to_dense "
    "resize_as_sparse_ to_padded",
    "random numbers": "rand alpha_dropout dropout feature_ binomial poisson rrelu native_dropout "
    "random_ gumbel fractional_max bernoulli multinomial normal cauchy_ exponential_ geometric_ "
    "log_normal_ uniform_",
    "gone from PyTorch": "eig lstsq matrix_rank solve symeig",
}
_OF_WHOLE_NAME = set("fork index indices load new resize save seed values wait".split())


def reason(name: str) -> str | None:
    """Why a public name is not measured; None if it is."""
    prefix, _, base = name.rpartition(".")
    if name in CALLS or prefix in ("torch.linalg", "torch.special", "torch.fft"):
        return None
    for why, words in _REASONS.items():
        if any(base == word or _begins(base, word) for word in words.split()):
            return why
    return None


def _begins(base: str, word: str) -> bool:
    return len(word) > 3 and word not in _OF_WHOLE_NAME and base.startswith(word)

"""8-bit floats, bit by bit: conversions, moved elements, what PyTorch computes and what it refuses."""

import copy
import io

import numpy as np
import pytest
import torch
from support.compare import to_plain

import ivy

DTYPES = [
    torch.float8_e4m3fn,
    torch.float8_e5m2,
    torch.float8_e4m3fnuz,
    torch.float8_e5m2fnuz,
    torch.float8_e8m0fnu,
]
_scaled_mm = torch.ops.aten._scaled_mm
BYTES = torch.arange(256, dtype=torch.uint8)
WORDS = torch.arange(65536, dtype=torch.int32).to(torch.int16)
OTHERS = [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.complex64, torch.bool]
OTHERS += [torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64]


def table(dtype):
    return BYTES.clone().view(dtype).reshape(16, 16)


def _floats():
    """float32 numbers over the whole range, and around what narrower dtypes hold."""
    steps = np.arange(0, 2**32, 2**16, dtype=np.uint64)
    near = [steps, steps + 1, steps + 2**15, steps + 2**16 - 1, np.arange(0, 2**32, 65537 * 4)]
    near.append(np.arange(0x400000 - 3, 0x400000 + 3))  # around 2**-127
    return torch.from_numpy(np.concatenate(near).astype(np.uint32).view(np.float32))


def _wide():
    """float64 numbers, but none that is subnormal in float32, where XLA makes it 0."""
    numbers = _floats()[::7].double() * 1.0001
    return numbers[numbers.abs() > 2e-38]


SOURCES = {
    "float32": _floats(),
    "float16": WORDS.view(torch.float16),
    "bfloat16": WORDS.view(torch.bfloat16),
    "float64": _wide(),
    "int64": torch.arange(-70000, 70000, 7),
    "int8": torch.arange(-128, 128).to(torch.int8),
    "bool": torch.tensor([True, False]),
}


def assert_same_bits(ours, native):
    """Fails unless two lists of tensors have the same bits, where a NaN of a wide dtype is one."""
    for a, b in zip(to_plain(ours), native, strict=True):
        assert (a.dtype, a.shape, a.stride()) == (b.dtype, b.shape, b.stride())
        if b.dtype in DTYPES:
            a, b = (t.reshape(-1).view(torch.uint8) for t in (a, b))
        assert torch.allclose(a, b, rtol=0, atol=0, equal_nan=True)


@pytest.fixture(params=DTYPES, ids=str)
def dtype(request):
    return request.param


def check(target, function, dtype):
    """Compares what a function returns in a block with what it returns natively."""
    torch.manual_seed(0)
    native = function(dtype)
    torch.manual_seed(0)
    with ivy.run_on(target, fallback="error"):
        ours = function(dtype)
    assert_same_bits(ours, native)


@pytest.mark.parametrize("source", SOURCES)
def test_numbers_are_rounded_as_natively(target, dtype, source):
    check(target, lambda d: [SOURCES[source].to(d)], dtype)


def test_every_byte_is_the_same_number(target, dtype):
    check(target, lambda d: [table(d).to(other) for other in (*OTHERS, *DTYPES)], dtype)


def moved(dtype):
    x = table(dtype)
    return [
        x.t().contiguous(),
        x[::2, 1::3].clone(),
        x.roll(3),
        x.repeat(2, 1),
        torch.cat([x, x], 1),
        torch.stack([x, x]),
        x.index_select(1, torch.tensor([3, 1])),
        x[torch.tensor([0, 5])],
        x[x.float() > 1],
        x.as_strided((3, 3), (2, 5)).clone(),
        x.expand(2, 16, 16).contiguous(),
        x.reshape(2, 2, 8, 8).contiguous(memory_format=torch.channels_last),
        torch.where(x.float() > 1, x, x.t()),
        x.diagonal().clone(),
        torch.nn.functional.embedding(torch.tensor([[1, 2], [3, 3]]), x),
        copy.deepcopy(x),
    ]


def test_moved_elements_keep_their_bits(target, dtype):
    check(target, moved, dtype)


def written(dtype):
    x, y = table(dtype), table(dtype)
    x.copy_(torch.randn(16, 16))
    x.t()[2:].copy_(torch.randn(14, 16) * 300)
    x[0].fill_(3.0)
    x[:, 1].zero_()
    x[2:4].copy_(y[4:6])
    x[5, 5] = torch.tensor(2.0)
    y.view(torch.uint8).add_(1)
    out = torch.add(torch.randn(4) * 400, 1.0, out=torch.empty(4, dtype=dtype))
    return [x, y, y.view(torch.int16), y.view(torch.int64).view(dtype), out]


def test_writes_and_views_of_the_bytes(target, dtype):
    check(target, written, dtype)


def made(dtype):
    return [
        torch.zeros(3, dtype=dtype),
        torch.ones(2, 2, dtype=dtype),
        torch.full((3,), 2.6, dtype=dtype),
        torch.full((2,), float("nan"), dtype=dtype),
        torch.tensor([[1.0, -2.0], [0.0, 1e9]], dtype=dtype),
        torch.tensor(5, dtype=dtype),
        torch.eye(3, dtype=dtype),
        torch.empty(3, dtype=dtype).fill_(1.0),
        table(dtype).new_tensor([1.0, 2.0]),
    ]


def test_tensors_are_made(target, dtype):
    check(target, made, dtype)


def computed(dtype):
    x = table(dtype)
    found = [x == x, x != x.t(), x == 1.0, x.isnan(), x.any(0), x.all(), x * x.t()]
    return [*found, torch.tensor(torch.equal(x, x.clone())), x[:7].float().abs()]


def test_what_pytorch_computes(target, dtype):
    check(target, computed, dtype)


def test_products(target):
    def function(dtype):
        a, b = torch.randn(5, 32).to(dtype), torch.randn(7, 32).to(dtype).t()
        half, three = torch.tensor(0.5), torch.tensor(3.0)
        return [
            a @ b,
            torch.nn.functional.linear(a, b.t()),
            _scaled_mm(a, b, half, three),
            _scaled_mm(a, b, half, three, bias=torch.randn(7), out_dtype=torch.bfloat16),
            _scaled_mm(a, b, half, three, scale_result=three, out_dtype=dtype),
            _scaled_mm(a, b, torch.rand(5, 1), torch.rand(1, 7), out_dtype=torch.float16),
        ]

    check(target, function, torch.float8_e4m3fn)


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x + x,
        lambda x: x + 1,
        lambda x: x * 2.0,
        lambda x: x + x.float(),
        lambda x: torch.cat([x, x.float()]),
        lambda x: x < x,
        lambda x: -x,
        lambda x: x.sum(),
        lambda x: x.norm(),
        lambda x: x.relu(),
        lambda x: x.sort(),
        lambda x: x.masked_fill(x == x, 1.0),
        lambda x: x.add_(1),
        lambda x: torch.arange(3, dtype=x.dtype),
        lambda x: torch.randn(2, dtype=x.dtype),
        lambda x: torch.zeros(3, dtype=x.dtype).fill_(float("inf")),
        lambda x: _scaled_mm(x.float(), x, torch.tensor(1.0), torch.tensor(1.0)),
        lambda x: x.numpy(),
    ],
)
def test_what_pytorch_refuses(target, call):
    with pytest.raises(Exception) as native:
        call(table(torch.float8_e4m3fn))
    with ivy.run_on(target, fallback="error"):
        x = table(torch.float8_e4m3fn)
        with pytest.raises(native.type) as ours:
            call(x)
    assert str(ours.value).split("\n")[0] == str(native.value).split("\n")[0]


def test_values_are_shown_read_and_saved(target, dtype):
    def facts():
        x = table(dtype)
        file = io.BytesIO()
        torch.save(x.clone(), file)
        file.seek(0)
        module = torch.nn.Module()
        module.register_buffer("w", torch.zeros(16, 16, dtype=dtype))
        module.load_state_dict({"w": x})
        texts = [repr(x), f"{x[4, 0]:.2f}", str(x[3, 4].item()), str(float(x[3, 5])), x.type()]
        return [*texts, str(x[3].tolist()), repr(torch.load(file)), repr(module.w)]

    native = facts()
    with ivy.run_on(target, fallback="error"):
        assert facts() == native


def test_tensors_pass_the_border_of_a_block(target, dtype):
    theirs = table(dtype)
    with ivy.run_on(target, fallback="error"):
        ours = theirs.clone()
        theirs[0].copy_(torch.full((16,), 2.0))
    assert_same_bits([ours], [table(dtype)])
    assert theirs.float()[0].tolist() == [2.0] * 16
    assert_same_bits([theirs[1:]], [table(dtype)[1:]])


def test_a_gradient_passes_a_conversion(target, dtype):
    def function(d):
        x = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
        (x.to(d).float() * torch.arange(3.0)).sum().backward()
        return [x.grad]

    check(target, function, dtype)

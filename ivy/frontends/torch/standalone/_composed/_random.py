"""Random functions. The numbers come from PyTorch's generator on the host (`_generator`)."""

import math

import ivy.frontends.torch as torch
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone import _generator as generators

Generator = generators.Generator


def manual_seed(seed):
    return generators.DEFAULT.manual_seed(seed)


def seed():
    return generators.DEFAULT.seed()


def initial_seed():
    return generators.DEFAULT.initial_seed()


def _sizes(size):
    size = tuple(size[0]) if len(size) == 1 and not isinstance(size[0], int) else size
    for n in size:
        if not isinstance(n, int):
            raise TypeError(f"size must be a tuple of ints, but found {type(n).__name__}")
        if n < 0:
            raise RuntimeError(f"Trying to create tensor with negative dimension {n}: {list(size)}")
    return size


def _inexact(dtype):
    dtype = dtype or torch.get_default_dtype()
    if not (dtypes.is_floating(dtype) or dtypes.is_complex(dtype)):
        raise NotImplementedError(f'"random" not implemented for {dtype.name}')
    return dtype


def _values(law, generator, size, dtype):
    """Numbers of a distribution; parts of complex numbers share a variance of 1."""
    source = getattr(generators.of(generator), law)
    if dtypes.is_floating(dtype):
        return source(math.prod(size), dtype).reshape(size)
    parts = source(2 * math.prod(size), dtypes.real_of(dtype)).reshape((*size, 2))
    scale = math.sqrt(0.5) if law == "normal" else 1
    return ((parts[..., 0] + 1j * parts[..., 1]) * scale).astype(dtype)


def _drawn(law):
    """`f(*size, dtype=None, generator=None)`."""

    def function(
        *size,
        dtype=None,
        generator=None,
        out=None,
        layout=None,
        device=None,
        requires_grad=False,
        pin_memory=False,
        names=None,
        **options,
    ):
        size, dtype = _sizes(tuple(options.pop("size", size))), _inexact(dtype)
        if options:
            raise TypeError(f"got an unexpected keyword argument '{next(iter(options))}'")
        result = torch.tensor(_values(law, generator, size, dtype))
        return result if out is None else out.copy_(result)

    return function


rand, randn = _drawn("uniform"), _drawn("normal")


def _drawn_like(law):
    """`f(input, *, dtype=None)` in the shape and dtype of `input`."""

    def function(
        input,
        *,
        dtype=None,
        layout=None,
        device=None,
        requires_grad=False,
        memory_format=None,
        generator=None,
    ):
        if not hasattr(input, "shape"):
            raise TypeError(f"argument 'input' must be Tensor, not {type(input).__name__}")
        make = rand if law == "uniform" else randn
        return make(tuple(input.shape), dtype=dtype or input.dtype, generator=generator)

    return function


rand_like, randn_like = _drawn_like("uniform"), _drawn_like("normal")


def randint(
    *args,
    dtype=None,
    generator=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
    **named,
):
    """`randint(high, size)` or `randint(low, high, size)`."""
    *bounds, size = (*args, named["size"]) if "size" in named else args
    low, high = named.get("low", 0), named.get("high")
    low, high = (low, *bounds) if high is None and len(bounds) == 1 else (*bounds, high)[:2]
    if high is None or low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
        )
    size = _sizes((size,))
    values = generators.of(generator).below(low, high, math.prod(size)).reshape(size)
    return torch.tensor(values, dtype=dtype or torch.int64)


def randint_like(
    input,
    *args,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    memory_format=None,
    **named,
):
    """`randint_like(input, high)` or `randint_like(input, low, high)`."""
    return randint(*args, size=tuple(input.shape), dtype=dtype or input.dtype, **named)


def randperm(
    n,
    *,
    generator=None,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
):
    if not isinstance(n, int):
        raise TypeError(f"randperm(): argument 'n' must be int, not {type(n).__name__}")
    if n < 0:
        raise RuntimeError(f"n must be non-negative, got {n}")
    return torch.tensor(generators.of(generator).permutation(n), dtype=dtype or torch.int64)


def normal(mean, std=1.0, size=None, *, generator=None, out=None, dtype=None, device=None):
    """`normal(means, stds)`, one of them a tensor, or `normal(mean, std, size)`."""
    if size is not None:
        return randn(size, dtype=dtype, generator=generator) * std + mean
    if isinstance(mean, str) or isinstance(std, str):
        raise TypeError("normal() received an invalid combination of arguments")
    lowest = float(std.min()) if isinstance(std, torch.Tensor) and std.numel() else std
    if not isinstance(lowest, torch.Tensor) and lowest < 0:
        raise RuntimeError("normal expects all elements of std >= 0.0")
    shapes = [x.shape for x in (mean, std) if isinstance(x, torch.Tensor)]
    shape = torch.broadcast_shapes(*shapes)
    kinds = [x.dtype for x in (mean, std) if isinstance(x, torch.Tensor)]
    return randn(shape, dtype=kinds[0], generator=generator) * std + mean


def bernoulli(input, p=None, *, generator=None, out=None):
    if not input.is_floating_point() and p is None:
        raise NotImplementedError(
            f'"bernoulli_tensor_cpu_p_" not implemented for {input.dtype.name}'
        )
    chances = input if p is None else torch.full(input.shape, p)
    if bool(((chances < 0) | (chances > 1)).any()):
        raise RuntimeError("Expected p_in >= 0 && p_in <= 1 to be true, but got false.")
    precise = chances.dtype == torch.float64  # else PyTorch draws 24 bits a number
    dtype = torch.float64 if precise else torch.float32
    draws = rand(input.shape, dtype=dtype, generator=generator)
    return (draws < chances).to(input.dtype)


def multinomial(input, num_samples, replacement=False, *, generator=None, out=None):
    if input.ndim not in (1, 2):
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if not input.is_floating_point():
        raise RuntimeError(
            f"multinomial only supports floating-point dtypes for input, got: {input.dtype}"
        )
    if num_samples <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and num_samples > input.shape[-1]:
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )
    if bool((input < 0).any()) or not bool(torch.isfinite(input).all()):
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
    shape = (*input.shape, num_samples) if replacement else input.shape
    chances = input.unsqueeze(-1) if replacement else input
    waits = -torch.log1p(-rand(shape, dtype=torch.float64, generator=generator)) / chances
    return waits.argmin(-2) if replacement else waits.argsort(-1)[..., :num_samples]


def poisson(input, generator=None):
    """Counts of events in a time of `input`, by adding waiting times."""
    if bool((input < 0).any()):
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    longest = int(float(input.max()) * 2 + 12 * math.sqrt(float(input.max())) + 32)
    waits = -torch.log1p(-rand((longest, *input.shape), dtype=torch.float64, generator=generator))
    return (waits.cumsum(0) < input).sum(0).to(input.dtype)


_publish.publish(__name__, native="torch", registry=COMPOSED)


def uniform_(self, a=0, b=1, *, generator=None):
    """Draws from [a, b)."""
    if b < a:
        raise RuntimeError(
            f"uniform_ expects to return a [from, to) range, but found from={a} > to={b}"
        )
    low = complex(a, a) if self.is_complex() else a
    return self.copy_(rand(self.shape, dtype=self.dtype, generator=generator) * (b - a) + low)


def normal_(self, mean=0, std=1, *, generator=None):
    """Draws from the normal distribution."""
    if std < 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std}")
    return self.copy_(randn(self.shape, dtype=self.dtype, generator=generator) * std + mean)


def log_normal_(self, mean=1, std=2, *, generator=None):
    """Draws the exponentials of normal numbers."""
    if std <= 0:
        raise RuntimeError(f"log_normal_ expects std > 0.0, but found std={std}")
    draws = randn(self.shape, dtype=self.dtype, generator=generator)
    return self.copy_((draws * std + mean).exp())


def random_(self, low=0, high=None, *, generator=None):
    """Draws integers from [low, high), or from all that the dtype holds."""
    if high is None and low:
        low, high = 0, low
    if high is None:
        digits = {"float16": 11, "bfloat16": 8, "float32": 24, "float64": 53, "bool": 1}
        bits = digits.get(self.dtype.name, 8 * self.dtype.itemsize - (self.dtype.kind == "i"))
        high = 2**bits + (self.dtype.kind == "f")
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
        )
    return self.copy_(randint(low, high, self.shape, generator=generator))


def bernoulli_(self, p=0.5, *, generator=None):
    """Draws ones with the chance `p`, a number or a tensor."""
    if not isinstance(p, torch.Tensor) and not 0 <= p <= 1:
        raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p}")
    draws = rand(self.shape, dtype=torch.float64, generator=generator)
    return self.copy_(draws < p)


def _by_law(name, check, **defaults):
    def method(self, *args, generator=None, **named):
        parameters = {**defaults, **dict(zip(defaults, args)), **named}
        check(**parameters)
        draws = generators.of(generator).uniform(self.numel(), torch.float64)
        values = generators.transform(name)(draws, *parameters.values())
        return self.copy_(torch.tensor(values.reshape(tuple(self.shape))))

    method.__name__ = f"{name}_"
    return method


def _demand(condition, message):
    if not condition:
        raise RuntimeError(message)


exponential_ = _by_law(
    "exponential",
    lambda lambd: _demand(lambd > 0, f"exponential_ expects lambda > 0.0, but found {lambd}"),
    lambd=1,
)
cauchy_ = _by_law(
    "cauchy",
    lambda median, sigma: _demand(sigma > 0, f"cauchy_ expects sigma > 0.0, but found {sigma}"),
    median=0,
    sigma=1,
)
geometric_ = _by_law(
    "geometric",
    lambda p: _demand(0 < p < 1, f"geometric_ expects p to be in (0, 1), but got p={p}"),
    p=0.5,
)

_METHODS = (uniform_, normal_, log_normal_, random_, bernoulli_, exponential_, cauchy_, geometric_)
for _method in _METHODS:
    COMPOSED[f"torch.Tensor.{_method.__name__}"] = _method

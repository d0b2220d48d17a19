"""`torch.fft`: the names and norms of the three transforms."""

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED

_FORWARD = {None: 0, "backward": 0, "ortho": 1, "forward": 2}
_INVERSE = {None: 2, "backward": 2, "ortho": 1, "forward": 0}


def _mode(norm, forward):
    table = _FORWARD if forward else _INVERSE
    if norm not in table:
        raise RuntimeError(f'Invalid normalization mode: "{norm}"')
    return table[norm]


def _floating(x, name, real=False):
    if real and x.is_complex():
        raise RuntimeError(f"{name} expects a real input tensor, but got {x.dtype}")
    if x.is_floating_point() or x.is_complex():
        if x.dtype.itemsize == 2:
            raise RuntimeError(f"Unsupported dtype {x.dtype}")
        return x
    return x.to(torch.get_default_dtype())


def _complex(x):
    return x if x.is_complex() else torch.complex(x, torch.zeros_like(x))


def _resized(x, dims, sizes):
    """Each of `dims` cut or padded with zeros to its size (None: as it is)."""
    for d, n in zip(dims, sizes, strict=True):
        if n is None or n == -1 or n == x.shape[d]:
            continue
        if n < 1:
            raise RuntimeError(f"Invalid number of data points ({n}) specified")
        if n < x.shape[d]:
            x = x.narrow(d, 0, n)
        else:
            pad = [0, 0] * (x.ndim - 1 - d) + [0, n - x.shape[d]]
            x = torch.constant_pad_nd(x, pad, 0)
    return x


def _axes(x, s, dim):
    """The axes to transform, and the size of each."""
    s, dim = ((v,) if isinstance(v, int) else v for v in (s, dim))
    for d in () if dim is None else dim:
        if not -x.ndim <= d < x.ndim:
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-x.ndim}, {x.ndim - 1}], "
                f"but got {d})"
            )
    if dim is None:
        count = x.ndim if s is None else len(s)
        if count > x.ndim:
            raise RuntimeError(
                f"Got shape with {count} values but input tensor only has {x.ndim} dimensions."
            )
        dims = list(range(x.ndim - count, x.ndim))
    else:
        dims = [d % x.ndim for d in dim]
    if len(set(dims)) < len(dims):
        raise RuntimeError("FFT dims must be unique")
    if s is not None and len(s) != len(dims):
        raise RuntimeError("When given, dim and shape arguments must have the same length")
    return dims, [None] * len(dims) if s is None else list(s)


def _c2c(forward):
    def transform(input, s=None, dim=None, norm=None):
        x = _floating(input, "fft")
        dims, sizes = _axes(x, s, dim)
        x = _resized(_complex(x), dims, sizes)
        return torch.ops.aten._fft_c2c(x, dims, _mode(norm, forward), forward)

    return transform


def _r2c(input, s=None, dim=None, norm=None):
    x = _floating(input, "rfft", real=True)
    dims, sizes = _axes(x, s, dim)
    if not dims:
        raise RuntimeError("rfftn must transform at least one axis")
    return torch.ops.aten._fft_r2c(_resized(x, dims, sizes), dims, _mode(norm, True), True)


def _c2r(input, s=None, dim=None, norm=None):
    x = _complex(_floating(input, "irfft"))
    dims, sizes = _axes(x, s, dim)
    if not dims:
        raise RuntimeError("irfftn must transform at least one axis")
    length = sizes[-1] if sizes[-1] not in (None, -1) else 2 * (x.shape[dims[-1]] - 1)
    if length < 1:
        raise RuntimeError(f"Invalid number of data points ({length}) specified")
    x = _resized(x, dims, [*sizes[:-1], length // 2 + 1])
    return torch.ops.aten._fft_c2r(x, dims, _mode(norm, False), length)


_fftn, _ifftn = _c2c(True), _c2c(False)
_SWAPPED = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}


def _hermitian(input, s=None, dim=None, norm=None):
    """Transform of a Hermitian signal, with a real spectrum: `hfft`."""
    if norm not in _SWAPPED:
        raise RuntimeError(f'Invalid normalization mode: "{norm}"')
    return _c2r(_complex(_floating(input, "hfft")).conj(), s, dim, _SWAPPED[norm])


def _inverse_hermitian(input, s=None, dim=None, norm=None):
    if norm not in _SWAPPED:
        raise RuntimeError(f'Invalid normalization mode: "{norm}"')
    return _r2c(_floating(input, "ihfft", real=True), s, dim, _SWAPPED[norm]).conj()


def _of_one(transform):
    def function(input, n=None, dim=-1, norm=None):
        if not input.ndim:
            raise IndexError("Dimension specified as -1 but tensor has no dimensions")
        return transform(input, None if n is None else (n,), (dim,), norm)

    return function


def _of_two(transform):
    def function(input, s=None, dim=(-2, -1), norm=None):
        return transform(input, s, dim, norm)

    return function


def _of_all(transform):
    def function(input, s=None, dim=None, norm=None):
        return transform(input, s, dim, norm)

    return function


fft, fft2, fftn = _of_one(_fftn), _of_two(_fftn), _of_all(_fftn)
ifft, ifft2, ifftn = _of_one(_ifftn), _of_two(_ifftn), _of_all(_ifftn)
rfft, rfft2, rfftn = _of_one(_r2c), _of_two(_r2c), _of_all(_r2c)
irfft, irfft2, irfftn = _of_one(_c2r), _of_two(_c2r), _of_all(_c2r)
hfft, hfft2, hfftn = _of_one(_hermitian), _of_two(_hermitian), _of_all(_hermitian)
ihfft, ihfft2, ihfftn = (make(_inverse_hermitian) for make in (_of_one, _of_two, _of_all))


def _shift(sign):
    def function(input, dim=None):
        dims = range(input.ndim) if dim is None else (dim,) if isinstance(dim, int) else dim
        for d in dims:
            if not -input.ndim <= d < input.ndim:
                raise IndexError(
                    f"Dimension out of range (expected to be in range of [{-input.ndim}, "
                    f"{input.ndim - 1}], but got {d})"
                )
        by = [input.shape[d] // 2 if sign > 0 else (input.shape[d] + 1) // 2 for d in dims]
        return torch.roll(input, by, tuple(dims)) if by else input

    return function


fftshift, ifftshift = _shift(1), _shift(-1)

_publish.publish(__name__, native="torch.fft", registry=COMPOSED)

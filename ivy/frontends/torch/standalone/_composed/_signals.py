"""Windows and short-time Fourier transforms."""

import math

import ivy.frontends.torch as torch
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED


def _window(shape_of):
    """`f(M, *, sym=True, dtype=None, ...)`; `shape_of(M, length, **own)` gives the values."""

    def prepared(M, sym, dtype, own):
        if M < 0:
            raise ValueError(f"requires non-negative window length, got M={M}")
        dtype = dtype or torch.get_default_dtype()
        if not dtypes.is_floating(dtype):
            raise ValueError(f"expects float dtype, got {dtype}")
        if M == 0:
            return torch.empty((0,), dtype=dtype)
        if M == 1:
            return torch.ones((1,), dtype=dtype)
        return shape_of(M, sym, dtype, **own)

    return prepared


def _steps(start, step, count, dtype):
    return torch.linspace(start, start + (count - 1) * step, count, dtype=dtype)


@_window
def _cosines(M, sym, dtype, a):
    k = _steps(0, 2 * math.pi / (M - 1 if sym else M), M, dtype)
    total = torch.zeros_like(k)
    for i, weight in enumerate(a):
        total = total + (-1) ** i * weight * torch.cos(i * k)
    return total


@_window
def _triangle(M, sym, dtype):
    return 1 - _steps(-1, 2 / (M - 1 if sym else M), M, dtype).abs()


@_window
def _half_wave(M, sym, dtype):
    step = math.pi / (M if sym else M + 1)
    return torch.sin(_steps(0.5 * step, step, M, dtype))


@_window
def _decay(M, sym, dtype, center, tau):
    if tau <= 0:
        raise ValueError(f"Tau must be positive, got: {tau} instead.")
    if sym and center is not None:
        raise ValueError("Center must be None for symmetric windows")
    center = (M - 1 if sym else M) / 2 if center is None else center
    return torch.exp(-_steps(-center / tau, 1 / tau, M, dtype).abs())


@_window
def _bell(M, sym, dtype, std):
    if std <= 0:
        raise ValueError(f"Standard deviation must be positive, got: {std} instead.")
    step = 1 / (std * math.sqrt(2))
    return torch.exp(-(_steps(-(M - 1 if sym else M) / 2 * step, step, M, dtype) ** 2))


@_window
def _bessel(M, sym, dtype, beta):
    if beta < 0:
        raise ValueError(f"beta must be non-negative, got: {beta} instead.")
    step = 2.0 * beta / (M - 1 if sym else M)
    end = min(beta, -beta + (M - 1) * step)
    k = torch.linspace(-beta, end, M, dtype=dtype)
    return torch.i0(torch.sqrt(beta * beta - k * k)) / torch.i0(
        torch.tensor(float(beta), dtype=dtype)
    )


def bartlett(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _triangle(M, sym, dtype, {})


def blackman(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _cosines(M, sym, dtype, {"a": [0.42, 0.5, 0.08]})


def cosine(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _half_wave(M, sym, dtype, {})


def exponential(
    M, *, center=None, tau=1.0, sym=True, dtype=None, layout=None, device=None, requires_grad=False
):
    return _decay(M, sym, dtype, {"center": center, "tau": tau})


def gaussian(M, *, std=1.0, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _bell(M, sym, dtype, {"std": std})


def general_cosine(M, *, a, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    if not hasattr(a, "__iter__"):
        raise TypeError("Coefficients must be a list/tuple")
    if not a:
        raise ValueError("Coefficients cannot be empty")
    return _cosines(M, sym, dtype, {"a": a})


def general_hamming(
    M, *, alpha=0.54, sym=True, dtype=None, layout=None, device=None, requires_grad=False
):
    return _cosines(M, sym, dtype, {"a": [alpha, 1.0 - alpha]})


def hamming(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _cosines(M, sym, dtype, {"a": [0.54, 0.46]})


def hann(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _cosines(M, sym, dtype, {"a": [0.5, 0.5]})


def kaiser(M, *, beta=12.0, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _bessel(M, sym, dtype, {"beta": beta})


def nuttall(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False):
    return _cosines(M, sym, dtype, {"a": [0.3635819, 0.4891775, 0.1365995, 0.0106411]})


_publish.publish(__name__, native="torch.signal.windows", registry=COMPOSED)


def _padded_window(window, win_length, n_fft, dtype):
    window = torch.ones(win_length, dtype=dtype) if window is None else window
    if window.ndim != 1 or window.shape[0] != win_length:
        raise RuntimeError(
            f"expected a 1D window tensor of size equal to win_length={win_length}, but got window "
            f"with size {list(window.shape)}"
        )
    left = (n_fft - win_length) // 2
    return torch.constant_pad_nd(window, [left, n_fft - win_length - left], 0)


def stft(
    input,
    n_fft,
    hop_length=None,
    win_length=None,
    window=None,
    center=True,
    pad_mode="reflect",
    normalized=False,
    onesided=None,
    return_complex=None,
    align_to_window=None,
):
    if input.ndim not in (1, 2) or not (input.is_floating_point() or input.is_complex()):
        raise RuntimeError("stft: expected a 1D or 2D tensor of floating point or complex values")
    hop_length = n_fft // 4 if hop_length is None else hop_length
    win_length = n_fft if win_length is None else win_length
    is_complex = input.is_complex() or (window is not None and window.is_complex())
    onesided = not is_complex if onesided is None else onesided
    if return_complex is None and not is_complex:
        raise RuntimeError(
            "stft requires the return_complex parameter be given for real inputs, and will further "
            "require that return_complex=True in a future PyTorch release."
        )
    if onesided and is_complex:
        raise RuntimeError("Cannot have onesided output if window or input is complex")
    rows = input.unsqueeze(0) if input.ndim == 1 else input
    if center:
        half = [n_fft // 2, n_fft // 2]
        rows = torch.nn.functional.pad(rows.unsqueeze(1), half, pad_mode).squeeze(1)
    if not 0 < n_fft <= rows.shape[-1]:
        raise RuntimeError(f"stft: expected 0 < n_fft <= {rows.shape[-1]}, but got n_fft={n_fft}")
    if hop_length <= 0 or not 0 < win_length <= n_fft:
        raise RuntimeError("stft: expected hop_length > 0 and 0 < win_length <= n_fft")
    frames = rows.unfold(-1, n_fft, hop_length)
    frames = frames * _padded_window(
        window, win_length, n_fft, input.dtype if not is_complex else None
    )
    norm = "ortho" if normalized else "backward"
    transform = torch.fft.rfft if onesided else torch.fft.fft
    result = transform(frames, norm=norm).transpose(1, 2)
    result = result.squeeze(0) if input.ndim == 1 else result
    return result if return_complex in (None, True) else torch.view_as_real(result).clone()


def istft(
    input,
    n_fft,
    hop_length=None,
    win_length=None,
    window=None,
    center=True,
    normalized=False,
    onesided=None,
    length=None,
    return_complex=False,
):
    if not input.is_complex():
        raise RuntimeError(
            "istft requires a complex-valued input tensor matching the output from stft"
        )
    if input.ndim not in (2, 3) or not input.numel():
        raise RuntimeError(f"istft: expected a tensor with 2 or 3 dimensions, but got {input.ndim}")
    hop_length = n_fft // 4 if hop_length is None else hop_length
    win_length = n_fft if win_length is None else win_length
    if not 0 < hop_length <= win_length or not 0 < win_length <= n_fft:
        raise RuntimeError("istft: expected 0 < hop_length <= win_length <= n_fft")
    frames = (input if input.ndim == 3 else input.unsqueeze(0)).transpose(1, 2)
    onesided = frames.shape[-1] != n_fft if onesided is None else onesided
    if frames.shape[-1] != (n_fft // 2 + 1 if onesided else n_fft):
        raise RuntimeError("istft: the frequency dimension does not match n_fft and onesided")
    norm = "ortho" if normalized else "backward"
    if return_complex:
        frames = torch.fft.ifft(frames, norm=norm)
    else:
        half = frames if onesided else frames[..., : n_fft // 2 + 1]
        frames = torch.fft.irfft(half, n_fft, norm=norm)
    real = frames.real.dtype if frames.is_complex() else frames.dtype
    window = _padded_window(window, win_length, n_fft, real)
    signal = _overlapped(frames * window, hop_length)
    weight = _overlapped((window * window).expand(1, frames.shape[1], n_fft), hop_length)
    start = n_fft // 2 if center else 0
    whole = signal.shape[-1]
    end = start + length if length is not None else whole - start if center else whole
    signal, weight = signal[:, start:end], weight[:, start:end]
    if bool((weight.abs() < 1e-11).any()):
        raise RuntimeError("window overlap add min: 1")
    out = signal / weight
    if end > whole:
        out = torch.constant_pad_nd(out, [0, end - whole], 0)
    return out.squeeze(0) if input.ndim == 2 else out


def _overlapped(frames, hop):
    """Sum of overlapping frames, `hop` elements apart."""
    batch, count, size = frames.shape
    onto = torch.zeros((batch, size + (count - 1) * hop), dtype=frames.dtype)
    places = torch.arange(count).reshape(-1, 1) * hop + torch.arange(size)
    return onto.index_add(1, places.reshape(-1), frames.reshape(batch, -1))


for _function in (
    istft,
    stft,
):
    COMPOSED[f"torch.{_function.__name__}"] = _function

"""Functions of NumPy, TensorFlow and JAX as graphs: captured, and their values on four backends.

`python tests/conformance/graph_functions.py [source ...]` writes `results/graph_functions.json`. Each
case is an expression of `x` (3 x 4), `y` (3 x 4), `w` (4 x 4, positive definite) and `i` (integers).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import ivy

RESULTS = Path(__file__).with_name("results") / "graph_functions.json"
BACKENDS = ("numpy", "jax", "torch", "tensorflow")
_random = np.random.default_rng(0)
X = _random.uniform(0.1, 0.9, (3, 4)).astype(np.float32)
Y = _random.uniform(0.1, 0.9, (3, 4)).astype(np.float32)
W = (np.eye(4) * 4 + _random.uniform(0, 0.5, (4, 4))).astype(np.float32)
W = (W + W.T) / 2
GIVEN = {"x": X, "y": Y, "w": W, "i": np.asarray([2, 0, 1], np.int32)}

_UFUNCS = (
    "abs sqrt exp expm1 log log1p log2 log10 sin cos tan arcsin arccos arctan sinh cosh tanh floor "
    "ceil trunc rint sign square negative reciprocal cbrt deg2rad isfinite signbit"
).split()
_PAIRS = (
    "add subtract multiply divide power maximum minimum arctan2 hypot fmod remainder floor_divide "
    "logaddexp copysign greater less_equal equal logical_and heaviside"
).split()
_REDUCTIONS = (
    "sum prod mean std var max min argmax argmin all any median ptp cumsum cumprod nansum nanmean "
    "nanmax"
).split()
_SHARED = """
np.dot(x, w)
np.matmul(x, w)
np.tensordot(x, w, 1)
np.einsum('ij,jk->ik', x, w)
np.outer(x[0], y[0])
np.inner(x, y)
np.vdot(x, y)
np.kron(x, y)
np.trace(w)
np.diag(w)
np.tril(w)
np.triu(w, 1)
np.transpose(x)
np.swapaxes(x, 0, 1)
np.moveaxis(x, 0, 1)
np.reshape(x, (4, 3))
np.ravel(x)
x.T
np.concatenate([x, y])
np.stack([x, y], 1)
np.vstack([x, y])
np.hstack([x, y])
np.split(x, 2, 1)
np.tile(x, (2, 1))
np.repeat(x, 2, 0)
np.roll(x, 1, 1)
np.flip(x, 0)
np.rot90(x)
np.pad(x, 1)
np.expand_dims(x, 0)
np.squeeze(x[None])
np.broadcast_to(x, (2, 3, 4))
np.atleast_3d(x)
np.where(x > 0.5, x, y)
np.clip(x, 0.2, 0.6)
np.sort(x, 1)
np.argsort(x, 1)
np.take(x, i, 0)
x[i]
np.take_along_axis(x, np.argsort(x, 1), 1)
np.searchsorted(np.sort(x[0]), y[0])
np.diff(x)
np.cross(x[:, :3], y[:, :3])
np.linalg.norm(x)
np.linalg.inv(w)
np.linalg.det(w)
np.linalg.solve(w, x.T)
np.linalg.cholesky(w)
np.linalg.eigh(w)[0]
np.linalg.svd(x)[1]
np.abs(np.linalg.qr(w)[1])
np.linalg.matrix_power(w, 3)
np.linalg.pinv(w)
np.linalg.slogdet(w)
np.linalg.eigvalsh(w)
np.fft.fft(x)
np.fft.rfft(x)
np.fft.ifft(x).real
np.fft.fft2(x)
np.interp(x[0], [0.0, 1.0], [2.0, 3.0])
np.meshgrid(x[0], y[0])
np.convolve(x[0], y[0])
np.correlate(x[0], y[0])
np.polyval(x[0], y[0])
np.average(x, 0)
np.percentile(x, 30)
np.quantile(x, 0.2, axis=1)
np.cov(x)
np.corrcoef(x)
np.nan_to_num(x)
np.round(x, 2)
np.isclose(x, y)
np.count_nonzero(x > 0.5)
np.cumsum(x, 1)
np.eye(3) @ x
np.zeros_like(x) + x
np.ones((3, 4)) * x
np.full_like(x, 2) + x
np.arange(4) + x
np.gradient(x[0])
np.trapezoid(x[0])
np.histogram(x, bins=4, range=(0, 1))[0]
np.sinc(x)
np.i0(x)
np.bincount(i, minlength=4)
np.digitize(x[0], [0.2, 0.6])
np.select([x > 0.5], [x], 0)
np.choose(i, x.T)
np.array_split(x, 3, 1)
np.dstack([x, y])
np.fliplr(x)
np.apply_along_axis(lambda r: r.sum(), 1, x)
x[::2, ::-1]
x[:, None, 1]
x[..., -1]
x[i, i]
x @ w
-x
x**2
x // y
x % y
abs(x - y)
(x > y) & (x > 0.3)
""".strip().split("\n")
_OWN = {
    "numpy": """
np.add.reduce(x)
np.multiply.outer(x[0], y[0])
np.add.accumulate(x, 1)
np.ix_(i, i)[0] + i
np.random.normal(size=3) * 0 + x[0, :3]
x.copy().fill(1)
x.astype(np.int32)
x.clip(0.2, 0.5)
x.round(1)
""",
    "jax": """
jax.nn.softmax(x)
jax.nn.gelu(x)
jax.nn.one_hot(i, 4)
jax.nn.logsumexp(x)
jax.lax.top_k(x, 2)
jax.lax.cumsum(x, 1)
jax.lax.dynamic_slice(x, (i[0], 0), (1, 2))
jax.lax.rsqrt(x)
jax.lax.sort(x)
jax.lax.switch(i[0], [lambda a: a, lambda a: a + 1, lambda a: a * 2], x)
jax.scipy.special.erf(x)
jax.lax.scan(lambda c, r: (c + r, c * r), x[0], x)
jax.lax.fori_loop(0, 3, lambda k, c: c * x + k, x)
jax.lax.while_loop(lambda a: a.sum() < 99, lambda a: a * 2, x)
jax.lax.cond(i[0] > 1, lambda a: a, lambda a: -a, x)
jax.lax.map(lambda r: r.sum(), x)
jax.lax.associative_scan(jax.numpy.add, x)
jax.lax.reduce_precision(x, 8, 10)
jax.vmap(lambda r: r @ w)(x)
jax.grad(lambda a: (a @ w).sum())(x)
jax.jacfwd(lambda a: a**2)(x[0])
jax.random.normal(jax.random.key(0), (3,)) + x[0, :3]
jax.lax.conv(x[None, None], w[None, None, :2, :2], (1, 1), 'SAME')
jax.nn.relu(x - 0.5)
jax.checkpoint(lambda a: a * 2)(x)
jax.jit(lambda a: a + 1)(x)
jax.hessian(lambda a: (a**3).sum())(x[0])
""",
}
_TENSORFLOW = """
tf.linalg.matmul(x, w)
tf.einsum('ij,jk->ik', x, w)
tf.transpose(x)
tf.reshape(x, (4, 3))
tf.concat([x, y], 0)
tf.stack([x, y], 1)
tf.split(x, 2, 1)
tf.tile(x, (2, 1))
tf.repeat(x, 2, 0)
tf.roll(x, 1, 1)
tf.reverse(x, [0])
tf.pad(x, [[1, 1], [0, 2]])
tf.expand_dims(x, 0)
tf.squeeze(x[None])
tf.broadcast_to(x, (2, 3, 4))
x[::2, ::-1]
tf.where(x > 0.5, x, y)
tf.clip_by_value(x, 0.2, 0.6)
tf.sort(x)
tf.argsort(x)
tf.gather(x, i)
tf.one_hot(i, 4)
tf.reduce_sum(x, 0)
tf.reduce_mean(x)
tf.reduce_max(x, 1)
tf.reduce_prod(x)
tf.reduce_all(x > 0)
tf.argmax(x, 1)
tf.math.reduce_std(x)
tf.math.reduce_variance(x)
tf.reduce_logsumexp(x)
tf.cumsum(x, 1)
tf.math.cumprod(x)
tf.math.top_k(x, 2)
tf.math.segment_sum(x, tf.sort(i))
tf.math.unsorted_segment_sum(x, i, 3)
tf.norm(x)
tf.linalg.inv(w)
tf.linalg.det(w)
tf.linalg.solve(w, w)
tf.linalg.cholesky(w)
tf.linalg.eigh(w)[0]
tf.linalg.svd(x)[0]
tf.abs(tf.linalg.qr(w)[1])
tf.linalg.diag(x)
tf.linalg.diag_part(w)
tf.linalg.band_part(w, 1, 0)
tf.linalg.trace(w)
tf.linalg.triangular_solve(w, w)
tf.linalg.expm(w)
tf.linalg.logdet(w)
tf.linalg.pinv(w)
tf.tensordot(x, w, 1)
tf.nn.softmax(x)
tf.nn.log_softmax(x)
tf.nn.relu(x)
tf.nn.gelu(x)
tf.nn.elu(x)
tf.nn.selu(x)
tf.nn.silu(x)
tf.nn.softplus(x)
tf.nn.leaky_relu(x)
tf.nn.l2_normalize(x)
tf.nn.moments(x, [0])
tf.nn.relu6(x)
tf.nn.crelu(x)
tf.nn.sigmoid_cross_entropy_with_logits(x, y)
tf.nn.softmax_cross_entropy_with_logits(x, y)
tf.nn.sparse_softmax_cross_entropy_with_logits(i, x)
tf.nn.bias_add(x, x[0])
tf.nn.embedding_lookup(x, i)
tf.nn.conv2d(x[None, :, :, None], w[:2, :2, None, None], 1, 'SAME')
tf.nn.max_pool2d(x[None, :, :, None], 2, 1, 'SAME')
tf.nn.avg_pool2d(x[None, :, :, None], 2, 1, 'VALID')
tf.nn.conv1d(x[None], w[:2, :, None], 1, 'SAME')
tf.nn.depthwise_conv2d(x[None, :, :, None], w[:2, :2, None, None], [1, 1, 1, 1], 'SAME')
tf.nn.batch_normalization(x, y, y, y, y, 1e-3)
tf.nn.local_response_normalization(x[None, :, :, None])
tf.image.resize(x[None, :, :, None], (6, 8))
tf.image.flip_left_right(x[:, :, None])
tf.space_to_batch(x[None, :2, :, None], [2, 2], [[0, 0], [0, 0]])
tf.signal.fft(tf.cast(x, tf.complex64))
tf.signal.rfft(x)
tf.signal.dct(x)
tf.signal.frame(x, 2, 1)
tf.cast(x, tf.int32)
tf.bitcast(x, tf.int32)
tf.shape(x)
tf.size(x)
tf.rank(x)
tf.range(4.0) + x
tf.eye(3) @ x
tf.linspace(0.0, 1.0, 4) + x
tf.fill((3, 4), 2.0) + x
tf.zeros_like(x) + x
tf.meshgrid(x[0], y[0])
tf.scatter_nd(i[:, None], x, (3, 4))
tf.tensor_scatter_nd_update(x, i[:, None], y)
tf.gather_nd(x, i[:, None])
tf.tensor_scatter_nd_add(x, i[:, None], y)
tf.dynamic_stitch([i], [x])
tf.sequence_mask(i, 4)
tf.searchsorted(tf.sort(x), y)
tf.unstack(x)
tf.strided_slice(x, [0], [2])
tf.slice(x, [0, 1], [2, 2])
tf.boolean_mask(x, [True, False, True])
tf.math.lgamma(x)
tf.math.digamma(x)
tf.math.erf(x)
tf.math.erfinv(x)
tf.math.betainc(x, y, x)
tf.math.zeta(x + 1, y)
tf.math.igamma(x, y)
tf.math.bessel_i0(x)
tf.math.xlogy(x, y)
tf.math.squared_difference(x, y)
tf.math.divide_no_nan(x, y)
tf.map_fn(lambda r: r * 2, x)
tf.scan(lambda a, r: a + r, x)
tf.foldl(lambda a, r: a + r, x)
tf.vectorized_map(lambda r: r * 2, x)
tf.cond(x[0, 0] > 0.5, lambda: x, lambda: y)
tf.while_loop(lambda a: tf.reduce_sum(a) < 99.0, lambda a: (a * 2,), (x,))
tf.switch_case(i[0], [lambda: x, lambda: y, lambda: x + y])
tf.case([(x[0, 0] > 0.9, lambda: x)], lambda: y)
tf.gradients(tf.reduce_sum(tf.tanh(x @ w)), x)
tf.debugging.check_numerics(x, 'bad')
tf.identity(x)
tf.stop_gradient(x)
tf.unique(i).y
tf.ensure_shape(x, (3, 4))
tf.parallel_stack([x, y])
tf.reverse_sequence(x, i, 1)
tf.histogram_fixed_width(x, [0.0, 1.0], 4)
tf.raw_ops.Roll(input=x, shift=1, axis=0)
tf.math.bincount(i)
tf.math.confusion_matrix(i, i)
tf.quantization.fake_quant_with_min_max_args(x)
""".strip().split("\n")


def cases(source: str) -> list[str]:
    """The expressions of a source."""
    if source == "tensorflow":
        unary = "abs sqrt exp log log1p sin cos tan asin acos atan sinh cosh tanh floor ceil round "
        unary += "sign square negative reciprocal sigmoid rsqrt expm1 is_finite"
        pairs = (
            "add subtract multiply divide pow maximum minimum atan2 floormod floordiv greater equal"
        )
        made = [f"tf.math.{n}(x)" for n in unary.split()]
        made += [f"tf.math.{n}(x, y)" for n in pairs.split()]
        return made + [e for e in _TENSORFLOW if e]
    made = [f"np.{n}(x)" for n in _UFUNCS] + [f"np.{n}(x, y)" for n in _PAIRS]
    made += [f"np.{n}(x, axis=1)" for n in _REDUCTIONS]
    return made + [e for e in (*_SHARED, *_OWN[source].strip().split("\n")) if e]


def _names(source: str) -> dict[str, Any]:
    if source == "tensorflow":
        import tensorflow as tf

        return {"tf": tf}
    if source == "jax":
        import jax

        return {"np": jax.numpy, "jax": jax}
    return {"np": np}


def _enter(source: str, x: np.ndarray) -> Any:
    if source == "tensorflow":
        import tensorflow as tf

        return tf.constant(x)
    if source == "jax":
        import jax

        return jax.numpy.asarray(x)
    return x.copy()


def _flat(value: Any) -> list[np.ndarray]:
    if isinstance(value, (list, tuple)):
        return [a for v in value for a in _flat(v)]
    return (
        [] if value is None else [np.asarray(value.detach() if hasattr(value, "detach") else value)]
    )


def check(source: str, expression: str) -> dict[str, str]:
    """What was wrong, by backend; empty if all is right."""
    function = eval(f"lambda x, y, w, i: {expression}", _names(source))
    given = [_enter(source, v) for v in GIVEN.values()]
    native = function
    if "tf.gradients" in expression:
        native = _names(source)["tf"].function(function)
    try:
        wanted = _flat(native(*given))
    except Exception as error:
        return {"native": f"{type(error).__name__}: {error}"}
    try:
        graph = ivy.compile_graph(native, *given)
    except Exception as error:
        return {"capture": f"{type(error).__name__}: {str(error)[:160]}"}
    wrong = {}
    key = {} if graph.key is None else {"key": np.asarray([0, 1], np.uint32)}
    for backend in BACKENDS:
        try:
            got = _flat(graph.to_backend(backend)(*GIVEN.values(), **key))
            for g, v in zip(got, wanted, strict=True):
                assert (g.dtype, g.shape) == (v.dtype, v.shape), (
                    g.dtype,
                    g.shape,
                    v.dtype,
                    v.shape,
                )
                np.testing.assert_allclose(g, v, 1e-3, 1e-4)
        except Exception as error:
            wrong[backend] = f"{type(error).__name__}: {str(error).strip()[:160]}"
    return wrong


def main(sources: list[str]) -> None:
    rows = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for source in sources or ("numpy", "jax", "tensorflow"):
        found = {}
        for expression in cases(source):
            with contextlib.redirect_stderr(io.StringIO()):
                found[expression] = check(source, expression)
            if found[expression]:
                print(source, expression, found[expression], flush=True)
        found = {k: w for k, w in found.items() if "native" not in w}
        right = {b: sum(not {"capture", b} & {*w} for w in found.values()) for b in BACKENDS}
        captured = sum("capture" not in w for w in found.values())
        rows[source] = {"of": len(found), "captured": captured, "right": right,
                        "wrong": {k: w for k, w in found.items() if w}}  # fmt: skip
        print(source, len(found), captured, right)
        RESULTS.write_text(f"{json.dumps(rows, indent=1)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Other packages, unmodified, on other frameworks: values and gradients against the package itself.

    wrap_others.py

| package | for |
|---|---|
| `torch.nn.functional` | NumPy |
| `jax.scipy.stats`, optax's losses, numpyro's distributions | PyTorch, with autograd |
| einops | JAX |

Needs optax, numpyro and einops: `pip install --no-deps optax numpyro multipledispatch tqdm absl-py
einops`, for example with `--target /tmp/libs/others`; what is not there is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parent.parent)]
sys.path += ["/tmp/libs/jaxlibs", "/tmp/libs/einops", "/tmp/libs/others"]

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from support.wrapped import RESULTS, same  # noqa: E402

import ivy  # noqa: E402

G = np.random.default_rng(0)


def unit(*shape: int) -> np.ndarray:
    return G.uniform(0.1, 0.9, shape).astype(np.float32)


def image() -> np.ndarray:
    return unit(1, 2, 6, 6)


FUNCTIONAL: dict[str, Callable[[], tuple]] = {
    **{
        name: lambda: (unit(3, 4),)
        for name in (
            "celu elu gelu hardshrink hardsigmoid hardswish hardtanh leaky_relu logsigmoid mish relu "
            "relu6 selu sigmoid silu softplus softshrink softsign tanh tanhshrink normalize"
        ).split()
    },
    **{name: lambda: (unit(3, 4), 1) for name in ("softmax", "log_softmax", "softmin", "glu")},
    **{
        name: lambda: (unit(3, 4), unit(3, 4))
        for name in (
            "mse_loss l1_loss smooth_l1_loss huber_loss kl_div poisson_nll_loss soft_margin_loss "
            "binary_cross_entropy binary_cross_entropy_with_logits cosine_similarity pairwise_distance"
        ).split()
    },
    "cross_entropy": lambda: (unit(3, 4), np.array([0, 3, 1])),
    "nll_loss": lambda: (unit(3, 4), np.array([0, 3, 1])),
    "multi_margin_loss": lambda: (unit(3, 4), np.array([0, 3, 1])),
    "one_hot": lambda: (np.array([0, 3, 1]), 4),
    "embedding": lambda: (np.array([0, 3, 1]), unit(4, 5)),
    "linear": lambda: (unit(3, 4), unit(2, 4), unit(2)),
    "bilinear": lambda: (unit(3, 4), unit(3, 5), unit(2, 4, 5)),
    "layer_norm": lambda: (unit(3, 4), (4,)),
    "group_norm": lambda: (image(), 2),
    "instance_norm": lambda: (image(),),
    "local_response_norm": lambda: (image(), 2),
    "conv2d": lambda: (image(), unit(3, 2, 3, 3)),
    "conv_transpose2d": lambda: (image(), unit(2, 3, 3, 3)),
    "max_pool2d": lambda: (image(), 2),
    "avg_pool2d": lambda: (image(), 2),
    "adaptive_avg_pool2d": lambda: (image(), 3),
    "lp_pool2d": lambda: (image(), 2.0, 2),
    "interpolate": lambda: (image(), (4, 4)),
    "pad": lambda: (image(), (1, 1, 1, 1), "reflect"),
    "pixel_shuffle": lambda: (unit(1, 4, 3, 3), 2),
    "unfold": lambda: (image(), 2),
    "scaled_dot_product_attention": lambda: (unit(1, 3, 4), unit(1, 3, 4), unit(1, 3, 4)),
    "affine_grid": lambda: (unit(1, 2, 3), (1, 2, 4, 4)),
    "grid_sample": lambda: (image(), unit(1, 4, 4, 2)),
}
STATS: dict[str, Callable[[], tuple]] = {
    "beta.logpdf": lambda: (unit(5), 2.0, 3.0),
    "cauchy.logpdf": lambda: (unit(5),),
    "chi2.logpdf": lambda: (unit(5), 3.0),
    "expon.logpdf": lambda: (unit(5),),
    "gamma.logpdf": lambda: (unit(5), 2.0),
    "laplace.logpdf": lambda: (unit(5),),
    "laplace.cdf": lambda: (unit(5),),
    "logistic.logpdf": lambda: (unit(5),),
    "logistic.cdf": lambda: (unit(5),),
    "norm.cdf": lambda: (unit(5),),
    "norm.logcdf": lambda: (unit(5),),
    "norm.logpdf": lambda: (unit(5), unit(5), unit(5)),
    "norm.pdf": lambda: (unit(5),),
    "norm.ppf": lambda: (unit(5),),
    "pareto.logpdf": lambda: (unit(5) + 1, 2.0),
    "t.logpdf": lambda: (unit(5), 3.0),
    "uniform.logpdf": lambda: (unit(5),),
    "multivariate_normal.logpdf": lambda: (unit(3), unit(3), 2 * np.eye(3, dtype=np.float32)),
}
OPTAX: dict[str, Callable[[], tuple]] = {
    **{
        name: lambda: (unit(3, 4), unit(3, 4))
        for name in (
            "squared_error l2_loss huber_loss log_cosh cosine_similarity cosine_distance "
            "sigmoid_binary_cross_entropy softmax_cross_entropy kl_divergence hinge_loss "
            "convex_kl_divergence poly_loss_cross_entropy"
        ).split()
    },
    "softmax_cross_entropy_with_integer_labels": lambda: (unit(3, 4), np.array([0, 3, 1])),
    "sigmoid_focal_loss": lambda: (unit(3, 4), unit(3, 4)),
    "smooth_labels": lambda: (unit(3, 4), 0.1),
}
DISTRIBUTIONS: dict[str, Callable[[], tuple]] = {
    **{
        name: lambda: (unit(4), unit(4)) for name in "Normal Laplace Cauchy Logistic Gumbel".split()
    },
    **{
        name: lambda: (unit(4) + 1, unit(4) + 1)
        for name in "Beta Gamma InverseGamma Weibull".split()
    },
    **{name: lambda: (unit(4),) for name in "Exponential HalfNormal HalfCauchy Poisson".split()},
    "StudentT": lambda: (unit(4) + 2, unit(4), unit(4)),
    "LogNormal": lambda: (unit(4), unit(4)),
    "Dirichlet": lambda: (unit(4) + 1,),
}
EINOPS: dict[str, Callable[[], tuple]] = {
    "rearrange": lambda: (unit(2, 3, 4), "a b c -> c (a b)"),
    "reduce": lambda: (unit(2, 3, 4), "a b c -> b", "mean"),
    "repeat": lambda: (unit(2, 3), "a b -> a 2 b"),
    "einsum": lambda: (unit(2, 3), unit(3, 4), "a b, b c -> a c"),
}


def _arrays(kind: Callable, args: tuple) -> list[Any]:
    return [kind(a) if isinstance(a, np.ndarray) else a for a in args]


def _package(path: str, root: Any) -> Any:
    for part in path.split("."):
        root = getattr(root, part)
    return root


def _for_numpy(native: Callable, wrapped: Callable, args: tuple) -> None:
    out = wrapped(*args)
    same(out, native(*_arrays(torch.tensor, args)), 1e-4)


def _for_torch(native: Callable, wrapped: Callable, args: tuple) -> None:
    given = [torch.tensor(a) if isinstance(a, np.ndarray) else a for a in args]
    moving = [i for i, a in enumerate(args) if isinstance(a, np.ndarray) and a.dtype.kind == "f"]
    for i in moving:
        given[i].requires_grad_()
    out = wrapped(*given)
    same(out, native(*args), 1e-4)

    def total(*values: Any) -> Any:
        filled = list(args)
        for i, value in zip(moving, values, strict=True):
            filled[i] = value
        return jnp.sum(native(*filled))

    out.sum().backward()
    expected = jax.grad(total, tuple(range(len(moving))))(*(args[i] for i in moving))
    found = [torch.zeros_like(given[i]) if given[i].grad is None else given[i].grad for i in moving]
    same([f.numpy().tolist() for f in found], [np.asarray(e).tolist() for e in expected], 1e-3)


def _for_jax(native: Callable, wrapped: Callable, args: tuple) -> None:
    arrays = _arrays(jnp.asarray, args)
    same(wrapped(*arrays), native(*_arrays(torch.tensor, args)), 1e-4)


def _log_prob(package: Any, name: str) -> Callable:
    def log_prob(*args: Any) -> Any:
        made = getattr(package, name)(*args[1:])
        return made.log_prob(args[0])

    return log_prob


def _measure(check: Callable, native: Callable, wrapped: Callable, args: tuple) -> str:
    try:
        check(native, wrapped, args)
    except Exception as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return "right"


def main() -> None:
    found: dict[str, dict[str, str]] = {}

    def note(group: str, name: str, *rest: Any) -> None:
        verdict = found.setdefault(group, {})[name] = _measure(*rest)
        print(f"{group:38} {name:45} {verdict}", flush=True)

    wrapped = ivy.wrap(F, "numpy", fallback="error")
    for name, make in FUNCTIONAL.items():
        note(
            "torch.nn.functional for numpy",
            name,
            _for_numpy,
            getattr(F, name),
            getattr(wrapped, name),
            make(),
        )
    stats = ivy.wrap(jax.scipy.stats, "torch", fallback="error")
    for name, make in STATS.items():
        pair = _package(name, jax.scipy.stats), _package(name, stats)
        note("jax.scipy.stats for torch", name, _for_torch, *pair, make())
    import optax

    losses = ivy.wrap(optax, "torch", fallback="error").losses
    for name, make in OPTAX.items():
        pair = getattr(optax.losses, name), getattr(losses, name)
        note("optax.losses for torch", name, _for_torch, *pair, make())
    import numpyro.distributions as distributions

    ours = ivy.wrap(distributions, "torch", fallback="error")
    for name, make in DISTRIBUTIONS.items():
        value = unit(4) / 2.5 if name != "Poisson" else np.arange(4)
        value = np.float32([0.1, 0.2, 0.3, 0.4]) if name == "Dirichlet" else value
        pair = _log_prob(distributions, name), _log_prob(ours, name)
        note("numpyro.distributions for torch", name, _for_torch, *pair, (value, *make()))
    import einops

    mine = ivy.wrap(einops, "jax", source="torch", fallback="error")
    for name, make in EINOPS.items():
        note("einops for jax", name, _for_jax, getattr(einops, name), getattr(mine, name), make())
    summary = {g: f"{sum(v == 'right' for v in r.values())} of {len(r)}" for g, r in found.items()}
    print(summary)
    file = RESULTS / "wrap_others.json"
    file.write_text(json.dumps({"summary": summary, "functions": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""Random numbers under short names: `ivy.random.normal(shape=(2, 3), key=key)`.

Keys are explicit (`key`, `split`, `fold_in`), or taken from the state that `seed` sets. The numbers
are those of `jax.random` on every backend; the arguments are those of the op behind each name.
"""

from typing import Any

_OPS = {
    "bernoulli": "bernoulli",
    "bits": "random_bits",
    "categorical": "random_categorical",
    "dropout": "dropout",
    "exponential": "random_exponential",
    "fold_in": "random_fold_in",
    "gumbel": "random_gumbel",
    "key": "random_key",
    "multinomial": "multinomial",
    "normal": "random_normal",
    "permutation": "random_permutation",
    "randint": "randint",
    "seed": "random_seed",
    "shuffle": "shuffle",
    "split": "random_split",
    "truncated_normal": "random_truncated_normal",
    "uniform": "random_uniform",
}
__all__ = sorted(_OPS)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _OPS:
        raise AttributeError(f"module 'ivy.random' has no attribute {name!r}")
    from ivy._array import namespace

    value = globals()[name] = namespace.find(_OPS[name])
    return value


def __dir__() -> list[str]:
    return __all__

"""Random raw ops as functions of a key of Ivy's, for graphs: the same numbers on every backend.

They take the key before their own arguments, of which seeds are not used.
"""

import functools

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._publish import KEYED


def _shape(shape):
    return tuple(np.asarray(shape).reshape(-1).tolist())


def _of_law(draw):
    def function(words, /, shape, dtype=dtypes.float32, **_):
        return draw(_shape(shape), dtype=dtype, key=words)

    return function


def _uniform(shape, *, dtype, key):
    return ivy.random_uniform(shape=shape, dtype=dtype, key=key)


def _normal(shape, *, dtype, key):
    return ivy.random_normal(shape=shape, dtype=dtype, key=key)


_truncated = functools.partial(ivy.random_truncated_normal, -2.0, 2.0)


def _integers(words, /, shape, minval, maxval, **_):
    low, high = int(minval), int(maxval)
    return ivy.randint(low, high, _shape(shape), dtype=np.asarray(minval).dtype, key=words)


def _shuffled(words, /, value, **_):
    return ivy.random_permutation(value, key=words)


def _categories(words, /, logits, num_samples, output_dtype=dtypes.int64, **_):
    number = int(num_samples)
    found = ivy.random_categorical(logits, (number, *logits.shape[:-1]), key=words)
    return ivy.astype(ivy.moveaxis(found, 0, -1), output_dtype)


_LAWS = {
    "Multinomial": _categories,
    "RandomShuffle": _shuffled,
    "RandomStandardNormal": _of_law(_normal),
    "RandomUniform": _of_law(_uniform),
    "RandomUniformInt": _integers,
    "StatelessMultinomial": _categories,
    "StatelessRandomNormal": _of_law(_normal),
    "StatelessRandomNormalV2": _of_law(_normal),
    "StatelessRandomUniform": _of_law(_uniform),
    "StatelessRandomUniformInt": _integers,
    "StatelessRandomUniformIntV2": _integers,
    "StatelessRandomUniformV2": _of_law(_uniform),
    "StatelessShuffle": _shuffled,
    "StatelessTruncatedNormal": _of_law(_truncated),
    "StatelessTruncatedNormalV2": _of_law(_truncated),
    "TruncatedNormal": _of_law(_truncated),
}
KEYED.update({f"tensorflow.raw_ops.{name}": function for name, function in _LAWS.items()})

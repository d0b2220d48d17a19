"""Layers and models of Keras on TensorFlow as graphs: values, gradients, new state, on four backends.

`python tests/conformance/graph_keras.py` measures all and writes `results/graph_keras.json`; with names
it measures those, on NumPy and JAX, and fails if one is wrong.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

import ivy

RESULTS = Path(__file__).with_name("results") / "graph_keras.json"
BACKENDS = ("numpy", "jax", "torch", "tensorflow")
KEY = np.asarray([0, 42], np.uint32)
layers: Any = keras.layers
random = np.random.default_rng(0)


def numbers(*shape: int) -> np.ndarray:
    return random.normal(size=shape).astype(np.float32)


def sequence(*parts: Any) -> Callable[[tuple], Any]:
    return lambda shape: keras.Sequential([keras.Input(shape[1:]), *parts])


def attention(shape: tuple) -> Any:
    x = keras.Input(shape[1:])
    h = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 4)(x, x))
    return keras.Model(x, layers.GlobalAveragePooling1D()(h))


def embedded(shape: tuple) -> Any:
    x = keras.Input(shape[1:], dtype="int32")
    h = layers.Embedding(10, 4)(x)
    return keras.Model(x, layers.Dense(2)(layers.LSTM(3)(h)))


IMAGE, ROWS, FLAT, CUBE = (2, 8, 8, 3), (2, 5, 4), (4, 6), (2, 4, 4, 4, 2)
_ACTIVATIONS = (
    "relu sigmoid tanh softmax softplus softsign selu elu gelu silu mish hard_sigmoid leaky_relu "
    "relu6 exponential linear log_softmax celu glu hard_silu"
).split()
CASES: dict[str, tuple[Callable[[tuple], Any], tuple]] = {
    f"activation_{a}": (sequence(layers.Activation(a)), FLAT) for a in _ACTIVATIONS
} | {
    "dense": (sequence(layers.Dense(3, activation="relu")), FLAT),
    "einsum_dense": (sequence(layers.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d")), ROWS),
    "conv1d": (sequence(layers.Conv1D(3, 2, padding="causal")), ROWS),
    "conv2d": (sequence(layers.Conv2D(4, 3, strides=2, padding="same")), IMAGE),
    "conv2d_dilated": (sequence(layers.Conv2D(4, 3, dilation_rate=2)), IMAGE),
    "conv3d": (sequence(layers.Conv3D(2, 2)), CUBE),
    "conv2d_transpose": (sequence(layers.Conv2DTranspose(4, 3, strides=2, padding="same")), IMAGE),
    "depthwise": (sequence(layers.DepthwiseConv2D(3)), IMAGE),
    "separable": (sequence(layers.SeparableConv2D(4, 3)), IMAGE),
    "max_pool": (sequence(layers.MaxPool2D(2)), IMAGE),
    "max_pool_same": (sequence(layers.MaxPool2D(3, strides=2, padding="same")), IMAGE),
    "average_pool": (sequence(layers.AveragePooling2D(2)), IMAGE),
    "average_pool_same": (sequence(layers.AveragePooling2D(3, padding="same")), IMAGE),
    "pool1d": (sequence(layers.MaxPool1D(2)), ROWS),
    "global_max": (sequence(layers.GlobalMaxPool2D()), IMAGE),
    "global_average": (sequence(layers.GlobalAveragePooling2D()), IMAGE),
    "batch_normalization": (sequence(layers.BatchNormalization()), FLAT),
    "layer_normalization": (sequence(layers.LayerNormalization()), ROWS),
    "group_normalization": (sequence(layers.GroupNormalization(3)), FLAT),
    "rms_normalization": (sequence(layers.RMSNormalization()), ROWS),
    "unit_normalization": (sequence(layers.UnitNormalization()), ROWS),
    "dropout": (sequence(layers.Dropout(0.4)), FLAT),
    "spatial_dropout": (sequence(layers.SpatialDropout1D(0.4)), ROWS),
    "alpha_dropout": (sequence(layers.AlphaDropout(0.4)), FLAT),
    "gaussian_noise": (sequence(layers.GaussianNoise(0.4)), FLAT),
    "simple_rnn": (sequence(layers.SimpleRNN(3)), ROWS),
    "lstm": (sequence(layers.LSTM(3, return_sequences=True), layers.LSTM(2)), ROWS),
    "gru": (sequence(layers.GRU(3, return_sequences=True, go_backwards=True)), ROWS),
    "bidirectional": (sequence(layers.Bidirectional(layers.LSTM(3))), ROWS),
    "conv_lstm": (sequence(layers.ConvLSTM1D(2, 2)), (2, 3, 4, 2)),
    "time_distributed": (sequence(layers.TimeDistributed(layers.Dense(2))), ROWS),
    "embedding": (embedded, (2, 5)),
    "multi_head_attention": (attention, ROWS),
    "permute_reshape": (sequence(layers.Permute((2, 1)), layers.Reshape((-1, 2))), ROWS),
    "padding_cropping": (sequence(layers.ZeroPadding2D(2), layers.Cropping2D((1, 2))), IMAGE),
    "upsampling": (sequence(layers.UpSampling2D(2, interpolation="bilinear")), IMAGE),
    "repeat": (sequence(layers.RepeatVector(3)), FLAT),
    "conv_batchnorm_dropout": (
        sequence(
            layers.Conv2D(4, 3),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(2),
        ),
        IMAGE,
    ),
}


def _values(x: Any) -> np.ndarray:
    return np.asarray(x.detach() if hasattr(x, "detach") else x)


def _close(got: Any, wanted: Any) -> None:
    np.testing.assert_allclose(_values(got), _values(wanted), 1e-4, 1e-5)


def check(name: str, backends: tuple[str, ...] = BACKENDS) -> dict[str, str]:
    """The outcome of a case: what was wrong, by backend; empty if all is right."""
    make, shape = CASES[name]
    keras.utils.set_random_seed(0)
    model = make(shape)
    x = random.integers(0, 10, shape) if name == "embedding" else numbers(*shape)
    x = x.astype(np.int32 if name == "embedding" else np.float32)
    wrong: dict[str, str] = {}
    try:
        graph = ivy.compile_graph(model, tf.constant(x))
        training = ivy.compile_graph(model, tf.constant(x), training=True)
    except Exception as error:
        return {"capture": f"{type(error).__name__}: {error}"}
    wanted = model(x)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(model(x) ** 2)
    trained = model.trainable_variables
    names = [_dotted(model, v) for v in trained]
    gradients = dict(zip(names, tape.gradient(loss, trained), strict=True))
    masked = []
    if training.key is not None:
        masked = [training.to_backend(b)(x, training=True, key=KEY) for b in backends]
    for place, backend in enumerate(backends):
        try:
            program = graph.to_backend(backend)
            _close(program(x), wanted)
            if backend == "jax" and program.params:
                _check_gradients(program, x, gradients)
            if masked:
                _close(masked[place], masked[0])
            if training.key is None and "batch" not in name:
                _close(training.to_backend(backend)(x, training=True), model(x, training=True))
        except Exception as error:
            wrong[backend] = f"{type(error).__name__}: {str(error)[:200]}"
    if "batch" in name:
        wrong |= _check_state(model, training, x, backends)
    return wrong


def _dotted(model: Any, variable: Any) -> str:
    return variable.path.removeprefix(f"{model.name}/").replace("/", ".")


def _check_gradients(program: Any, x: np.ndarray, wanted: dict[str, Any]) -> None:
    import jax

    found = jax.grad(lambda p: (program.apply(p, program.state, x)[0] ** 2).sum())(program.params)
    for name, value in found.items():
        dense = tf.convert_to_tensor(wanted[name])
        np.testing.assert_allclose(np.asarray(value), dense, 1e-3, 1e-4)


def _check_state(model: Any, training: Any, x: Any, backends: tuple[str, ...]) -> dict[str, str]:
    """The moving statistics after a step."""
    programs = {b: training.to_backend(b) for b in backends}
    for program in programs.values():
        program(x, training=True, key=KEY)
    model(x, training=True)
    wrong = {}
    for v in model.non_trainable_variables:
        name = _dotted(model, v)
        for backend, program in programs.items():
            if "moving" in name and not np.allclose(_values(program.state[name]), v, 1e-4, 1e-5):
                wrong[backend] = f"{name} differs"
    return wrong


def main(names: list[str]) -> None:
    backends = ("numpy", "jax") if names else BACKENDS
    found = {name: check(name, backends) for name in names or CASES}
    for name, wrong in found.items():
        print(name, wrong or "ok")
    if names:
        sys.exit(any(found.values()))
    right = sum(not wrong for wrong in found.values())
    rows = {"right": right, "of": len(found), "wrong": {k: w for k, w in found.items() if w}}
    RESULTS.write_text(f"{json.dumps(rows, indent=1)}\n")
    print(f"{right} of {len(found)}")


if __name__ == "__main__":
    main(sys.argv[1:])

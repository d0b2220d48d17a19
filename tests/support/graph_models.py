"""Whole models of several libraries, small and with random weights, as graphs on every backend.

A row of `MODELS` makes a `Model`: its graph, the arrays of a call, and what its own library gives for
them: outputs, and gradients of the parameters. `measured` compares a backend with that: outputs and
gradients by the backend's own differentiation, and the source text run without Ivy.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from support.tiny_models import FAMILIES
from torch.utils import _pytree as pytree

import ivy
from ivy.compiler import Graph

BACKENDS = ("numpy", "jax", "torch", "tensorflow")
KEY = np.asarray([0, 42], np.uint32)
# of the largest element; gradients: of the largest element of any
BOUNDS = {"outputs": 1e-5, "gradients": 1e-4, "source": 1e-5}


@dataclasses.dataclass
class Model:
    """A captured model: its graph, a call of it, and what its library returns."""

    graph: Graph
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outputs: list[np.ndarray]
    gradients: Mapping[str, np.ndarray]


MODELS: dict[str, Callable[[], Model]] = {}


def _row(title: str, make: Callable[..., Model], *args: Any) -> None:
    MODELS[title] = functools.partial(make, *args)


def host(x: Any) -> np.ndarray:
    """The values of an array of any framework."""
    return np.asarray(x.detach() if isinstance(x, torch.Tensor) else x)


def weights(outputs: list[Any]) -> list[np.ndarray | None]:
    """What the loss weighs each element with: none of the derivatives is a sum of equal numbers."""
    rng = np.random.default_rng(3)
    return [
        rng.normal(size=np.shape(x)).astype(host(x).dtype) / max(1, np.size(host(x)))
        if host(x).dtype.kind == "f"
        else None
        for x in outputs
    ]


# -- PyTorch


def _of_torch(net: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Model:
    net.eval()
    call = functools.partial(net, *args, **kwargs)
    found = pytree.tree_leaves(dict(out) if isinstance(out := call(), dict) else out)
    out = [x for x in found if isinstance(x, torch.Tensor)]
    loss = sum(
        (x * torch.tensor(w)).sum() for x, w in zip(out, weights(out), strict=True) if w is not None
    )
    named = dict(net.named_parameters())
    found = torch.autograd.grad(loss, list(named.values()), allow_unused=True)
    gradients = {k: host(g) for k, g in zip(named, found, strict=True) if g is not None}
    graph = ivy.compile_graph(net, *args, **kwargs)
    args, kwargs = pytree.tree_map_only(torch.Tensor, host, (args, kwargs))
    return Model(graph, args, kwargs, [host(x) for x in out], gradients)


def _family(name: str) -> Model:
    row = FAMILIES[name]
    inputs = {k: v for k, v in row.inputs().items() if k != "labels"}
    if name == "t5":
        inputs["decoder_input_ids"] = inputs["input_ids"].flip(1)
    return _of_torch(row.build(), (), {**inputs, "use_cache": False} if row.generates else inputs)


def _resnet50() -> Model:
    sys.path.append(str(Path(__file__).parents[2] / "examples"))
    from resnet50 import ResNet  # pyright: ignore[reportMissingImports]

    torch.manual_seed(0)
    net = ResNet(classes=10)
    for module in net.modules():  # as after some training
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    return _of_torch(net, (torch.randn(2, 3, 64, 64),), {})


_row("ResNet-50, plain PyTorch", _resnet50)
for _title, _name in {
    "BERT": "bert", "GPT-2": "gpt2", "ViT": "vit", "T5": "t5", "Mamba": "mamba"
}.items():  # fmt: skip
    _row(f"{_title}, Hugging Face", _family, _name)


# -- libraries on JAX


def _of_jax(net: ivy.Module, *args: Any) -> Model:
    import jax

    net.eval()
    state, arrays = net._named("state"), tuple(map(jax.numpy.asarray, args))

    def outputs(v: Any) -> list[Any]:
        return jax.tree.leaves(net.apply(v, state, *arrays)[0])

    def loss(v: Any) -> Any:
        out = outputs(v)
        return sum((x * w).sum() for x, w in zip(out, wanted, strict=True) if w is not None)

    variables = net._named("v")
    found = [host(x) for x in outputs(variables)]
    wanted = weights(found)
    gradients = {k: host(g) for k, g in jax.grad(loss)(variables).items()}
    return Model(net.graph(*arrays), args, {}, found, gradients)


def _keras() -> Model:
    import keras

    keras.utils.set_random_seed(0)
    net = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, weights=None, classes=10)
    rng = np.random.default_rng(0)
    for weight in net.weights:  # as after some training
        noise = (
            rng.normal(size=weight.shape)
            if len(weight.shape) > 1
            else rng.uniform(size=weight.shape)
        )
        weight.assign(weight + 0.2 * noise)
    return _of_jax(ivy.to_ivy_module(net), _images())


def _images() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2, 32, 32, 3)).astype("f4")


def _words() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 61, (2, 7)).astype("i4")


def _flax() -> Model:
    import flax.linen as nn
    import jax

    class Block(nn.Module):
        @nn.compact
        def __call__(self, x: Any, mask: Any) -> Any:
            h = nn.LayerNorm()(x)
            x = x + nn.MultiHeadDotProductAttention(4)(h, h, mask=mask)
            h = nn.gelu(nn.Dense(128)(nn.LayerNorm()(x)))
            return x + nn.Dense(32)(h)

    class Transformer(nn.Module):
        @nn.compact
        def __call__(self, words: Any) -> Any:
            table = nn.Embed(61, 32)
            places = self.param("places", nn.initializers.normal(0.2), (16, 32))
            x = table(words) + places[: words.shape[1]]
            for _ in range(3):
                x = Block()(x, nn.make_causal_mask(words))
            return table.attend(nn.LayerNorm()(x))

    net = Transformer()
    variables = net.init(jax.random.key(0), _words())
    return _of_jax(ivy.to_ivy_module(net, variables=variables), _words())


def _haiku() -> Model:
    import haiku as hk
    import jax

    def forward(x: Any, is_training: bool) -> Any:
        return hk.nets.ResNet18(10)(x, is_training)

    made = hk.transform_with_state(forward)
    params, state = made.init(jax.random.key(0), _images(), True)
    params = jax.tree.map(lambda x: x + 0.05, params)  # the last layer begins with zeros
    return _of_jax(ivy.to_ivy_module(made, params=params, state=state), _images())


_row("MobileNetV2, keras.applications", _keras)
_row("Transformer, Flax linen", _flax)
_row("ResNet-18, hk.nets", _haiku)


# -- a backend


def measured(model: Model, name: str) -> dict[str, float]:
    """The errors of a backend: of outputs, gradients and source text."""
    program = model.graph.to_backend(name)
    args, kwargs = _uploaded((model.args, model.kwargs), program.backend)
    errors = {"outputs": worst(_arrays(program(*args, **kwargs)), model.outputs)}
    if name in GRADIENTS:
        with program.backend.scope():
            found = GRADIENTS[name](program, args, kwargs, weights(model.outputs))
        errors["gradients"] = worst_gradient(found, model)
    errors["source"] = worst(_text_run(model, program, args, kwargs), model.outputs)
    return errors


def _uploaded(values: Any, backend: Any) -> Any:
    with backend.scope():
        return pytree.tree_map_only(np.ndarray, backend.from_numpy, values)


def _arrays(out: Any) -> list[Any]:
    return [x for x in pytree.tree_leaves(out) if not isinstance(x, (int, float, str, type(None)))]


def _text_run(model: Model, program: Any, args: Any, kwargs: Any) -> list[Any]:
    names: dict[str, Any] = {}
    graph = model.graph
    exec(compile(graph.source(program.name), f"<{graph.name} for {program.name}>", "exec"), names)
    tables = [t for t, has in ((program.params, graph.params), (program.state, graph.state)) if has]
    key = {} if graph.key is None else {"key": program.backend.from_numpy(KEY)}

    def outputs(out: Any) -> list[Any]:
        return _arrays(out[0] if graph.state else out)

    with program.backend.scope():
        call = functools.partial(names["forward"], *tables, *args, **key)
        if program.name == "jax":  # op by op, each shape is a program of its own
            import jax

            static = {k: v for k, v in kwargs.items() if not isinstance(v, jax.Array)}
            arrays = {k: v for k, v in kwargs.items() if k not in static}
            return jax.jit(lambda given: outputs(call(**given, **static)))(arrays)
        return outputs(call(**kwargs))


def worst(found: list[Any], wanted: list[np.ndarray]) -> float:
    """The largest error, relative to the largest element of its array (at least 1).

    Raises
    ------
    AssertionError
        Something differs in shape or dtype.
    """
    assert len(found) == len(wanted), f"{len(found)} results for {len(wanted)}"
    errors = [0.0]
    for got, b in zip(map(host, found), wanted, strict=True):
        assert got.shape == b.shape and got.dtype == b.dtype, f"{got.dtype} {got.shape}"
        scale = max(1.0, float(np.abs(b).max(initial=0)))
        errors.append(float(np.abs(got.astype("f8") - b).max(initial=0)) / scale)
    return max(errors)


def worst_gradient(found: dict[str, Any], model: Model) -> float:
    """The largest error, relative to the largest element of any gradient."""
    scale = max(float(np.abs(g).max(initial=0)) for g in model.gradients.values())
    errors = [0.0]
    for name, wanted in model.gradients.items():
        got = found.get(model.graph.tied.get(name, name))
        got = np.zeros_like(wanted) if got is None else host(got)
        errors.append(float(np.abs(got.astype("f8") - wanted).max(initial=0)) / scale)
    return max(errors)


def _loss(program: Any, params: Any, args: Any, kwargs: Any, wanted: Any, total: Any) -> Any:
    out = _arrays(program.apply(params, program.state, *args, key=KEY, **kwargs)[0])
    upload = program.backend.from_numpy
    return sum(total(x * upload(w)) for x, w in zip(out, wanted, strict=True) if w is not None)


def _by_jax(program: Any, args: Any, kwargs: Any, wanted: Any) -> dict[str, Any]:
    import jax

    return jax.jit(jax.grad(lambda p: _loss(program, p, args, kwargs, wanted, jax.numpy.sum)))(
        program.params
    )


def _by_torch(program: Any, args: Any, kwargs: Any, wanted: Any) -> dict[str, Any]:
    def leaf(x: torch.Tensor) -> torch.Tensor:
        return x.clone().requires_grad_(x.is_floating_point())

    params = {k: leaf(x) for k, x in program.params.items()}
    with torch.enable_grad():
        _loss(program, params, args, kwargs, wanted, torch.sum).backward()
    return {k: x.grad for k, x in params.items()}


def _by_tensorflow(program: Any, args: Any, kwargs: Any, wanted: Any) -> dict[str, Any]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(program.params)
        loss = _loss(program, program.params, args, kwargs, wanted, tf.reduce_sum)
    found = tape.gradient(loss, program.params)
    return {k: g if g is None else tf.convert_to_tensor(g) for k, g in found.items()}


GRADIENTS = {"jax": _by_jax, "torch": _by_torch, "tensorflow": _by_tensorflow}

"""Models of each library, and training of converted ones by each library's own tools.

A *source* makes a model as an `ivy.Module`; a *target* wraps the converted module: `outputs(x)` in
evaluation mode, `step(x, t)` a step of gradient descent in training mode by the library's own
optimizer, `values()` parameters and state by the source's names.
"""

from __future__ import annotations

import functools
import importlib
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import torch

import ivy
from ivy.modules.libraries.blueprint import identifier
from ivy.modules.variables import flat

RATE = 0.05
MODELS = ("mlp", "cnn", "block")
LIBRARIES = ("torch", "keras", "haiku", "flax", "nnx", "equinox", "trax", "objax")
PACKAGES = {"nnx": "flax"}
KEY = jax.random.key(0)


def missing(library: str) -> str:
    """Why a library cannot be used here; empty if it can."""
    try:
        if library == "objax":
            importlib.import_module("ivy.modules.libraries.objax_shim")
        importlib.import_module(PACKAGES.get(library, library))
    except ImportError as error:
        return f"{library} is not here: {error}"
    return ""


def refused(library: str) -> str:
    """Why models of a library cannot be converted in this process."""
    if library == "keras":
        import keras

        if keras.backend.backend() != "jax":
            return "models of Keras are converted on its JAX backend: KERAS_BACKEND=jax"
    return ""


def example(model: str, channels: str = "last") -> tuple[np.ndarray, np.ndarray]:
    """An input, and a target for the outputs."""
    rng = np.random.default_rng(0)
    shape = {"mlp": (4, 6), "cnn": (4, 8, 8, 3), "block": (2, 5, 8)}[model]
    wanted = {"mlp": (4, 2), "cnn": (4, 3), "block": (2, 5, 8)}[model]
    x, t = (rng.normal(size=s).astype("f4") for s in (shape, wanted))
    return (np.moveaxis(x, -1, 1).copy() if model == "cnn" and channels == "first" else x), t


# -- sources


def torch_source(model):
    torch.manual_seed(0)
    nn = torch.nn
    if model == "mlp":
        net = nn.Sequential(nn.Linear(6, 8), nn.GELU(), nn.Linear(8, 2))
    elif model == "cnn":
        net = nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Dropout(0.0),
            nn.Linear(64, 3),
        )
    else:
        net = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    return ivy.to_ivy_module(net)


def keras_source(model):
    import keras

    keras.utils.set_random_seed(0)
    L = keras.layers
    if model == "mlp":
        net = keras.Sequential(
            [keras.Input((6,)), L.Dense(8, activation="gelu", name="a"), L.Dense(2, name="b")]
        )
    elif model == "cnn":
        net = keras.Sequential(
            [
                keras.Input((8, 8, 3)),
                L.Conv2D(4, 3, padding="same", name="conv"),
                L.BatchNormalization(name="bn"),
                L.ReLU(),
                L.MaxPool2D(2),
                L.Flatten(),
                L.Dropout(0.0),
                L.Dense(3, name="fc"),
            ]
        )
    else:
        x = keras.Input((5, 8))
        h = L.LayerNormalization(name="norm")(
            x + L.MultiHeadAttention(2, 4, name="attention")(x, x)
        )
        out = h + L.Dense(8, name="down")(L.Dense(16, activation="relu", name="up")(h))
        net = keras.Model(x, out)
    return ivy.to_ivy_module(net).train()


def haiku_source(model):
    import haiku as hk

    def mlp(x, is_training):
        return hk.Linear(2)(jax.nn.gelu(hk.Linear(8)(x)))

    def cnn(x, is_training):
        x = hk.BatchNorm(True, True, 0.9)(hk.Conv2D(4, 3)(x), is_training)
        x = hk.Flatten()(hk.max_pool(jax.nn.relu(x), (2, 2, 1), (2, 2, 1), "VALID"))
        if is_training:
            x = hk.dropout(hk.next_rng_key(), 0.0, x)
        return hk.Linear(3)(x)

    def block(x, is_training):
        scale = hk.initializers.VarianceScaling(1.0)
        h = x + hk.MultiHeadAttention(2, 4, model_size=8, w_init=scale)(x, x, x)
        h = hk.LayerNorm(-1, True, True)(h)
        return h + hk.Linear(8)(jax.nn.relu(hk.Linear(16)(h)))

    made = hk.transform_with_state({"mlp": mlp, "cnn": cnn, "block": block}[model])
    params, state = made.init(KEY, jnp.asarray(example(model)[0]), True)
    return ivy.to_ivy_module(made, params=params, state=state)


def flax_source(model):
    import flax.linen as nn

    class MLP(nn.Module):
        @nn.compact
        def __call__(self, x, train):
            return nn.Dense(2)(nn.gelu(nn.Dense(8)(x)))

    class CNN(nn.Module):
        @nn.compact
        def __call__(self, x, train):
            x = nn.BatchNorm(use_running_average=not train, momentum=0.9)(nn.Conv(4, (3, 3))(x))
            x = nn.max_pool(nn.relu(x), (2, 2), (2, 2)).reshape(x.shape[0], -1)
            return nn.Dense(3)(nn.Dropout(0.0, deterministic=not train)(x))

    class Block(nn.Module):
        @nn.compact
        def __call__(self, x, train):
            h = nn.LayerNorm()(x + nn.MultiHeadDotProductAttention(2)(x))
            return h + nn.Dense(8)(nn.relu(nn.Dense(16)(h)))

    net = {"mlp": MLP, "cnn": CNN, "block": Block}[model]()
    return ivy.to_ivy_module(net, variables=net.init(KEY, jnp.asarray(example(model)[0]), False))


def nnx_source(model):
    from flax import nnx

    class MLP(nnx.Module):
        def __init__(self, r):
            self.a, self.b = nnx.Linear(6, 8, rngs=r), nnx.Linear(8, 2, rngs=r)

        def __call__(self, x):
            return self.b(nnx.gelu(self.a(x)))

    class CNN(nnx.Module):
        def __init__(self, r):
            self.conv = nnx.Conv(3, 4, (3, 3), rngs=r)
            self.bn = nnx.BatchNorm(4, momentum=0.9, rngs=r)
            self.drop = nnx.Dropout(0.0, rngs=r)
            self.fc = nnx.Linear(64, 3, rngs=r)

        def __call__(self, x):
            x = nnx.max_pool(nnx.relu(self.bn(self.conv(x))), (2, 2), (2, 2))
            return self.fc(self.drop(x.reshape(x.shape[0], -1)))

    class Block(nnx.Module):
        def __init__(self, r):
            self.attention = nnx.MultiHeadAttention(2, 8, decode=False, rngs=r)
            self.norm = nnx.LayerNorm(8, rngs=r)
            self.up, self.down = nnx.Linear(8, 16, rngs=r), nnx.Linear(16, 8, rngs=r)

        def __call__(self, x):
            h = self.norm(x + self.attention(x))
            return h + self.down(nnx.relu(self.up(h)))

    return ivy.to_ivy_module({"mlp": MLP, "cnn": CNN, "block": Block}[model](nnx.Rngs(0)))


def equinox_source(model):
    import equinox as eqx

    nn, keys = eqx.nn, jax.random.split(KEY, 4)

    class MLP(eqx.Module):
        a: nn.Linear
        b: nn.Linear

        def __init__(self):
            self.a, self.b = nn.Linear(6, 8, key=keys[0]), nn.Linear(8, 2, key=keys[1])

        def __call__(self, x):
            return jax.vmap(lambda x: self.b(jax.nn.gelu(self.a(x))))(x)

    class CNN(eqx.Module):
        conv: nn.Conv2d
        bn: nn.BatchNorm
        drop: nn.Dropout
        fc: nn.Linear

        def __init__(self):
            self.conv = nn.Conv2d(3, 4, 3, padding=1, key=keys[0])
            self.bn = nn.BatchNorm(4, "batch", mode="ema")
            self.drop = nn.Dropout(0.0)
            self.fc = nn.Linear(64, 3, key=keys[1])

        def __call__(self, x, state, key=None):
            x = jax.vmap(self.conv)(x)
            norm = jax.vmap(self.bn, axis_name="batch", in_axes=(0, None), out_axes=(0, None))
            x, state = norm(x, state)
            x = jax.vmap(nn.MaxPool2d(2, 2))(jax.nn.relu(x)).reshape(x.shape[0], -1)
            return jax.vmap(self.fc)(self.drop(x, key=key)), state

    class Block(eqx.Module):
        attention: nn.MultiheadAttention
        norm: nn.LayerNorm
        up: nn.Linear
        down: nn.Linear

        def __init__(self):
            self.attention = nn.MultiheadAttention(2, 8, key=keys[0])
            self.norm = nn.LayerNorm(8)
            self.up, self.down = nn.Linear(8, 16, key=keys[1]), nn.Linear(16, 8, key=keys[2])

        def __call__(self, x):
            h = jax.vmap(jax.vmap(self.norm))(x + jax.vmap(self.attention)(x, x, x))
            each = lambda h: h + self.down(jax.nn.relu(self.up(h)))  # noqa: E731
            return jax.vmap(jax.vmap(each))(h)

    if model == "cnn":
        net, state = nn.make_with_state(CNN)()
        return ivy.to_ivy_module(net, state=state)
    return ivy.to_ivy_module({"mlp": MLP, "block": Block}[model]())


def objax_source(model):
    import objax

    objax.random.DEFAULT_GENERATOR.seed(0)
    nn = objax.nn

    class MLP(objax.Module):
        def __init__(self):
            self.a, self.b = nn.Linear(6, 8), nn.Linear(8, 2)

        def __call__(self, x, training):
            return self.b(jax.nn.gelu(self.a(x)))

    class CNN(objax.Module):
        def __init__(self):
            self.conv, self.bn = nn.Conv2D(3, 4, 3), nn.BatchNorm2D(4)
            self.drop, self.fc = nn.Dropout(1.0), nn.Linear(64, 3)  # Objax's rate is what it keeps

        def __call__(self, x, training):
            x = jax.nn.relu(self.bn(self.conv(x), training))
            x = objax.functional.max_pool_2d(x, 2).reshape(x.shape[0], -1)
            return self.fc(self.drop(x, training))

    return ivy.to_ivy_module({"mlp": MLP, "cnn": CNN}[model]())


def trax_source(model):
    from trax import layers as tl
    from trax import shapes

    layers = {
        "mlp": lambda: [tl.Dense(8), tl.Gelu(), tl.Dense(2)],
        "cnn": lambda: [
            tl.Conv(4, (3, 3), padding="SAME"),
            tl.BatchNorm(),
            tl.Relu(),
            tl.MaxPool((2, 2), (2, 2)),
            tl.Flatten(),
            tl.Dropout(0.0),
            tl.Dense(3),
        ],
        "block": lambda: [
            tl.Residual(tl.CausalAttention(8, n_heads=2, mode="train")),
            tl.LayerNorm(),
            tl.Residual(tl.Dense(16), tl.Relu(), tl.Dense(8)),
        ],
    }
    net = tl.Serial(*layers[model]())
    net.init(shapes.signature(example(model)[0]))
    return ivy.to_ivy_module(net)


CHANNELS_FIRST = ("torch", "equinox", "objax")
# what a library has no part for
WITHOUT = {("objax", "block"): "Objax has no attention"}


def source(library, model):
    """`(ivy.Module, input, target of the outputs)`."""
    x, t = example(model, "first" if library in CHANNELS_FIRST else "last")
    return globals()[f"{library}_source"](model), x, t


def reference(net, x, t, steps=10):
    """By the source's own library: outputs in evaluation mode; losses of gradient descent, and
    parameters and state after the first step."""
    own = net._model
    if isinstance(getattr(own, "module", None), torch.nn.Module):
        module = own.module
        outputs = module.eval()(torch.tensor(x)).detach().numpy()
        target = TorchTarget.of(module)
    else:
        v, state = ({k: jnp.asarray(a) for k, a in part.items()} for part in (own.v, own.state))
        outputs = np.asarray(own.pure(False, v, state, KEY, (jnp.asarray(x),), {})[0])
        target = _pure_target(
            lambda v, s, x: own.pure(True, v, s, KEY, (x,), {}), v, state, lambda p: p
        )
    return outputs, *trained(target, x, t, steps)


def trained(target, x, t, steps):
    """Losses, and the values after the first step."""
    losses, first = [], None
    for _ in range(steps):
        losses.append(float(target.step(x, t)))
        if first is None:
            first = {k: np.array(a) for k, a in target.values().items()}
    return losses, first


def renamed(values):
    """Names with numbers as identifiers, which some libraries need."""
    return {".".join(map(identifier, k.split("."))): np.asarray(a) for k, a in values.items()}


# -- targets


def _pure_target(apply, v, state, names, outputs=None):
    """Gradient descent in JAX on a pure function of parameters and state."""

    @jax.jit
    def step(v, state, x, t):
        def loss(v):
            out, new = apply(v, state, x)
            return jnp.mean((out - t) ** 2), new

        (value, new), grads = jax.value_and_grad(loss, has_aux=True)(v)
        return value, jax.tree.map(lambda p, g: p - RATE * g, v, grads), {**state, **new}

    now = SimpleNamespace(v=v, state=state)

    def advance(x, t):
        value, now.v, now.state = step(now.v, now.state, jnp.asarray(x), jnp.asarray(t))
        return value

    return SimpleNamespace(
        outputs=outputs, step=advance, values=lambda: {**names(now.v), **names(now.state)}
    )


class TorchTarget:
    """Trained by `torch.optim`."""

    def __init__(self, net):
        self.module = net.to_torch_module()
        self._start()

    @classmethod
    def of(cls, module):
        self = cls.__new__(cls)
        self.module = module
        self._start()
        return self

    def _start(self):
        self.optimizer = torch.optim.SGD(self.module.parameters(), RATE)

    def outputs(self, x):
        return self.module.eval()(torch.tensor(x)).detach().numpy()

    def step(self, x, t):
        loss = ((self.module.train()(torch.tensor(x)) - torch.tensor(t)) ** 2).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def values(self):
        named = {**dict(self.module.named_parameters()), **dict(self.module.named_buffers())}
        return {k: a.detach().numpy() for k, a in named.items()}


class KerasTarget:
    """Trained by `train_on_batch`, which is what `fit` does for a batch."""

    def __init__(self, net):
        import keras

        self.module = net.to_keras_module()
        self.module.compile(optimizer=keras.optimizers.SGD(RATE), loss="mse")

    def outputs(self, x):
        return np.asarray(self.module.predict_on_batch(x))

    def step(self, x, t):
        return self.module.train_on_batch(x, t)

    def values(self):
        named = {w.path.partition("/")[2].replace("/", "."): w for w in self.module.weights}
        named = {k: w for k, w in named.items() if not k.startswith("seed_generator")}
        return {k: np.asarray(w.value) for k, w in named.items()}


def haiku_target(net):
    import haiku as hk

    handle = net.to_haiku_module()
    made = hk.transform_with_state(lambda x, training: handle(x, is_training=training))
    v, state = made.init(KEY, net.x, False)

    def names(tree):
        found = {}
        for path, leaves in tree.items():
            inside = path.split("/")[1:]
            found.update({".".join([*inside, k]): a for k, a in leaves.items()})
        return found

    return _pure_target(
        lambda v, s, x: made.apply(v, s, KEY, x, True),
        v,
        state,
        names,
        lambda x: made.apply(v, state, None, jnp.asarray(x), False)[0],
    )


def flax_target(net):
    module = net.to_flax_module()
    variables = module.init(KEY, net.x)
    state = {k: a for k, a in variables.items() if k == "batch_stats"}

    def apply(v, s, x):
        rngs, kept = {"dropout": KEY}, list(state)
        return module.apply({"params": v, **s}, x, train=True, rngs=rngs, mutable=kept)

    return _pure_target(
        apply,
        variables.get("params", {}),
        state,
        lambda tree: flat(tree.get("batch_stats", tree)),
        lambda x: module.apply(variables, jnp.asarray(x)),
    )


def nnx_target(net):
    import optax
    from flax import nnx

    module = net.to_nnx_module(nnx.Rngs(0))
    optimizer = nnx.Optimizer(module, optax.sgd(RATE), wrt=nnx.Param)

    @nnx.jit
    def step(module, optimizer, x, t):
        value, grads = nnx.value_and_grad(lambda m: jnp.mean((m(x) - t) ** 2))(module)
        optimizer.update(module, grads)
        return value

    def outputs(x):
        module.eval()
        return module(jnp.asarray(x))

    def advance(x, t):
        module.train()
        return step(module, optimizer, jnp.asarray(x), jnp.asarray(t))

    def values():
        found = {}
        for kind in (nnx.Param, nnx.BatchStat):
            for path, a in nnx.to_flat_state(nnx.state(module, kind)):
                found[".".join(map(str, path))] = np.asarray(a[...])
        return found

    return SimpleNamespace(outputs=outputs, step=advance, values=values)


def equinox_target(net):
    import equinox as eqx
    import optax

    made = net.to_equinox_module()
    module, state = made if isinstance(made, tuple) else (made, None)
    optimizer = optax.sgd(RATE)
    now = SimpleNamespace(module=eqx.nn.inference_mode(module, value=False), state=state)
    now.slots = optimizer.init(eqx.filter(now.module, eqx.is_inexact_array))

    def call(module, state, x):
        given = (x,) if state is None else (x, state)
        out = module(*given, key=KEY)
        return (out, None) if state is None else out

    @eqx.filter_jit
    def step(module, state, slots, x, t):
        def loss(module):
            out, new = call(module, state, x)
            return jnp.mean((out - t) ** 2), new

        (value, new), grads = eqx.filter_value_and_grad(loss, has_aux=True)(module)
        updates, slots = optimizer.update(grads, slots)
        return value, eqx.apply_updates(module, updates), new, slots

    def clone(state):
        leaves, tree = jax.tree.flatten(state)
        return jax.tree.unflatten(tree, leaves)

    def outputs(x):
        before = now.state if state is None else clone(now.state)
        now.state = before if state is None else clone(before)
        return call(eqx.nn.inference_mode(now.module), before, jnp.asarray(x))[0]

    def advance(x, t):
        args = now.module, now.state, now.slots, jnp.asarray(x), jnp.asarray(t)
        value, now.module, now.state, now.slots = step(*args)
        return value

    def values():
        kept = {} if state is None else now.state.get(now.module.state_index)
        return {**flat(now.module.v), **flat(kept)}

    return SimpleNamespace(outputs=outputs, step=advance, values=values)


def objax_target(net):
    import objax

    module = net.to_objax_module()
    optimizer = objax.optimizer.SGD(module.vars())

    @objax.Function.with_vars(module.vars())
    def loss(x, t):
        return jnp.mean((module(x, training=True) - t) ** 2)

    gradients = objax.GradValues(loss, module.vars())

    @objax.Function.with_vars(module.vars() + gradients.vars() + optimizer.vars())
    def step(x, t):
        grads, values = gradients(x, t)
        optimizer(RATE, grads)
        return values[0]

    step = objax.Jit(step)

    def values():
        from interceptors.jax.models.objax_model import ObjaxModel

        own = ObjaxModel(module)
        return {**own.v, **own.state}

    return SimpleNamespace(
        outputs=lambda x: module(jnp.asarray(x)),
        step=lambda x, t: step(jnp.asarray(x), jnp.asarray(t)),
        values=values,
    )


def trax_target(net):
    from trax import layers as tl
    from trax import optimizers, shapes
    from trax.optimizers.trainer import Trainer

    made = {mode: net.to_trax_module(mode=mode) for mode in ("train", "eval")}
    loss = tl.Serial(made["train"], tl.L2Loss())
    one = np.ones_like(net.t)
    loss.init(shapes.signature((net.x, net.t, one)))
    made["eval"].init(shapes.signature(net.x))
    optimizer = optimizers.SGD(RATE)
    optimizer.tree_init(loss.weights)
    trainer = Trainer(loss, optimizer)

    def advance(x, t):
        return trainer.one_step((x, t, one), KEY)[0]

    def values():
        layer = trainer.model_with_loss.sublayers[0]
        return {**layer.weights, **(layer.state or {})}

    return SimpleNamespace(outputs=lambda x: made["eval"](x), step=advance, values=values)


TARGETS = {
    "torch": TorchTarget,
    "keras": KerasTarget,
    "haiku": haiku_target,
    "flax": flax_target,
    "nnx": nnx_target,
    "equinox": equinox_target,
    "objax": objax_target,
    "trax": trax_target,
}


@functools.cache
def referred(library, model, steps):
    """The source, with what its own library computes."""
    net, x, t = source(library, model)
    return net, x, t, *reference(net, x, t, steps)


def measure(library, to, model, steps=10):
    """The largest errors of a pair: outputs, gradients, new state, losses."""
    net, x, t, outputs, losses, first = referred(library, model, steps)
    net.__dict__["x"], net.__dict__["t"] = jnp.asarray(x), jnp.asarray(t)
    start = renamed({**flat(net.v), **flat(net.state)})
    trained_names = set(renamed(flat(net.v)))
    target = TARGETS[to](net)
    found = {"outputs": _error(target.outputs(x), outputs)}
    own_losses, own_first = trained(target, x, t, steps)
    own_first, first = renamed(own_first), renamed(first)
    # gradients are read off the first step; one that is truly 0 is judged against the largest
    scale = max(abs(first[k] - start[k]).max() for k in trained_names)
    found["gradients"] = max(abs(own_first[k] - first[k]).max() for k in trained_names) / scale
    kept = set(start) - trained_names
    found["state"] = max((_error(own_first[k], first[k]) for k in kept), default=0.0)
    found["losses"] = max(abs(a - b) / max(1, abs(b)) for a, b in zip(own_losses, losses))
    return {k: float(e) for k, e in found.items()}


def _error(got, wanted):
    got, wanted = np.asarray(got, np.float64), np.asarray(wanted, np.float64)
    return float(np.max(abs(got - wanted) / np.maximum(1, abs(wanted)), initial=0.0))


BOUNDS = {"outputs": 1e-5, "gradients": 1e-4, "state": 1e-4, "losses": 1e-4}

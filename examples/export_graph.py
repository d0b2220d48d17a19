"""A PyTorch model exported by the exporters of JAX, PyTorch and TensorFlow, and as ONNX.

Each file is read again by the framework's own reader, without Ivy, and gives PyTorch's outputs. ONNX
takes `pip install onnx onnxscript`, and `onnxruntime` to be run.
"""

import importlib.util
import tempfile
from pathlib import Path

import jax
import numpy as np
import tensorflow as tf
import torch
from torch import nn

import ivy


def by_jax(program, x, folder):
    """`jax.export`: StableHLO, with the parameters inside."""
    from jax import export

    arg = jax.ShapeDtypeStruct(x.shape, x.dtype)
    file = folder / "model.stablehlo"
    file.write_bytes(export.export(jax.jit(program))(arg).serialize())
    return file, lambda: export.deserialize(file.read_bytes()).call(x)


class Exported(nn.Module):
    """A program of PyTorch as a module, which the exporters of PyTorch take."""

    def __init__(self, program):
        super().__init__()
        self.program = program
        self.values = nn.ParameterDict({k.replace(".", "/"): v for k, v in program.params.items()})

    def forward(self, x):
        params = {k.replace("/", "."): v for k, v in self.values.items()}
        return self.program.apply(params, {}, x)[0]


def by_torch(program, x, folder):
    """`torch.export`."""
    file = folder / "model.pt2"
    torch.export.save(torch.export.export(Exported(program).eval(), (torch.tensor(x),)), file)
    return file, lambda: torch.export.load(file).module()(torch.tensor(x)).detach()


def by_tensorflow(program, x, folder):
    """A SavedModel."""
    module = tf.Module()
    module.values = {k.replace(".", "/"): tf.Variable(v) for k, v in program.params.items()}

    @tf.function(input_signature=[tf.TensorSpec(x.shape, tf.float32)], autograph=False)
    def run(x):
        params = {k.replace("/", "."): v.read_value() for k, v in module.values.items()}
        return program.apply(params, {}, x)[0]

    module.run = run
    file = folder / "saved_model"
    tf.saved_model.save(module, file)
    loaded = tf.saved_model.load(file)
    return file, lambda: loaded.run(tf.constant(x))


def by_onnx(program, x, folder):
    """ONNX, by PyTorch's exporter."""
    import onnxruntime

    file = folder / "model.onnx"
    module = Exported(program).eval()
    torch.onnx.export(module, (torch.tensor(x),), file, dynamo=True, verbose=False)
    session = onnxruntime.InferenceSession(file)
    name = session.get_inputs()[0].name
    return file, lambda: session.run(None, {name: x})[0]


EXPORTERS = {"jax": [by_jax], "torch": [by_torch, by_onnx], "tensorflow": [by_tensorflow]}


def main(exporters=EXPORTERS):
    """Exports, reads again, compares; the largest difference by exporter."""
    torch.manual_seed(0)
    net = nn.TransformerEncoderLayer(16, 4, 32, batch_first=True).eval()
    x = torch.randn(2, 5, 16)
    graph, wanted = ivy.compile_graph(net, x), net(x).detach().numpy()
    errors = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, functions in exporters.items():
            program = graph.to_backend(name)
            for export in functions:
                title = export.__name__.removeprefix("by_")
                if title == "onnx" and importlib.util.find_spec("onnxruntime") is None:
                    print("onnx: not installed")
                    continue
                file, run = export(program, x.numpy(), Path(folder))
                errors[title] = float(np.abs(np.asarray(run()) - wanted).max())
                print(f"{title}: {file.name}, off by {errors[title]:.0e} when it is read again")
    return errors


if __name__ == "__main__":
    main()

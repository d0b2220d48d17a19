"""Frontends where the framework that they imitate is not installed: a process for each backend.

In it only the backend's own framework can be imported. The programs are those of the project's
document, as they are written there.
"""

import importlib.util
import subprocess
import sys

import pytest

FRAMEWORKS = ("torch", "jax", "tensorflow")

ABSENT = """
import importlib.abc, sys

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        if fullname.split(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{fullname!r}}", name=fullname)

sys.meta_path.insert(0, Absent())
"""

ONE_HOT = """
import ivy, numpy as np
import ivy.frontends.torch as torch
ivy.set_backend('numpy')
x = np.array([0., 1., 2.])
ret = torch.nn.functional.one_hot(x, 3)

assert type(ret) is np.ndarray and ret.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ret
"""

CUMPROD = """
import ivy, torch
import ivy.frontends.tensorflow as tf
ivy.set_backend('torch')
x = torch.tensor([[0., 1., 2.]])
ret = tf.math.cumprod(x, -1)

assert type(ret) is torch.Tensor and ret.tolist() == [[0., 0., 0.]], ret
"""

CLIP = """
import ivy
import ivy.frontends.jax as jax
import ivy.frontends.numpy as numpy
import ivy.frontends.tensorflow as tensorflow
import ivy.frontends.torch as torch

ivy.set_backend({backend!r})
calls = [
    lambda x: torch.clamp(x, -1.0, 1.0),
    lambda x: torch.clip(x, -1.0, 1.0),
    lambda x: numpy.clip(x, -1.0, 1.0),
    lambda x: jax.lax.clamp(-1.0, x, 1.0),
    lambda x: jax.numpy.clip(x, -1.0, 1.0),
    lambda x: tensorflow.clip_by_value(x, -1.0, 1.0),
]
x = ivy.to_native(ivy.array([-2.0, 0.5, 2.0], dtype=ivy.float32))
for call in calls:
    result = call(x)
    assert type(result) is type(x), type(result)
    assert ivy.to_numpy(result).tolist() == [-1.0, 0.5, 1.0], result
made = [
    torch.tensor([-2.0, 2.0]).clamp(-1, 1),
    numpy.asarray([-2.0, 2.0]).clip(-1, 1),
    jax.numpy.asarray([-2.0, 2.0]).clip(-1, 1),
    tensorflow.clip_by_value(tensorflow.constant([-2.0, 2.0]), -1, 1),
]
for result in made:
    assert ivy.to_numpy(ivy.constant(result.__array__())).tolist() == [-1.0, 1.0], result
"""


def _run(program, backend):
    names = tuple(f for f in FRAMEWORKS if f != backend)
    program = ABSENT.format(names=names) + program
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_one_hot_without_torch():
    _run(ONE_HOT, "numpy")


def test_cumprod_without_tensorflow():
    pytest.importorskip("torch")
    _run(CUMPROD, "torch")


@pytest.mark.parametrize("backend", ["numpy", *FRAMEWORKS])
def test_clip_of_all_frontends(backend):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    _run(CLIP.format(backend=backend), backend)

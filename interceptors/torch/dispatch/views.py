"""View operators: other geometries over the same storage, as PyTorch's meta kernels give them."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.storage import ReinterpretedStorage
from interceptors.torch import _compat
from interceptors.torch._arguments import translate
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import conversion, meta
from interceptors.torch.tensors.tensor import show


def view(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """A tensor, or several, over the storage of the first argument."""
    tensor, rest = args[0], args[1:]
    storage, _ = engine.locate(tensor)
    for each in trees.instances(torch.Tensor, rest):
        engine.locate(each)  # its class may have a view of its own to make
    found = meta.view(op.func, tensor, storage.size, rest, kwargs)
    if op.reinterpretation is not None:
        extra = tuple(map(translate, rest))
        dtype = conversion.dtype_of(found[3])
        name = _compat.op_name(op.func)
        if isinstance(storage, ReinterpretedStorage) and storage.name == name in _compat.LAZY_BITS:
            storage = storage.parent
        else:
            storage = ReinterpretedStorage(storage, op.reinterpretation, extra, dtype, name)

    def shown(found: tuple) -> Any:
        return show(engine.tensor, storage, found[3], found[:3])

    # a view counts its versions if and only if its base does
    with torch.inference_mode(tensor.is_inference()):
        out = [shown(f) for f in found] if isinstance(found, list) else shown(found)
    session.count(op.label, "view")
    return out

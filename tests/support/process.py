"""What of this process a block must leave as it was."""

from __future__ import annotations

import gc
import importlib
import os
import threading
from pathlib import Path
from types import ModuleType

import torch


def patched_attributes() -> dict[str, int]:
    """The identity of each attribute of PyTorch's modules and classes, and of `Thread`."""
    importlib.import_module("torch._dynamo")  # wraps functions of torch itself when first imported
    owners = {
        "torch": torch,
        "torch.Tensor": torch.Tensor,
        "torch.nn.functional": torch.nn.functional,
        "torch.nn.Module": torch.nn.Module,
        "torch.nn.Parameter": torch.nn.Parameter,
        "torch._utils": torch._utils,
        "torch.serialization": torch.serialization,
        "torch.autograd": torch.autograd,
        "torch.utils.data": torch.utils.data,
        "threading.Thread": threading.Thread,
    }
    return {
        f"{k}.{n}": id(v)
        for k, owner in owners.items()
        for n, v in vars(owner).items()
        if not isinstance(v, ModuleType)  # PyTorch imports more of itself at any time
    }


def live_tensors() -> int:
    """Number of tensors, without those that are pooled."""
    from interceptors.torch.tensors.tensor import RedirectedTensor

    tensors = [o for o in gc.get_objects() if issubclass(type(o), torch.Tensor)]
    return sum(not isinstance(t, RedirectedTensor) or hasattr(t, "_storage") for t in tensors)


def resident_kilobytes() -> int:
    """Memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024

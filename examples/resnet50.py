"""A ResNet-50 written plainly in PyTorch, as a graph: run on every backend, and printed as JAX code.

    python examples/resnet50.py [jax|torch|tensorflow|numpy]

chooses the framework of the code. The weights are random: nothing is downloaded.
"""

import sys
import time

import numpy as np
import torch
from torch import nn

import ivy

BACKENDS = ("numpy", "jax", "torch", "tensorflow")


class Bottleneck(nn.Module):
    """Three convolutions, added to the input."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Identity()
        if stride != 1 or inputs != outputs:
            conv = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample = nn.Sequential(conv, nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = torch.relu(self.bn2(self.conv2(y)))
        return torch.relu(self.bn3(self.conv3(y)) + self.downsample(x))


class ResNet(nn.Module):
    """A stem, four stages of bottlenecks, a linear layer."""

    def __init__(self, blocks=(3, 4, 6, 3), width=64, classes=1000):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.maxpool = nn.MaxPool2d(3, 2, padding=1)
        inputs = width
        for i, count in enumerate(blocks):
            stage = nn.Sequential()
            for j in range(count):
                stage.append(Bottleneck(inputs, width * 2**i, 2 if i and not j else 1))
                inputs = 4 * width * 2**i
            setattr(self, f"layer{i + 1}", stage)
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


def main(shown="jax", size=64, backends=BACKENDS, **options):
    """Captures, runs and prints; returns the largest difference from PyTorch."""
    torch.manual_seed(0)
    net = ResNet(**options).eval()
    x = torch.randn(2, 3, size, size)
    with torch.no_grad():
        wanted = net(x).numpy()
    start = time.perf_counter()
    graph = ivy.compile_graph(net, x)
    seconds = time.perf_counter() - start
    count = sum(p.numel() for p in net.parameters())
    print(f"{count:,} parameters, {len(graph.nodes)} nodes, captured in {seconds:.1f} s")
    errors = []
    for name in backends:
        out = graph.to_backend(name)(x if name == "torch" else x.numpy())
        errors.append(np.abs(np.asarray(out.detach() if name == "torch" else out) - wanted).max())
        print(f"on {name}: the largest difference from PyTorch is {errors[-1]:.0e}")
    print(f"\nas a program of {shown}:\n")
    print(graph.source(shown))
    return max(errors)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A plain PyTorch training script: a small convolutional net on scikit-learn's handwritten digits.

It knows nothing of Ivy. Run it natively with `python examples/train_digits.py`.
"""

import argparse
import io
import time

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1, bias=False),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.head = nn.Sequential(
            nn.Flatten(), nn.Linear(32 * 2 * 2, 64), nn.ReLU(), nn.Dropout(0.25), nn.Linear(64, 10)
        )

    def forward(self, x):
        return self.head(self.features(x))


def digits():
    images, labels = load_digits(return_X_y=True)
    x = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
    y = torch.tensor(labels)
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    train, test = order[:1437], order[1437:]
    return TensorDataset(x[train], y[train]), (x[test], y[test])


def accuracy(model, x, y):
    model.eval()
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()


def train(epochs=3, batch_size=64, seed=0, log=print):
    torch.manual_seed(seed)
    train_set, test_set = digits()
    model = Net()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, drop_last=True)
    losses, steps, start, checkpoint = [], 0, time.perf_counter(), io.BytesIO()
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
            steps += 1
        scheduler.step()
        losses.append(total / len(loader))
        log(f"epoch {epoch + 1}: loss {losses[-1]:.6f}")
        if epoch == 0:  # save, and go on from what was loaded
            torch.save(
                {"model": model.state_dict(), "optimizer": optimizer.state_dict()}, checkpoint
            )
            checkpoint.seek(0)
            saved = torch.load(checkpoint)
            model.load_state_dict(saved["model"])
            optimizer.load_state_dict(saved["optimizer"])
    seconds = time.perf_counter() - start
    return {
        "model": model,
        "losses": losses,
        "accuracy": accuracy(model, *test_set),
        "steps_per_second": steps / seconds,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=3)
    result = train(parser.parse_args().epochs)
    print(f"test accuracy {result['accuracy']:.4f}, {result['steps_per_second']:.1f} steps/s")

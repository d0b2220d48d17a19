"""Where PyTorch leaves the dispatcher: memory, devices, recorders, users' classes."""

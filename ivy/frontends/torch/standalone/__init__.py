"""PyTorch's namespace without PyTorch: its tensor class, and functions that only direct use needs.

Nothing here is imported by `ivy.run_on`, where PyTorch itself has a tensor class, views, a random
generator, checks of arguments, and Python functions composed of operators.
"""

"""Interceptors notice native calls and send them to frontends; one package per source framework."""

FRAMEWORKS = ("torch", "jax", "tensorflow", "numpy")

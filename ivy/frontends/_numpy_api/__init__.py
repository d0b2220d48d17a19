"""The functions that NumPy and jax.numpy share: plain functions of the rules of their source.

`rules`, the first argument of each, is the object with the dtypes, the promotion and the errors of a
source (`_rules.Rules`); functions of one module call those of another by import. The frontends of
NumPy and JAX bind them to their rules (`_publishing`), with functions of their own where they differ
by more than a rule.
"""

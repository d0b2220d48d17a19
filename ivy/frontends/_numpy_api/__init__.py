"""What NumPy and jax.numpy have in common: one class of functions per family, written once.

The functions are methods of an object that knows the rules of its source: how operands become arrays
of one dtype, what the default dtypes are, which errors are raised (`_rules.Rules`). `numpy.NumPy` and
`jax.JaxNumPy` add these and override what the two do differently.
"""

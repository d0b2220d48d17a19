"""Operators on sparse tensors, written with ops on their parts.

A sparse tensor is given as `Coordinates` or `Compressed`, a dense one as its array. Functions are
registered by ATen operator in `SPARSE`; operators without an entry fall back. How many elements a
result has may depend on values: they are read, as in `nonzero`, so nothing here is traced.
"""

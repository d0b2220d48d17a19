"""`tensorflow.raw_ops`: one implementation per op, of arrays and attributes that are checked already.

What TensorFlow checks for every op (dtypes, kernels, kinds of attributes) stands in `signatures.txt`
and is done by `_schema`. The public API is made of these.
"""

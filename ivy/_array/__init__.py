"""The public layer: `ivy.Array` and the functions of `ivy.*`, which follow the Array API standard.

Below it are the raw ops of `ivy.functional`, which know backend arrays only, take operands of one
dtype and want every option. This layer unwraps and wraps, promotes, checks dtypes, fills in
defaults. Nothing of it is imported by `import ivy`; `ivy.__getattr__` loads it at the first use.
"""

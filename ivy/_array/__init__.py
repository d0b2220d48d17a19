"""The public layer: `ivy.Array` and the functions of `ivy.*`, which follow the Array API standard.

Below it are the raw ops of `ivy.functional`, for backend arrays of one dtype and with all options
explicit. This layer unwraps and wraps, promotes, checks dtypes and fills in defaults. `import ivy`
does not import it; `ivy.__getattr__` loads it on first use.
"""

"""Whether to use the C extensions: each is optional and has an equivalent in Python."""

import os


def wanted() -> bool:
    """False with `IVY_PURE_PYTHON=1` in the environment."""
    return os.environ.get("IVY_PURE_PYTHON", "0") in ("", "0")

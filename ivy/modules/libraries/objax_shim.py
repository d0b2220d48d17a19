"""What Objax 1.8 needs of JAX 0.10: `jax.sharding.PmapSharding`, which JAX has removed.

Objax asks only whether an array has such a sharding. None has, so a class without instances does.
Imported before Objax, and only for a conversion to or from it.
"""

import jax

if not hasattr(jax.sharding, "PmapSharding"):
    jax.sharding.PmapSharding = type("PmapSharding", (), {})  # pyright: ignore

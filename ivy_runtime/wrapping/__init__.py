"""`ivy.wrap`: code of one framework as code of another one."""

from ivy_runtime.wrapping.wrap import wrap as wrap

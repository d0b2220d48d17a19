"""When and where native code is redirected: blocks, process-wide installation, reports."""

from interceptors.session import FallbackWarning as FallbackWarning
from ivy_runtime.context import install as install
from ivy_runtime.context import report as report
from ivy_runtime.context import run_on as run_on
from ivy_runtime.context import uninstall as uninstall
from ivy_runtime.graphs import compile_graph as compile_graph
from ivy_runtime.values import is_redirected as is_redirected
from ivy_runtime.values import target_array as target_array
from ivy_runtime.values import to_source as to_source
from ivy_runtime.wrapping import wrap as wrap

__all__ = [
    "FallbackWarning",
    "compile_graph",
    "install",
    "is_redirected",
    "report",
    "run_on",
    "target_array",
    "to_source",
    "uninstall",
    "wrap",
]

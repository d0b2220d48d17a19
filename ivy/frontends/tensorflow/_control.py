"""Control flow as it is in eager TensorFlow: plain Python on tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy.frontends import _publish, tensorflow


def cond(pred: Any, true_fn: Callable, false_fn: Callable, name: Any = None) -> Any:
    if not callable(true_fn) or not callable(false_fn):
        raise TypeError("'true_fn' and 'false_fn' must be callable.")
    return true_fn() if bool(pred) else false_fn()


def case(
    pred_fn_pairs: Any, default: Any = None, exclusive: bool = False, strict: bool = False,
    name: Any = "case",
) -> Any:  # fmt: skip
    if not isinstance(pred_fn_pairs, (list, tuple)):
        raise TypeError("'pred_fn_pairs' must be a list, tuple, or dict.")
    for pred, function in pred_fn_pairs:
        if not callable(function):
            raise TypeError("fn for pred must be callable.")
        if bool(pred):
            return function()
    if default is None:
        raise tensorflow.errors.invalid("None of the conditions evaluated as True.")
    return default()


def switch_case(
    branch_index: Any, branch_fns: Any, default: Any = None, name: Any = "switch_case"
) -> Any:
    if not isinstance(branch_fns, (list, tuple)) or not all(map(callable, branch_fns)):
        raise TypeError("Argument branch_fns must be a list of callables")
    index = int(branch_index)
    if 0 <= index < len(branch_fns):
        return branch_fns[index]()
    return (default or branch_fns[-1])()


def while_loop(
    cond: Callable, body: Callable, loop_vars: Any, shape_invariants: Any = None,
    parallel_iterations: int = 10, back_prop: bool = True, swap_memory: bool = False,
    maximum_iterations: Any = None, name: Any = None,
) -> Any:  # fmt: skip
    if not callable(cond) or not callable(body):
        raise TypeError("'cond' and 'body' must be callable.")
    if not loop_vars:
        raise ValueError("'loop_vars' must be provided.")
    left = None if maximum_iterations is None else int(maximum_iterations)
    while bool(cond(*loop_vars)) and left != 0:
        found = body(*loop_vars)
        loop_vars = found if isinstance(found, (list, tuple)) else (found,)
        left = left and left - 1
    return loop_vars


def _rows(elems: Any) -> list:
    """The elements that functions see: of one tensor, or of several at a time."""
    if not isinstance(elems, (list, tuple)):
        return tensorflow.unstack(elems)
    return list(zip(*map(tensorflow.unstack, elems), strict=True))


def _stacked(results: list) -> Any:
    if isinstance(results[0], (list, tuple)):
        return type(results[0])(tensorflow.stack(list(r)) for r in zip(*results, strict=True))
    return tensorflow.stack(results)


def map_fn(
    fn: Callable, elems: Any, dtype: Any = None, parallel_iterations: Any = None,
    back_prop: bool = True, swap_memory: bool = False, infer_shape: bool = True,
    name: Any = None, fn_output_signature: Any = None,
) -> Any:  # fmt: skip
    if not callable(fn):
        raise TypeError("The provided function is not callable.")
    return _stacked([fn(row) for row in _rows(elems)])


def vectorized_map(
    fn: Callable, elems: Any, fallback_to_while_loop: bool = True, warn: bool = True
) -> Any:
    return _stacked([fn(row) for row in _rows(elems)])


def _folded(fn: Callable, rows: list, initializer: Any) -> list:
    """The running results."""
    if not callable(fn):
        raise TypeError("`fn` must be callable.")
    if initializer is None:
        initializer, rows = rows[0], rows[1:]
        found = [initializer]
    else:
        found = []
    for row in rows:
        initializer = fn(initializer, row)
        found.append(initializer)
    return found


def foldl(
    fn: Callable, elems: Any, initializer: Any = None, parallel_iterations: int = 10,
    back_prop: bool = True, swap_memory: bool = False, name: Any = None,
) -> Any:  # fmt: skip
    found = _folded(fn, _rows(elems), initializer)
    return found[-1] if found else initializer


def foldr(
    fn: Callable, elems: Any, initializer: Any = None, parallel_iterations: int = 10,
    back_prop: bool = True, swap_memory: bool = False, name: Any = None,
) -> Any:  # fmt: skip
    found = _folded(fn, _rows(elems)[::-1], initializer)
    return found[-1] if found else initializer


def scan(
    fn: Callable, elems: Any, initializer: Any = None, parallel_iterations: int = 10,
    back_prop: bool = True, swap_memory: bool = False, infer_shape: bool = True,
    reverse: bool = False, name: Any = None,
) -> Any:  # fmt: skip
    found = _folded(fn, _rows(elems)[:: -1 if reverse else 1], initializer)
    return _stacked(found[::-1] if reverse else found)


_publish.publish(__name__, "tensorflow", registry=_publish.COMPOSED)

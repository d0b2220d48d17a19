"""Writes `ivy/frontends/tensorflow/_raw/signatures.txt` from the TensorFlow that is installed.

    python tests/frontends/tensorflow_signatures.py --write

A line per raw op that the frontend defines. Where it is

    Sum input:T axis:Tidx=i keep_dims?bool=False | T=bhi/bh Tidx=iq

there are two tensors, of the type attributes T and Tidx (int32 where a Python value does not say), and
an attribute with its default. `-> y idx` names several results. `values:+T` is a list of one type, `*T`
of any. After the bar stands what each attribute may be, `bhi/bh` where kernels for a CPU
exist for b and h only. Dtypes are letters (`CODES`).
"""

from __future__ import annotations

import ast
import inspect
import pathlib
import sys

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "ivy" / "frontends" / "tensorflow" / "_raw"
FILE = FOLDER / "signatures.txt"
CODES = {
    "bool": "t", "int8": "b", "int16": "h", "int32": "i", "int64": "q",
    "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q",
    "float16": "e", "bfloat16": "E", "float32": "f", "float64": "d",
    "complex64": "F", "complex128": "D",
}  # fmt: skip


def defined() -> list[str]:
    """The names of ops that the frontend's files define, in any order."""
    names = set()
    for file in FOLDER.glob("_*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                continue
            targets = node.targets if isinstance(node, ast.Assign) else [node]
            for target in (t for x in targets for t in getattr(x, "elts", [x])):
                name = getattr(target, "name", getattr(target, "id", ""))
                if name[:1].isupper():
                    names.add(name)
    return sorted(names)


def signature(name: str) -> str:
    """The line of one op."""
    import tensorflow as tf
    from tensorflow.python.framework import op_def_registry

    definition = op_def_registry.get(name)
    inputs = {a.name: a for a in definition.input_arg}
    attributes = {a.name: a for a in definition.attr}
    words = []
    parameters = dict(inspect.signature(getattr(tf.raw_ops, name)).parameters)
    del parameters["name"]
    arguments = _matched(list(parameters), inputs, attributes)
    for parameter in parameters.values():
        argument = arguments[parameter.name]
        if hasattr(argument, "type_attr"):
            words.append(_input(parameter.name, argument, attributes))
        else:
            words.append(_attribute(parameter, argument))
    kernels = _kernels(name)
    limits = [
        f"{a.name}={_limit(_letters(a.allowed_values.list.type), kernels.get(a.name, ''))}"
        for a in definition.attr
        if a.type in ("type", "list(type)")
    ]
    limits += [
        f"{a.name}='{','.join(s.decode() for s in a.allowed_values.list.s)}'"
        for a in definition.attr
        if a.type == "string" and a.allowed_values.list.s
    ]
    outputs = [a.name for a in definition.output_arg]
    results = ["->", *outputs] if len(outputs) > 1 else []
    return " ".join((name, *words, *results, "|", *limits)).rstrip(" |")


def _matched(names, inputs, attributes) -> dict:
    """What each parameter is in the definition; Python renames some, in order, inputs first."""
    known = {**attributes, **inputs}
    inferred = {n for a in inputs.values() for n in (a.type_attr, a.number_attr, a.type_list_attr)}
    left = [n for n in (*inputs, *attributes) if n not in names and n not in inferred]
    return {n: known[n] if n in known else known[left.pop(0)] for n in names}


def _input(name, argument, attributes) -> str:
    if argument.type_list_attr:
        return f"{name}:*{argument.type_list_attr}"
    kind = argument.type_attr or "=" + _letters([argument.type])
    default = attributes[argument.type_attr].default_value.type if argument.type_attr else 0
    count = "+" if argument.number_attr else ""
    return f"{name}:{count}{kind}" + (f"={_letters([default])}" if default else "")


def _attribute(parameter, attribute) -> str:
    word = f"{parameter.name}?{attribute.type}"
    if parameter.default is inspect.Parameter.empty:
        return word
    default = parameter.default
    if hasattr(default, "as_datatype_enum"):
        return f"{word}={_letters([default.as_datatype_enum])}"
    return f"{word}={str(default) if isinstance(default, str) else repr(default).replace(' ', '')}"


def _letters(enums) -> str:
    import tensorflow as tf

    return "".join(sorted(CODES.get(tf.as_dtype(e).name, "") for e in enums if e))


def _kernels(name: str) -> dict[str, str]:
    """The dtypes that each type attribute may be on a CPU; '' where the kernel does not say."""
    from tensorflow.python.framework import kernels

    found: dict[str, set] = {}
    for kernel in kernels.get_registered_kernels_for_op(name).kernel:
        if kernel.device_type in ("CPU", "DEFAULT") and not kernel.label:
            for constraint in kernel.constraint:
                letters = _letters(constraint.allowed_values.list.type)
                found.setdefault(constraint.name, set()).update(letters)
    return {k: "".join(sorted(v)) for k, v in found.items()}


def _limit(allowed: str, kernels: str) -> str:
    allowed = allowed or "".join(sorted(CODES.values()))
    possible = "".join(c for c in allowed if c in kernels) if kernels else allowed
    return allowed if possible == allowed else f"{allowed}/{possible}"


def text() -> str:
    """The whole file."""
    return "\n".join(map(signature, defined())) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        FILE.write_text(text())
    else:
        sys.exit(FILE.read_text() != text())

"""The graph compiler: functions of any framework as graphs of ivy ops, run on any backend.

    graph.py       the data structure
    recording.py   the backend whose arrays are symbols: what runs on it is recorded
    geometry.py    windows on memory as slices and permutations
    functions.py   functions written with Ivy, as graphs
    sizes.py       graphs for any size of an axis
    evaluation.py  a graph, run node by node
    files.py       graphs in files
    naming.py      names of parameters
    trees.py       trees of arguments and results
    passes.py      dead code, common subexpressions
    fusing.py      attention that PyTorch's C++ code calls, as one op
    verify.py      what must hold of a graph
    lowering.py    a graph as a program of a backend
    spelling.py    a backend that writes down what it calls
    layout.py      what it wrote as functions, named and broken into lines
    printing.py    `Graph.source`: these as a module of a framework
    show.py        `Graph.show`: a picture, and an HTML page with collapsible modules
    program.py     `Graph.to_backend`: arguments, parameters, state

No file here knows which framework a graph comes from: `ivy.compile_graph`, in `ivy_runtime/graphs.py`,
chooses one of the sources, `interceptors/<source>/graphs.py`.
"""

from ivy.compiler.files import load_graph as load_graph
from ivy.compiler.graph import Graph as Graph

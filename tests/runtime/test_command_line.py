"""`python -m ivy_runtime run` does what `python` does: each program runs both ways, as a process."""

import json
import os
import random
import re
import signal
import textwrap
import zipfile

import numpy as np
import pytest
from support.python import ROOT, python, write

from interceptors import FRAMEWORKS, sources
from ivy._core.backend import NAMES
from ivy_runtime import command, settings

RUN = ("-m", "ivy_runtime", "run", "--on", "numpy")
FOLDER = "jax, ünï çode & torch"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / FOLDER
    made.mkdir()
    return made


# What differs by nature: the frames of `python -m`, the first of a thread, addresses, depths
_NATURE = re.compile(
    r'  File "<frozen runpy>", line \d+, in \w+\n'
    r'|  File "[^"]*threading.py", line \d+, in _bootstrap_inner\n.*\n'
    r"|0x[0-9a-f]+|repeated \d+ more times"
)


def both(folder, *words, **options):
    """The same process natively and redirected; tracebacks begin at the program."""
    native = python(folder, *words, **options)
    redirected = python(folder, *RUN, *words, **options)
    assert "ivy" not in redirected[2].replace(str(ROOT), "")
    assert [*map(_comparable, redirected)] == [*map(_comparable, native)]
    return native


def _comparable(result):
    return _NATURE.sub("", result) if isinstance(result, str) else result


# -- the same process

ABOUT = """
    import sys
    print(__name__, globals().get("__file__"), __spec__ and __spec__.name, __package__, __doc__)
    print(type(__loader__), sorted(globals()), sys.argv, sys.path)
    print(sys.modules["__main__"].__dict__ is globals(), __builtins__, sys.flags)
"""
ARGUMENTS = """
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--on", default="nothing")
    parser.add_argument("-n", type=int, default=1)
    if __name__ == "__main__":
        print(parser.parse_args())
"""


def test_what_a_script_sees(folder):
    write(folder, script=ABOUT, below__script=ABOUT)
    both(folder, "script.py", "a", "--on", "b c", "-m")
    both(folder, f"below/{os.pardir}/below/script.py")
    both(folder.parent, f"{FOLDER}/script.py", flags=["-P"])
    both(folder.parent, str(folder / "script.py"), flags=["-O"])


def test_links_are_followed_for_the_path(folder):
    write(folder, below__script=ABOUT)
    (folder / "link.py").symlink_to(folder / "below" / "script.py")
    both(folder, "link.py")


def test_arguments_are_the_programs(folder):
    write(folder, script=ARGUMENTS)
    assert both(folder, "script.py", "x", "--on", "me", "-n", "3")[0] == 0
    assert both(folder, "script.py", "-n", "no")[0] == 2
    assert both(folder, "script.py", "--help")[0] == 0


def test_modules_and_packages(folder):
    write(
        folder,
        package____init__="print('package', __name__)",
        package____main__="from . import other; from .sub import deep; print(__package__)"
        + ABOUT.replace("\n    ", "\n"),
        package__other="print(__name__, __package__)",
        package__sub____init__="",
        package__sub__deep="from .. import other; print(__name__)",
        module="import sys\nif __name__ == '__main__': print(sys.argv)",
        failing="def f(): 1 / 0\nf()",
    )
    both(folder, "-m", "package", "a", "-b")
    both(folder, "-m", "package.sub.deep")
    both(folder, "-m", "module", "x")
    both(folder, "-m", "failing")
    both(folder, "package")  # a folder with a __main__.py, which then has no package
    both(folder, "-m", "package.sub")  # can't be run
    both(folder, "-m", "no_such_module")
    both(folder, "-m", "json.tool", "--help")


def test_code_and_standard_input(folder):
    about = textwrap.dedent(ABOUT)
    both(folder, "-c", about, "a", "-c")
    both(folder, "-", "a", "-b", stdin=about)
    both(folder, stdin=about)
    both(folder, "-c", "def f(): raise ValueError('ü')\nf()")
    both(folder, "-", stdin="print(1)\n1 / 0\n")


def test_archives_and_compiled_files(folder):
    write(folder, script="def f():\n    raise KeyError('ö')\nprint(__file__)\nf()")
    with zipfile.ZipFile(folder / "app.zip", "w") as archive:
        archive.writestr(
            "__main__.py", "import sys, inner; print(inner.__file__, sys.argv, __name__)"
        )
        archive.writestr("inner.py", "")
    both(folder, "app.zip", "x")
    both(folder, "-m", "compileall", "-q", "-b", "script.py")
    both(folder, "script.pyc")
    both(folder, "no such file.py")
    both(folder, ".")


FAILURES = {
    "an error": "def f(x):\n    return g(x)\ndef g(x):\n    return 1 / x\nprint(1)\nf(0)",
    "a cause": "try:\n    {}['x']\nexcept KeyError as e:\n    raise ValueError('ä') from e",
    "a context": "try:\n    {}['x']\nexcept KeyError:\n    1 / 0",
    "a group": "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
    "a note": "e = ValueError('x'); e.add_note('note'); raise e",
    "its syntax": "x = (1,\ny = = 2",
    "no end of it": "def f(): f()\nf()",
    "an import": "import no_such_module",
    "an import in a module": "import failing_module",
    "an interrupt": "raise KeyboardInterrupt",
    "another hook": """
        import sys
        sys.excepthook = lambda *e: print(e[0], e[2].tb_lineno, e[1].__traceback__ is e[2])
        1 / 0
    """,
    "the last error": """
        import atexit, sys
        def show():
            print(sys.last_value, sys.last_traceback.tb_lineno, sys.excepthook is sys.__excepthook__)
        atexit.register(show)
        1 / 0
    """,
    "exit": "import sys; sys.exit()",
    "exit with a number": "import sys; sys.exit(7)",
    "exit with a message": "import sys; sys.exit('message ü')",
    "exit with an object": "raise SystemExit(['a'])",
    "exit at once": "import os; os._exit(5)",
    "exit in a thread": """
        import threading, sys
        threading.Thread(target=sys.exit, args=('no',)).start()
    """,
    "an error in a thread": """
        import threading
        t = threading.Thread(target=lambda: 1 / 0, name='T')
        t.start(); t.join(); print('goes on')
    """,
    "an abort": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "an error at exit": "import atexit\natexit.register(lambda: 1 / 0)",
    "a warning": """
        import warnings
        def f(): warnings.warn('deprecated', DeprecationWarning, stacklevel=2)
        f()
    """,
    "an assertion": "assert False",
    "another encoding": "# -*- coding: latin-1 -*-\nprint('\\xe4')",
}


@pytest.mark.parametrize("name", FAILURES)
def test_how_a_program_ends(folder, name):
    write(folder, script=FAILURES[name], failing_module="def f():\n    1 / 0\nf()")
    both(folder, "script.py")


def test_an_interrupt_from_outside(folder):
    write(folder, script="import time\nprint('ready', flush=True)\ntime.sleep(100)")
    assert both(folder, "script.py", send=signal.SIGINT)[0] == -signal.SIGINT


PICKLES = """
    import dataclasses, enum, pickle, typing

    @dataclasses.dataclass
    class Point:
        x: "int"
        y: typing.ClassVar[int] = 2

    class Colour(enum.Enum):
        RED = 1

    class Base:
        def __reduce__(self):
            return Base, ()

    if __name__ == "__main__":
        print(pickle.loads(pickle.dumps([Point(1), Colour.RED])), Point.__module__)
        print(typing.get_type_hints(Point), pickle.dumps(Point(3)))
"""
PROCESSES = """
    import multiprocessing, os, sys, threading
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    class Job:
        def __init__(self, n): self.n = n

    def work(job):
        return job.n ** 2, __name__ if METHOD == "fork" else "__mp_main__", sys.argv

    METHOD = sys.argv[1]
    if __name__ == "__main__":
        context = multiprocessing.get_context(METHOD)
        with context.Pool(2) as pool:
            print(pool.map(work, [Job(i) for i in range(3)]))
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            print(pool.submit(work, Job(5)).result())
        process = context.Process(target=sys.exit, args=(3,))
        process.start(); process.join()
        print(process.exitcode)
        with ThreadPoolExecutor(2) as pool:
            print(list(pool.map(str, range(3))))
        threading.Thread(target=lambda: print("after main")).start()
"""


def test_objects_of_main_are_pickled(folder):
    write(folder, script=PICKLES, package____main__=PICKLES, package____init__="")
    both(folder, "script.py")
    both(folder, "-m", "package")


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_and_threads(folder, method):
    write(folder, script=PROCESSES, package__tool=PROCESSES, package____init__="")
    assert both(folder, "script.py", method)[0] == 0
    if method == "spawn":
        assert both(folder, "-m", "package.tool", method)[0] == 0


def test_nothing_is_imported_before_the_program_imports_it(folder):
    write(
        folder,
        script="import sys; print({'numpy', 'ivy', 'torch', 'jax', 'typer', 'rich'} & {*sys.modules})",
    )
    assert python(folder, *RUN, "script.py") == (0, "set()\n", "")
    both(
        folder,
        "-c",
        "import sys; print(sys.meta_path[-1], sys.excepthook, __import__('threading').active_count())",
    )


# -- what is redirected

TORCH = """
    import sys, threading
    import torch

    def where(x):
        return type(x + 1).__name__

    print(where(torch.ones(2)))
    thread = threading.Thread(target=lambda: print(where(torch.ones(2))))
    thread.start(); thread.join()
    import atexit
    atexit.register(lambda: print("at exit", where(torch.ones(2)), torch.ones(2).sum().item()))
    sys.exit(4)
"""


def test_a_program_on_another_framework(folder):
    write(folder, script=TORCH)
    files = {"--report-json": "r.json", "--report-html": "r.html", "--profile": "p.json"}
    words = [word for option in files.items() for word in option]
    code, out, err = python(folder, *RUN, "--report", "--verify", *words, "script.py")
    assert code == 4, err
    assert out.splitlines() == ["Tensor_on_numpy"] * 2 + ["at exit Tensor_on_numpy 2.0"]
    assert "run_on('numpy')" in err and re.search(r"\badd\S* +numpy +3", err), err
    assert "all agree" in err
    assert json.loads((folder / "r.json").read_text())["target"] == "numpy"
    assert "aten.add" in (folder / "r.html").read_text()
    events = json.loads((folder / "p.json").read_text())["traceEvents"]
    assert any("add" in event["name"] for event in events)


def test_a_framework_that_a_thread_imports_first(folder):
    write(
        folder,
        script="""
        import threading
        def f():
            import torch
            print(type(torch.ones(2) + 1).__name__)
        for _ in range(2):
            thread = threading.Thread(target=f)
            thread.start(); thread.join()
        f()
    """,
    )
    code, out, err = python(folder, *RUN, "script.py")
    assert (code, out) == (0, "Tensor_on_numpy\n" * 3), err


@pytest.mark.parametrize("name", ["jax", "tensorflow"])
def test_the_import_of_the_target_draws_no_numbers(folder, name):
    pytest.importorskip(name)
    script = """
        import random, numpy
        numpy.random.seed(0), random.seed(0)
        import torch
        print(type(torch.ones(2) + 1).__name__, numpy.random.rand(), random.random())
    """
    write(folder, script=script)
    code, out, err = python(folder, "-m", "ivy_runtime", "run", "--on", name, "script.py")
    drawn = np.random.RandomState(0).rand(), random.Random(0).random()
    assert (code, out.split()) == (0, [f"Tensor_on_{name}", *map(str, drawn)]), err


def test_a_fall_back_in_code_has_a_line(folder):
    code = "import torch\n\ntorch.quantize_per_tensor(torch.ones(2), 0.1, 3, torch.qint8)"
    status, _, err = python(folder, *RUN, "--report", "-c", code)
    assert status == 0 and "It ran natively. At <string>:3" in err and "(<string>:3)" in err


def test_numpy_programs(folder):
    script = """
        import numpy as np
        from numpy import zeros
        x = np.arange(6.0)
        x[0] = 2
        print(x.sum(), type(x).__name__, type(zeros(2)).__name__)
    """
    write(folder, script=script)
    run = ("-m", "ivy_runtime", "run", "--on", "torch", "--fallback", "error")
    code, out, err = python(folder, *run, "script.py")
    assert (code, out) == (0, "17.0 RedirectedArray RedirectedArray\n"), err
    code, out, err = python(folder, *run, "--sources", "jax", "script.py")
    assert (code, out) == (0, "17.0 ndarray ndarray\n"), err


def test_numpy_is_left_alone_once_another_source_is_imported(folder):
    script = """
        import numpy as np
        before = np.ones(2)
        import torch
        after = np.ones(2)
        print(type(before).__name__, (before + 1).tolist(), type(after).__name__, (after + 1).tolist())
        print(type(torch.from_numpy(after) + 1).__name__)
        def inner():
            import numpy
            return numpy
        print(inner() is np, type(np).__name__)
    """
    write(folder, script=script)
    run = ("-m", "ivy_runtime", "run", "--on", "jax", "--fallback", "error")
    code, out, err = python(folder, *run, "script.py")
    assert code == 0, err
    assert out.splitlines() == [
        "RedirectedArray [2.0, 2.0] ndarray [2.0, 2.0]", "Tensor_on_jax", "True module"
    ]  # fmt: skip


# -- options


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["script.py"], "--on is missing"),
        (["--on"], "--on needs a value, TARGET"),
        (["--on", "caffe", "x.py"], "'torch', 'jax', 'tensorflow', 'numpy'"),
        (["--on", "jax", "--fallback=maybe", "x.py"], "'warn', 'error', 'allow'"),
        (["--on", "jax", "--sources", "torch,caffe", "x.py"], "no source 'caffe'"),
        (["--on", "jax", "--sources", "tensorflow", "x.py"], "no source 'tensorflow'"),
        (["--on", "jax", "--rng", "target", "x.py"], "not offered yet"),
        (["--on", "jax", "--report=yes", "x.py"], "--report takes no value"),
        (["--on", "jax", "--repport", "x.py"], "no option --repport"),
        (["--on", "jax", "-q", "x.py"], "no option -q"),
        (["--on", "jax", "-m"], "-m needs a module"),
        (["--on", "jax", "-c"], "-c needs a code"),
    ],
)
def test_wrong_options(folder, words, says):
    code, out, err = python(folder, "-m", "ivy_runtime", "run", *words, IVY_RUN_ON="")
    assert code == 2 and not out and says in err and "Traceback" not in err


def test_options_end_at_the_program():
    given, kind, rest = command.parse(
        "--on=jax --fallback error --sources torch,numpy s.py --on x".split()
    )
    assert given == {"target": "jax", "fallback": "error", "sources": ("torch", "numpy")}
    assert (kind, rest) == ("script", ["s.py", "--on", "x"])
    assert command.parse(["-m", "m", "-c"])[1:] == ("module", ["m", "-c"])
    assert command.parse(["--report", "-c", "code", "-m"])[1:] == ("code", ["code", "-m"])
    assert command.parse(["-", "a"])[1:] == ("stdin", ["-", "a"])
    assert command.parse(["--", "-odd.py"])[1:] == ("script", ["-odd.py"])
    assert command.parse([])[1:] == ("console", [])


def test_the_help_names_every_option():
    told = command.help_text()
    assert all(o.flag in told and o.variable in told for o in settings.OPTIONS.values())
    assert command.parse(["--on", "jax", "--help"])[1] == command.parse(["-h"])[1] == "help"


def test_the_targets_are_those_of_ivy():
    assert set(FRAMEWORKS) == set(NAMES)
    assert {t for targets in sources.TARGETS.values() for t in targets} <= set(FRAMEWORKS)

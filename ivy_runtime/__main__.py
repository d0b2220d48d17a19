"""The command line: `python -m ivy_runtime run --on jax script.py`."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        from ivy_runtime import command

        command.run(sys.argv[2:])
    else:
        from ivy_runtime import cli

        cli.main()

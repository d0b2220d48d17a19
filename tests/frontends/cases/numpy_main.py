"""NumPy's main namespace."""

from frontends.cases.shared_numpy import main_cases

CASES = main_cases("numpy")

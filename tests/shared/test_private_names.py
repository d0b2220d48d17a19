"""Private names of a framework: those that are missing are reported together, in one sentence."""

import pytest

from interceptors.shared.private_names import PrivateNames


def test_missing_names_are_reported_together():
    private = PrivateNames("numpy", ("2.4",))
    assert private("numpy:linalg.norm") is not None
    assert private("numpy:no_such_function") is None
    assert private("numpy.no_such_module:x") is None
    with pytest.raises(
        ImportError, match=r"numpy [\d.]+ has no numpy\.no_such_function, numpy\."
    ) as e:
        private.check()
    assert "2.4" in str(e.value) and str(e.value).count(".") and "\n" not in str(e.value)


def test_nothing_is_reported_if_nothing_is_missing():
    private = PrivateNames("numpy", ("2.4",))
    private("numpy:ndarray")
    private.check()

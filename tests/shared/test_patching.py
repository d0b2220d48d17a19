"""Replacements last while a block is open, and leave no trace."""

import threading
import types

import pytest

from interceptors.shared.patching import Patches


class Base:
    def method(self):
        return "method"

    @staticmethod
    def static(x):
        return x

    @classmethod
    def of_class(cls, x):
        return cls, x


class Child(Base):
    pass


def bracketed(wrapped, instance, args, kwargs):
    return ["wrapped", wrapped(*args, **kwargs)]


def test_a_replacement_lasts_until_the_last_block_is_closed():
    module, installs = types.SimpleNamespace(f=len), []

    def install(patches):
        installs.append(patches)
        patches.put(module, "f", max)

    patches = Patches(install)
    assert not patches.active
    patches.acquire()
    patches.acquire()
    assert patches.active and module.f is max and installs == [patches]
    assert patches.release() is False
    assert module.f is max
    assert patches.release() is True
    assert module.f is len and not patches.active
    patches.acquire()
    assert module.f is max and len(installs) == 2
    patches.release()


def test_what_was_inherited_is_inherited_again():
    patches = Patches(lambda patches: patches.wrap(Child, "method", bracketed))
    patches.acquire()
    assert Child().method() == ["wrapped", "method"] and Base().method() == "method"
    patches.release()
    assert "method" not in vars(Child) and Child().method() == "method"


def test_the_very_objects_come_back():
    before = dict(vars(Base))

    def install(patches):
        for name in "method", "static", "of_class":
            patches.wrap(Base, name, bracketed)
        patches.put(Base, "static", "twice")

    patches = Patches(install)
    patches.acquire()
    assert Base.static == "twice"
    patches.release()
    assert dict(vars(Base)) == before


@pytest.mark.parametrize("of", [Base, Base()], ids=["class", "instance"])
def test_static_and_class_methods_are_called_as_before(of):
    def install(patches):
        patches.wrap(Base, "static", bracketed)
        patches.wrap(Base, "of_class", bracketed)

    patches = Patches(install)
    patches.acquire()
    try:
        assert of.static(1) == ["wrapped", 1]
        assert of.of_class(2) == ["wrapped", (Base, 2)]
    finally:
        patches.release()


def test_arguments_of_the_block_reach_the_installation():
    got = []
    patches = Patches(lambda patches, *args: got.append(args))
    patches.acquire("a", 1)
    patches.acquire("b")
    patches.release()
    patches.release()
    assert got == [("a", 1)]


def test_an_installation_that_fails_leaves_nothing_behind():
    module, fail = types.SimpleNamespace(f=len), [True]

    def install(patches):
        patches.put(module, "f", max)
        if fail:
            raise RuntimeError("half way")

    patches = Patches(install)
    with pytest.raises(RuntimeError):
        patches.acquire()
    assert module.f is len and not patches.active
    fail.clear()
    patches.acquire()
    assert module.f is max
    patches.release()
    assert module.f is len


def test_blocks_of_many_threads():
    module, installs = types.SimpleNamespace(f=len), []

    def install(patches):
        installs.append(1)
        patches.put(module, "f", max)

    patches, wrong = Patches(install), []

    def work():
        for _ in range(200):
            patches.acquire()
            if module.f is not max:
                wrong.append(module.f)
            patches.release()

    patches.acquire()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong and len(installs) == 1
    assert patches.release() and module.f is len

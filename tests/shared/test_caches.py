"""Bounded caches drop the oldest; facts about objects go with them."""

from interceptors.shared.caches import BoundedCache, IdentityMap


class Thing:
    pass


def test_a_full_cache_drops_its_oldest_entries():
    cache = BoundedCache(16)
    for i in range(16):
        cache[i] = i
    assert list(cache) == list(range(16))
    cache[0] = "new"  # no new entry, and as old as before
    assert list(cache) == list(range(16))
    cache[16] = 16
    assert list(cache) == [*range(3, 17)]


def test_a_cache_never_holds_more_than_its_limit():
    cache = BoundedCache(1)
    for i in range(5):
        cache[i] = i
        assert list(cache) == [i]


def test_facts_about_an_object():
    facts, thing = IdentityMap(), Thing()
    assert facts.get(thing) is None and thing not in facts
    facts.set(thing, "a", None)
    assert facts.get(thing) == ("a", None) and thing in facts and len(facts) == 1
    facts.set(thing, "b")
    assert facts.get(thing) == ("b",)
    facts.forget(thing)
    facts.forget(thing)
    assert thing not in facts and len(facts) == 0


def test_facts_go_with_their_object():
    facts, thing = IdentityMap(), Thing()
    facts.set(thing, 1)
    facts.set(thing, 2)  # the first reference must not take the second's entry with it
    del thing
    assert not facts.entries


def test_an_address_that_another_object_has_now():
    facts, old, new = IdentityMap(), Thing(), Thing()
    facts.set(old, "old")
    entry = facts.entries.pop(id(old))
    facts.entries[id(new)] = entry  # as if `new` had the address of `old`
    assert facts.get(new) is None
    facts.entries.clear()
    facts.set(new, "new")
    late = entry[0]
    facts._drop(id(new), late)  # the callback of the old object, which comes late
    assert facts.get(new) == ("new",)


def test_all_facts_are_dropped():
    facts, things = IdentityMap(), [Thing(), Thing()]
    for thing in things:
        facts.set(thing, 1)
    facts.clear()
    assert not any(thing in facts for thing in things)


def test_facts_may_go_while_they_are_looked_through():
    """Garbage that is collected meanwhile drops facts."""
    import gc

    class Native:
        pass

    facts, threshold = IdentityMap(), gc.get_threshold()
    gc.set_threshold(1)
    try:
        for _ in range(50):
            natives = [Native() for _ in range(20)]
            for n in natives:
                n.itself = n  # only the collector finds these
                facts.set(n, 1)
            del natives, n
            for key in list(facts.entries):
                facts.entries.get(key)
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    assert not len(facts)

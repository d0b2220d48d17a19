"""The one walk over arguments: what is a node, what is a leaf, in which order."""

from collections import OrderedDict, namedtuple

from interceptors.shared import trees

Point = namedtuple("Point", "x y")


class Size(tuple):
    """A tuple with a class of its own, such as `torch.Size`: a value, no nesting."""


def test_the_nesting_is_kept():
    tree = {"b": [1, (2, 3)], "a": OrderedDict(z=4, y=5), "p": Point(6, 7)}
    out = trees.map_leaves(lambda x: x * 10, tree)
    assert out == {"b": [10, (20, 30)], "a": OrderedDict(z=40, y=50), "p": Point(60, 70)}
    assert type(out["p"]) is Point and type(out["a"]) is OrderedDict
    assert type(out["b"][1]) is tuple


def test_dictionaries_keep_the_order_of_their_keys():
    out = trees.map_leaves(lambda x: x, {"b": 1, "a": 2, "c": 3})
    assert list(out) == ["b", "a", "c"]


def test_mapping_and_listing_see_leaves_in_one_order():
    tree, seen = {"b": [1, 2], "a": (3, None), 4: Point(5, 6)}, []
    trees.map_leaves(seen.append, tree)
    assert seen == trees.leaves(tree) and sorted(map(repr, seen)) == sorted(
        map(repr, [1, 2, 3, None, 5, 6])
    )
    assert trees.leaves([1, [2, (3,)], Point(4, 5)]) == [1, 2, 3, 4, 5]


def test_none_is_a_leaf():
    assert trees.leaves([None, (None, 1)]) == [None, None, 1]
    assert trees.map_leaves(lambda x: x is None, [None, 1]) == [True, False]


def test_a_tuple_of_another_class_is_a_leaf():
    size = Size((1, 2))
    assert trees.leaves([size]) == [size]
    assert trees.map_leaves(lambda x: x, (size,))[0] is size
    assert trees.leaves(Point(1, 2)) == [1, 2]  # but named tuples are nesting


def test_instances():
    tree = [1, "a", (True, 2.0), {"k": 3}]
    assert trees.instances(int, tree) == [1, True, 3]
    assert trees.instances((str, float), tree) == ["a", 2.0]
    assert trees.map_instances(str, str.upper, tree) == [1, "A", (True, 2.0), {"k": 3}]


def test_a_leaf_by_itself_and_empty_nestings():
    assert trees.map_leaves(lambda x: x + 1, 1) == 2
    assert trees.leaves([[], (), {}]) == []
    assert trees.map_leaves(id, [[], (), {}]) == [[], (), {}]

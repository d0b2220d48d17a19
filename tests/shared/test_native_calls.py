"""Stand-ins for redirected values: one per value, and the way back."""

from interceptors.shared.native_calls import StandIns


class Redirected:
    def __init__(self, name):
        self.name = name


def stand_ins():
    made = []

    def make(value):
        made.append(value)
        return ["native", value.name]

    return StandIns(Redirected, make), made


def test_a_value_has_one_stand_in_however_often_it_is_named():
    natives, made = stand_ins()
    a, b = Redirected("a"), Redirected("b")
    args = natives.enter((a, [b, a], 1, None))
    assert args == (["native", "a"], [["native", "b"], ["native", "a"]], 1, None)
    assert args[0] is args[1][1] and made == [a, b]
    assert natives.enter({"k": a})["k"] is args[0] and made == [a, b]
    assert natives.pairs() == [(args[0], a), (args[1][0], b)]


def test_equal_values_are_not_one():
    class Equal(Redirected):
        __hash__ = None

        def __eq__(self, other):
            return True

    natives, made = stand_ins()
    one, two = natives.enter((Equal("a"), Equal("a")))
    assert one is not two and len(made) == 2


def test_stand_ins_become_originals_again_in_results():
    class Native:
        pass

    natives = StandIns(Redirected, lambda value: Native())
    a = Redirected("a")
    native = natives.enter(a)
    other = Native()
    assert natives.leave([native, (other, None)]) == [a, (other, None)]
    assert natives.leave((native, other), lambda x: "converted") == (a, "converted")


def test_originals_are_kept_alive_for_as_long_as_their_identity_is_used():
    natives, _ = stand_ins()
    natives.enter(Redirected("gone"))  # nobody else holds it
    seen = {id(Redirected(str(i))) for i in range(100)}
    assert not seen & set(natives.by_original)

"""Whatever is done with the menu, in whatever order, its focus and its scroll make sense."""

from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game import words
from layerwalk.game.ui.menu import dialogue, focus
from layerwalk.game.ui.menu.dialogue import Dialogue
from layerwalk.game.ui.menu.items import Button, Choice, Page, Row, Slider, Text, Toggle

TABS = (("a", "First"), ("b", "Second"), ("c", "Third"))


def talk(shown, *, size):
    made = Dialogue(words=words.load(), text_size=size, closes=True)
    made.show(shown)
    return made


names = st.sampled_from([f"n{i}" for i in range(8)])
flags = st.booleans()
items = st.one_of(
    st.builds(lambda t: Text(text=t * 9, style="body"), st.sampled_from(["word ", "Wort, ", "long\n"])),
    st.builds(lambda n, e, a: Button(name=n, text=n, enabled=e, ask=a), names, flags, st.sampled_from(["", "Sure?"])),
    st.builds(lambda n, e, on: Toggle(name=n, text=n, enabled=e, on=on), names, flags, flags),
    st.builds(lambda n, c: Choice(name=n, text=n, options=((0, "a"), (1, "b")), chosen=c), names, st.integers(0, 2)),
    st.builds(lambda n, v: Slider(name=n, text=n, value=v, low=0, high=1, step=0.3, shown="x"), names, st.floats(0, 1)),
    st.builds(
        lambda ns: Row(buttons=tuple(Button(name=n, text=n) for n in ns)),
        st.lists(names, min_size=1, max_size=4, unique=True),
    ),
)


def names_of(item):
    if isinstance(item, Row):
        return [each.name for each in item.buttons]
    return [] if isinstance(item, Text) else [item.name]


@st.composite
def any_page(draw):
    found, taken = [], set()
    for item in draw(st.lists(items, max_size=14)):
        if not taken & set(names_of(item)):
            taken |= set(names_of(item))
            found.append(item)
    tabs = draw(st.sampled_from([TABS, ()]))
    name, above = draw(st.sampled_from("pq")), draw(st.sampled_from(["", "home"]))
    return Page(name=name, title="Title", items=tuple(found), tabs=tabs, tab="b", above=above)


places = st.tuples(st.floats(-0.9, 0.9), st.floats(-0.6, 0.6))
steps = st.one_of(
    any_page().map(lambda made: ("show", made)),
    st.sampled_from(dialogue.KEYS).map(lambda key: ("key", key)),
    st.tuples(st.sampled_from("LR"), st.none() | places).map(lambda pair: ("point", pair)),
    st.sampled_from("LR").map(lambda name: ("press", name)),
    st.sampled_from("LR").map(lambda name: ("release", name)),
    st.floats(-3, 3).map(lambda by: ("wheel", by)),
)


def do(made, kind, what):
    if kind == "show":
        made.show(what)
    elif kind == "key":
        made.key(what)
    elif kind == "wheel":
        made.wheel(what)
    elif kind == "point":
        made.point(what[1], pointer=what[0])
    else:
        getattr(made, kind)(pointer=what)


@settings(max_examples=60, deadline=None)
@given(any_page(), st.lists(steps, max_size=25), st.sampled_from([1.0, 2.0]))
def test_whatever_is_done_the_focus_and_the_scroll_make_sense(first, done, size):
    made = talk(first, size=size)
    for kind, what in done:
        do(made, kind, what)
        spot = made.layout.by_name[made.focus.name]
        assert spot.takes_focus
        assert 0 <= made.focus.scroll_m <= made.layout.range_m + 1e-9
        for event in made.events():
            known = {name for item in made.page.items for name in names_of(item)}
            assert event.name in known | {"back", "close"} | {f"tab {name}" for name, _ in TABS}


@settings(max_examples=40, deadline=None)
@given(any_page(), st.sampled_from([1.0, 2.0]))
def test_every_item_is_reached_by_keys_alone(shown, size):
    made = talk(shown, size=size)
    wanted = {spot.name for spot in (*made.layout.frame_spots, *made.layout.spots) if spot.takes_focus}
    seen = {made.focus.name}
    known = {made.focus}
    edge = [made.focus]
    while edge:
        at = edge.pop()
        for key in ("up", "down", "left", "right"):
            spot = made.layout.by_name[at.name]
            if key in ("left", "right") and spot.kind in ("choice", "slider"):
                continue
            gone = focus.moved(at, made.layout, key)
            if gone not in known and len(known) < 4000:
                known.add(gone)
                seen.add(gone.name)
                edge.append(gone)
    assert seen == wanted

"""What is going on between the visitor and the menu: pages, focus, pointers on the panel, questions; nothing drawn."""

from dataclasses import dataclass

from layerwalk.game.ui.menu import answers, focus, question
from layerwalk.game.ui.menu import layout as layouts
from layerwalk.game.ui.menu.focus import Focus
from layerwalk.game.ui.menu.items import Button, Event, Page
from layerwalk.game.ui.menu.paint import Look
from layerwalk.game.ui.menu.spots import Spot
from layerwalk.game.words import Words

WHEEL_M = 0.14
"""How far one notch of a wheel scrolls."""
LEAF = 0.85
"""How much of the window a page up or down scrolls."""
KEYS = ("up", "down", "left", "right", "press", "back", "next", "previous", "page_up", "page_down")
EMPTY = Page(name="", title="", items=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Hold where a pointer is on the panel, perhaps beside it, and the name of what is there, '' for nothing."""

    x: float
    z: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Hold what is pressed by which pointer; value: where its slider has been dragged to, None where it is none."""

    pointer: str = ""
    name: str = ""
    value: float | None = None


class Dialogue:
    """Hold the page that is shown and what the visitor does with it.

    Every pointer has a name; the last that pressed is the one that holds.
    """

    def __init__(self, *, words: Words, text_size: float, closes: bool) -> None:
        """Begin with an empty page; `closes`: whether the page has a cross."""
        self._words, self._text_size, self._closes = words, text_size, closes
        self.page = EMPTY
        self.layout = layouts.build(EMPTY, words=words, text_size=text_size, closes=closes)
        self._asking = ""
        self._focuses: dict[str, Focus] = {"": Focus()}
        self._by_keys = True
        self._points: dict[str, Point] = {}
        self._latest = ""
        self._hold = Hold()
        self._events: list[Event] = []
        self.refused = 0
        """How often something was pressed that cannot be pressed now."""

    def speak(self, *, words: Words, text_size: float, closes: bool) -> None:
        """Go on in another language, with letters of another size, with or without the cross."""
        if (words, text_size, closes) != (self._words, self._text_size, self._closes):
            self._words, self._text_size, self._closes = words, text_size, closes
            self._lay_out()

    def show(self, page: Page) -> None:
        """Show a page; one that is equal to what is shown costs nothing."""
        if page == self.page:
            return
        if page.name != self.page.name:
            self._asking = ""
        self.page = page
        self._lay_out()

    def calm(self, *, by_keys: bool) -> None:
        """Drop the question and whatever is held or pointed at; focus is shown where keys are expected."""
        self._hold, self._by_keys = Hold(), by_keys
        self._points.clear()
        self._answer_question(False)

    def _lay_out(self) -> None:
        """Lay the page, or its question, out anew; the focus stays where it can."""
        asked = question.question(self.page, self._asking, words=self._words) if self._asking else None
        self._asking = self._asking if asked else ""
        page, before = asked or self.page, self.layout
        made = layouts.build(page, words=self._words, text_size=self._text_size, closes=self._closes)
        same = before.page.name == page.name
        known = self._focuses.get(page.name)
        if known is None or (asked and not same):
            self._focuses[page.name] = focus.begun(made)
        else:
            self._focuses[page.name] = focus.kept(known, before, made) if same else focus.entered(known, made)
        self.layout = made
        self._place_points()

    @property
    def focus(self) -> Focus:
        """Return what has the focus, and how far the page is scrolled."""
        return self._focuses[self.layout.page.name]

    def _focus(self, value: Focus) -> None:
        self._focuses[self.layout.page.name] = value

    @property
    def hovered(self) -> str:
        """Return the name of what the pointer that came last points at, '' for nothing."""
        point = self._points.get(self._latest)
        return point.name if point else ""

    @property
    def holder(self) -> str:
        """Return the name of the pointer that presses something, '' for none."""
        return self._hold.pointer

    def look(self) -> Look:
        """Return what the panel looks like now."""
        hold = self._hold
        return Look(
            focus=self.focus.name if self._by_keys else "",
            hovered=frozenset(point.name for point in self._points.values() if point.name),
            pressed=frozenset({hold.name} if hold.name else ()),
            held=None if hold.value is None else (hold.name, hold.value),
            scroll_m=self.focus.scroll_m,
        )

    @property
    def help(self) -> str:
        """Return the sentence about what is pointed at, or has the focus."""
        pointed = "" if self._by_keys else self.hovered
        spot = self._spot(pointed or self.focus.name)
        return spot.help if spot else ""

    def events(self) -> list[Event]:
        """Return what the visitor did since the last call, in order."""
        done, self._events = self._events, []
        return done

    def _spot(self, name: str) -> Spot | None:
        return self.layout.by_name.get(name)

    def point(self, at: tuple[float, float] | None, *, pointer: str) -> bool:
        """Move a pointer to a place on the panel, metres from its middle, or away from it.

        Return whether anything may look otherwise than before.
        """
        was = self._points.pop(pointer, None)
        if at is None:
            return was is not None
        now = self._placed(*at)
        self._points[pointer] = now
        if was is None or was.name != now.name:
            self._latest, self._by_keys = pointer, False
        if self._hold.pointer == pointer:
            self._drag(now)
        return True

    def _placed(self, x: float, z: float) -> Point:
        spot = self.layout.at(x, z, scroll_m=self.focus.scroll_m)
        return Point(x=x, z=z, name=spot.name if spot else "")

    def _place_points(self) -> None:
        self._points = {name: self._placed(point.x, point.z) for name, point in self._points.items()}

    def press(self, *, pointer: str) -> bool:
        """Press where a pointer is; return whether it is on the panel. Buttons count when they are released."""
        point = self._points.get(pointer)
        if point is None:
            return False
        if self._hold.pointer:
            self.release(pointer=self._hold.pointer)
        self._latest, self._by_keys = pointer, False
        spot = self._spot(point.name)
        if spot is not None and not spot.enabled:
            self.refused += 1
        elif spot is not None:
            self._hold = Hold(pointer=pointer, name=spot.name)
            self._focus(focus.set_on(self.focus, self.layout, spot.name))
            self._drag(point)
        return True

    def release(self, *, pointer: str) -> None:
        """Let go: what is still pointed at counts, what was dragged is done; what has gone meanwhile does nothing."""
        if pointer != self._hold.pointer:
            return
        hold, point = self._hold, self._points.get(pointer)
        self._hold = Hold()
        if self._spot(hold.name) is None:
            return
        if hold.value is not None:
            self._events.append(Event(name=hold.name, value=hold.value))
        elif point is not None and point.name == hold.name:
            self._do(hold.name, x=point.x)

    def _drag(self, point: Point) -> None:
        """Follow the pointer that holds a slider or the scroll bar."""
        spot = self._spot(self._hold.name)
        if spot is None:
            return
        if spot.kind == "scroll":
            track = spot.parts["track"]
            wanted = (track.top - point.z) / track.height * self.layout.tall_m - self.layout.view.height / 2
            self._focus(focus.scrolled(self.focus, self.layout, wanted - self.focus.scroll_m))
        elif spot.kind == "slider" and (value := answers.slid(spot, point.x)) != self._hold.value:
            self._hold = Hold(pointer=self._hold.pointer, name=spot.name, value=value)
            self._events.append(Event(name=spot.name, value=value, done=False))

    def wheel(self, by: float) -> None:
        """Scroll by so many notches, up where positive."""
        self._focus(focus.scrolled(self.focus, self.layout, -by * WHEEL_M))
        self._place_points()

    def key(self, name: str) -> None:
        """Take one of KEYS; next and previous go through the tabs. Raise ValueError for any other."""
        if name not in KEYS:
            raise ValueError(f"key is {name!r}, expected one of: {', '.join(KEYS)}")
        self._by_keys = True
        if name in ("up", "down", "left", "right"):
            self._move(name)
        elif name == "press":
            self._do(self.focus.name)
        elif name == "back":
            self._do("back" if self.layout.page.above else "close")
        elif name in ("next", "previous"):
            self._turn(1 if name == "next" else -1)
        else:
            self._focus(focus.leafed(self.focus, self.layout, LEAF if name == "page_down" else -LEAF))
        self._place_points()

    def _move(self, key: str) -> None:
        spot = self._spot(self.focus.name)
        if key in ("left", "right") and spot is not None and isinstance(spot.item, answers.STEPPED):
            event = answers.stepped(spot, 1 if key == "right" else -1)
            self._events += [event] if event else []
        else:
            self._focus(focus.moved(self.focus, self.layout, key))

    def _turn(self, by: int) -> None:
        """Say that the next or the previous tab is wanted; they go round."""
        names = [name for name, _ in self.page.tabs]
        if names:
            at = names.index(self.page.tab) if self.page.tab in names else 0
            self._do(f"tab {names[(at + by) % len(names)]}")

    def _do(self, name: str, *, x: float | None = None) -> None:
        """Let a spot count: answer a question, ask one, or say what was done. x: where a pointer pressed it."""
        spot = self._spot(name)
        if self._asking and name in (question.YES, question.NO, "back"):
            self._answer_question(name == question.YES)
        elif name == "close" or name == "back" or name.startswith("tab "):
            self._answer_question(False)
            self._events.append(Event(name=name))
        elif spot is not None and isinstance(spot.item, Button) and spot.item.ask and spot.enabled:
            self._asking = name
            self._lay_out()
        elif spot is not None and spot.kind != "scroll" and (event := answers.pressed(spot, x=x)):
            self._events.append(event)

    def _answer_question(self, yes: bool) -> None:
        """Go back from an open question to its page; with yes its button counts."""
        if not self._asking:
            return
        if yes:
            self._events.append(Event(name=self._asking))
        self._asking = ""
        self._lay_out()

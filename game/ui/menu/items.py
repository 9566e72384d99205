"""What a page of the menu is made of: frozen plain data, texts already in the visitor's language.

An item with a `name` can have the focus; names are unique on their page, and none is 'back', 'close',
'scroll', 'yes, do it', 'no, do not' or begins with 'tab '. What the visitor does comes back as an Event.
"""

from dataclasses import dataclass
from typing import Literal

Value = bool | int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A piece of writing, broken into lines: a heading, body text, something wrong, or a small remark.

    icon: a picture at its left, as large as two lines and a half, by the name of a layer's kind, else ''. note: written
    at its right end, as what a key does stands beside the key.
    """

    text: str
    style: Literal["heading", "body", "fault", "note"] = "body"
    icon: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press.

    help: one sentence, shown at the panel's foot while it has the focus or is pointed at. note: written small at its
    right end (a key, a shape). chosen: drawn as the current one of several. icon: a small picture before the text, by
    the name of a layer's kind, else ''. ask: a question to be answered with yes before it counts, for what destroys
    something; else ''. fault: drawn as something that is wrong. bar: a share in [0, 1], drawn as a bar at its foot.
    """

    name: str
    text: str
    help: str = ""
    note: str = ""
    icon: str = ""
    ask: str = ""
    chosen: bool = False
    fault: bool = False
    bar: float | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle:
    """Something that is on or off; pressing it turns it over."""

    name: str
    text: str
    on: bool
    help: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several values; left and right go through them. options: (value, how it is written) in order."""

    name: str
    text: str
    options: tuple[tuple[Value, str], ...]
    chosen: Value
    help: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A number between two others; it is dragged, or goes by `step` to the left and right. shown: the number in words.

    whole: its values are whole numbers. marks: places to tick on it, values between low and high.
    """

    name: str
    text: str
    value: float
    low: float
    high: float
    step: float
    shown: str
    whole: bool = False
    marks: tuple[float, ...] = ()
    help: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Buttons side by side, of equal width."""

    buttons: tuple[Button, ...]


Item = Text | Button | Toggle | Choice | Slider | Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the menu.

    name: which page it is; a page of the same name keeps its focus and scroll. tabs: the menus, (name, text), one of
    them `tab`. above: the page that 'back' leads to, '' where there is none.
    """

    name: str
    title: str
    items: tuple[Item, ...]
    tabs: tuple[tuple[str, str], ...] = ()
    tab: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the visitor did: pressed `name` (value None), or gave it a value; 'tab NAME', 'back' and 'close' come from
    the frame.

    done: False while a slider is still being dragged.
    """

    name: str
    value: Value | None = None
    done: bool = True

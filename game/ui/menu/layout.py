"""Where everything of a page lies on the panel: pure, nothing drawn. Metres from the panel's middle, z up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from layerwalk.game.ui.menu import blocks, typeset
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu.items import Page, Row, Text
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.spots import STILL, Spot
from layerwalk.game.ui.menu.style import EDGE_M, PANEL_M, Style
from layerwalk.game.ui.menu.style import style as style_of
from layerwalk.game.ui.menu.typeset import Ink, Writing
from layerwalk.game.words import Words

TABS_M = 0.41
"""The widest that the column of tabs may be."""
BAR_M = 0.014
SMALLEST = 0.8
"""Help is written so much smaller at most, where two lines are too few for it."""
RESERVED = ("back", "close", "scroll", "")
"""Names that no item may have: they are the frame's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Hold a page laid out.

    frame: what stands still; content: what scrolls, as it lies at scroll 0, from the top of `view` downwards.
    view: the window through which content is seen; foot: where the help is written; tall_m: the content's height.
    """

    page: Page
    style: Style
    frame_writings: tuple[Writing, ...]
    frame_spots: tuple[Spot, ...]
    writings: tuple[Writing, ...]
    spots: tuple[Spot, ...]
    view: Rect
    foot: Rect
    tall_m: float
    by_name: Mapping[str, Spot] = field(compare=False, repr=False)

    @property
    def range_m(self) -> float:
        """Return how far content scrolls."""
        return max(0.0, self.tall_m - self.view.height)

    def at(self, x: float, z: float, *, scroll_m: float) -> Spot | None:
        """Return what lies at a point of the panel when content is scrolled by so much."""
        for spot in self.frame_spots:
            if spot.rect.has(x, z):
                return spot
        if not self.view.has(x, z):
            return None
        return next((spot for spot in self.spots if spot.name and spot.rect.has(x, z - scroll_m)), None)


def build(page: Page, *, words: Words, text_size: float = 1.0, closes: bool = True) -> Layout:
    """Lay a page out; `closes` adds the cross. Raise ValueError where two items share a name or bear a frame's name."""
    style = style_of(text_size)
    inner = rects.around(0, 0, width_m=PANEL_M[0], height_m=PANEL_M[1]).grown(-EDGE_M)
    head = replace(inner, bottom=inner.top - style.title_m * 1.2, top=inner.top)
    foot = replace(inner, top=inner.bottom + _foot_m(page, inner.width, style))
    middle = replace(inner, top=head.bottom - 0.032 * style.air, bottom=foot.top + 0.026 * style.air)
    head_writings, head_spots = _head(page, head, style=style, words=words, closes=closes)
    tab_writings, tab_spots, tabs_m = _tabs(page, middle, style=style)
    view = replace(middle, left=middle.left + tabs_m, right=middle.right - BAR_M - 0.018)
    writings, spots, tall_m = _content(page, view, style=style, words=words)
    bars = _scroll_bar(middle, view) if tall_m > view.height else ()
    made = Layout(
        page=page,
        style=style,
        frame_writings=head_writings + tab_writings,
        frame_spots=head_spots + tab_spots + bars,
        writings=writings,
        spots=spots,
        view=view,
        foot=foot,
        tall_m=tall_m,
        by_name={spot.name: spot for spot in (*head_spots, *tab_spots, *bars, *spots) if spot.name},
    )
    _check_names(page, spots)
    return made


def _check_names(page: Page, spots: tuple[Spot, ...]) -> None:
    seen: set[str] = set()
    for spot in spots:
        if spot.kind in STILL:
            continue
        if spot.name in RESERVED or spot.name in seen or spot.name.startswith("tab "):
            raise ValueError(f"page {page.name!r}: item name is {spot.name!r}, expected one that nothing else has")
        seen.add(spot.name)


def _foot_m(page: Page, width_m: float, style: Style) -> float:
    """Return how tall the foot is: for two lines of help, and for three where the letters would be much smaller."""
    buttons = (button for item in page.items for button in (item.buttons if isinstance(item, Row) else (item,)))
    helps = [button.help for button in buttons if not isinstance(button, Text)]
    two = Rect(left=0.0, bottom=0.0, right=width_m, top=min(0.165, style.foot_m * 2.35))
    sizes = (typeset.boxed(text, two, size_m=style.foot_m)[0] for text in helps if text)
    return style.foot_m * 3.7 if min(sizes, default=1.0) < SMALLEST * style.foot_m else two.height


def _head(
    page: Page, head: Rect, *, style: Style, words: Words, closes: bool
) -> tuple[tuple[Writing, ...], tuple[Spot, ...]]:
    side = head.height
    spots = []
    left, right = head.left, head.right
    if page.above:
        rect = Rect(left=left, bottom=head.bottom, right=left + side, top=head.top)
        spots.append(Spot(name="back", kind="back", rect=rect, parts={}, help=words("menu.back_help"), line=-1))
        left += side + style.pad_m
    if closes:
        rect = Rect(left=right - side, bottom=head.bottom, right=right, top=head.top)
        spots.append(Spot(name="close", kind="close", rect=rect, parts={}, help=words("menu.close_help"), line=-1))
        right -= side + style.pad_m
    room = replace(head, left=left, right=right)
    size, lines = typeset.boxed(page.title, room, size_m=style.title_m, face="display")
    top = room.middle[1] + typeset.tall(lines, size) / 2
    return typeset.written(lines, left=left, top=top, size_m=size, face="display", ink="title"), tuple(spots)


def _tabs(page: Page, middle: Rect, *, style: Style) -> tuple[tuple[Writing, ...], tuple[Spot, ...], float]:
    """Lay the tabs out under each other; return the width that they take, air included."""
    if not page.tabs:
        return (), (), 0.0
    pad, count = style.pad_m, len(page.tabs)
    widest = max(typeset.width_em(text) for _, text in page.tabs)
    size = min(style.tab_m, (TABS_M - 2.4 * pad) / widest, middle.height / count / 1.5)
    step = min(size * 2.35, (middle.height + style.gap_m) / count)
    width = max(widest * size + 2.4 * pad, 0.2)
    writings: list[Writing] = []
    spots = []
    for index, (name, text) in enumerate(page.tabs):
        top = middle.top - index * step
        rect = Rect(left=middle.left, bottom=top - step + style.gap_m * 0.6, right=middle.left + width, top=top)
        top = rect.middle[1] + typeset.tall((text,), size) / 2
        ink: Ink = "title" if name == page.tab else "second"
        writings += typeset.written((text,), left=rect.left + 1.2 * pad, top=top, size_m=size, ink=ink)
        spots.append(Spot(name=f"tab {name}", kind="tab", rect=rect, parts={}, line=index))
    return tuple(writings), tuple(spots), width + 0.05


def _content(
    page: Page, view: Rect, *, style: Style, words: Words
) -> tuple[tuple[Writing, ...], tuple[Spot, ...], float]:
    """Lay the items out under each other from the view's top; return their height too."""
    down, line = 0.0, 0
    writings: list[Writing] = []
    spots: list[Spot] = []
    for index, item in enumerate(page.items):
        before = page.items[index - 1] if index else None
        down += _air(before, item, style) if index else 0.0
        made = blocks.block(item, view.width, style=style, words=words)
        placed = made.moved(x=view.left, z=view.top - down, line=line)
        writings += placed.writings
        spots += placed.spots
        down += made.height_m
        line += made.lines
    return tuple(writings), tuple(spots), down


def _air(before: object, item: object, style: Style) -> float:
    """Return the gap between two items: headings stand nearer to what they head than to what went before."""
    if isinstance(item, Text) and item.style == "heading":
        return style.gap_m * 3.0
    if isinstance(before, Text) and isinstance(item, Text):
        return style.gap_m * (2.2 if before.style == item.style == "body" and not item.note else 1.2)
    if isinstance(before, Text) or isinstance(item, Text):
        return style.gap_m * 1.8
    return style.gap_m


def _scroll_bar(middle: Rect, view: Rect) -> tuple[Spot, ...]:
    rect = Rect(left=view.right + 0.006, bottom=view.bottom, right=middle.right + 0.02, top=view.top)
    track = Rect(left=middle.right - BAR_M, bottom=view.bottom, right=middle.right, top=view.top)
    return (Spot(name="scroll", kind="scroll", rect=rect, parts={"track": track}),)


def help_lines(layout: Layout, text: str) -> tuple[Writing, ...]:
    """Write a sentence into the panel's foot."""
    if not text:
        return ()
    foot = layout.foot
    size, lines = typeset.boxed(text, foot, size_m=layout.style.foot_m)
    top = foot.middle[1] + typeset.tall(lines, size) / 2
    return typeset.written(lines, left=foot.left, top=top, size_m=size, ink="second")

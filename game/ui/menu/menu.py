"""The menu: a panel in the world that shows pages, takes rays and keys, and says what the visitor did. Main thread."""

import panda3d.core as p3d

from layerwalk.game.ui import pointer as pointers
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.dialogue import Dialogue
from layerwalk.game.ui.menu.focus import Focus
from layerwalk.game.ui.menu.items import Event, Page
from layerwalk.game.ui.menu.layout import Layout
from layerwalk.game.ui.menu.panel import Panel
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.ui.pointer import Hit
from layerwalk.game.ui.remembered import Remembered
from layerwalk.game.words import Words
from layerwalk.game.world.faces import Face
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

EYE = "eye"
"""The pointer of whoever has only one: mouse, gaze or controller."""


class Menu:
    """Hold the menu. Show it a page whenever something has changed, and read `events` once a frame.

    The menu changes no value by itself: it says what was done, and its owner shows it the next page. Pointers are
    told apart by name; the one that pressed last is the one that holds.
    """

    def __init__(self, parent: p3d.NodePath, *, words: Words, text_size: float = 1.0) -> None:
        """Make a menu that is not seen yet; `text_size` from 0.75 to 2."""
        self._panel = Panel(parent)
        self._panel.path.hide()
        self._words, self._text_size = words, text_size
        self._talk = Dialogue(words=words, text_size=text_size, closes=False)
        self._frame: Frame | None = None
        self._face: Face | None = None
        self._home: Frame | None = None
        self._met = Remembered[Hit | None]()
        self.is_open = False
        """Whether it was called: it stands before the visitor, and keys belong to it."""

    @property
    def path(self) -> p3d.NodePath:
        """Return the node that holds everything of it."""
        return self._panel.path

    @property
    def frame(self) -> Frame | None:
        """Return where its face is, None where it cannot be seen."""
        return self._frame

    @property
    def text_size(self) -> float:
        """Return how large the letters are, 1 as usual."""
        return self._text_size

    @property
    def focus(self) -> Focus:
        """Return what has the focus, and how far the page is scrolled."""
        return self._talk.focus

    @property
    def hovered(self) -> str:
        """Return the name of what the pointer that came last points at, '' for nothing."""
        return self._talk.hovered

    @property
    def pointed(self) -> frozenset[str]:
        """Return the names of everything that some pointer points at."""
        return self._talk.look().hovered

    @property
    def refused(self) -> int:
        """Return how often something was pressed that cannot be pressed now."""
        return self._talk.refused

    @property
    def layout(self) -> Layout:
        """Return where everything of the page that is shown lies, or of its question."""
        return self._talk.layout

    def where(self, name: str) -> Point | None:
        """Return the point of the world at which something is pointed at, None where it cannot be seen now."""
        spot = self.layout.by_name.get(name)
        if spot is None or self._frame is None:
            return None
        inside = spot in self.layout.spots
        x, z = spot.rect.middle
        z += self.focus.scroll_m if inside else 0.0
        if inside and not self.layout.view.has(x, z):
            return None
        right, up = self._frame.right * (2 * x / PANEL_M[0]), self._frame.up * (2 * z / PANEL_M[1])
        at = self._frame.centre + right + up
        return float(at[0]), float(at[1]), float(at[2])

    def speak(self, *, words: Words, text_size: float) -> None:
        """Go on in another language or with letters of another size."""
        self._words, self._text_size = words, text_size
        self._talk.speak(words=words, text_size=text_size, closes=self.is_open)
        self._draw()

    def stand(self, frame: Frame) -> None:
        """Have its place in the world here: it is seen there whenever nobody has called it."""
        self._home = frame
        if not self.is_open:
            self._put(frame)

    def open(self, frame: Frame) -> None:
        """Stand before the visitor, drawn over the world, with the keys."""
        self.is_open = True
        self._put(frame)

    def move(self, frame: Frame) -> None:
        """Stand elsewhere while it is open; what is pressed stays pressed, and a question stays asked."""
        self._stand(frame)
        self._panel.stand(frame, over=True)

    def close(self) -> None:
        """Go back to its place in the world, or out of sight where it has none; a question is dropped."""
        self.is_open = False
        self._put(self._home)

    def _put(self, frame: Frame | None) -> None:
        self._stand(frame)
        self._talk.calm(by_keys=self.is_open)
        self._talk.speak(words=self._words, text_size=self._text_size, closes=self.is_open)
        if frame is None:
            self._panel.path.hide()
        else:
            self._panel.stand(frame, over=self.is_open)
            self._panel.path.show()
            self._draw()

    def _stand(self, frame: Frame | None) -> None:
        self._frame, self._face = frame, pointers.face_of(frame) if frame is not None else None
        self._met.forget()

    def show(self, page: Page) -> None:
        """Show a page; one that is equal to what is shown costs nothing. Raise ValueError where names clash."""
        self._talk.show(page)
        self._draw()

    def events(self) -> list[Event]:
        """Return what the visitor did since the last call, in order."""
        return self._talk.events()

    def hit(self, ray: Ray) -> Hit | None:
        """Return where a ray meets the panel, None where it does not."""
        return self._met.of(ray, self._find)

    def _find(self, ray: Ray) -> Hit | None:
        return pointers.hit_inside(ray, self._face) if self._face is not None else None

    def point(self, ray: Ray | None, *, pointer: str = EYE) -> bool:
        """Take a pointer's ray, None where it points nowhere; return whether it meets the panel or holds it."""
        holds = self._talk.holder == pointer
        hit = self.hit(ray) if ray is not None else None
        if hit is None and holds and ray is not None and self._face is not None:
            # What is dragged follows the ray beside the panel, too.
            hit = pointers.hit_face(ray, self._face)
        at = ((hit.u - 0.5) * PANEL_M[0], (0.5 - hit.v) * PANEL_M[1]) if hit is not None else None
        if self._talk.point(at, pointer=pointer):
            self._draw()
        return hit is not None or holds

    def press(self, *, pointer: str = EYE) -> bool:
        """Press where a pointer points; return whether it points at the panel. Buttons count when they are released."""
        pressed = self._talk.press(pointer=pointer)
        self._draw()
        return pressed

    def release(self, *, pointer: str = EYE) -> None:
        """Let go: what is still pointed at counts, what was dragged is done."""
        self._talk.release(pointer=pointer)
        self._draw()

    def wheel(self, by: float) -> None:
        """Scroll by so many notches, up where positive."""
        self._talk.wheel(by)
        self._draw()

    def key(self, name: str) -> None:
        """Take 'up', 'down', 'left', 'right', 'press', 'back', 'next', 'previous', 'page_up' or 'page_down'.

        next and previous go through the tabs. Raise ValueError for any other.
        """
        self._talk.key(name)
        self._draw()

    def _draw(self) -> None:
        if self._frame is not None:
            self._panel.show(self._talk.layout, self._talk.look(), self._talk.help)

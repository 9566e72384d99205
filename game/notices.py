"""What is said to the visitor: taken up when it is new, and let go after a while."""

from layerwalk.game.state import State
from layerwalk.game.words import Words
from layerwalk.nn.messages import Said

NOTICE_S = 8.0
"""So long a notice stays."""


class Notices:
    """Hold the newest thing that was said; call `update` once a frame. Main thread."""

    def __init__(self, state: State) -> None:
        """Say nothing yet."""
        self._state = state
        self.told: Said | None = None
        self._left_s = 0.0
        self._asked: tuple[Said, Words] | None = None
        self._text = ""

    def say(self, key: str, **values: str) -> None:
        """Say something: the name of a text, and what fills its places."""
        self._state.notice = Said(key=key, values=tuple(values.items()))

    def update(self, dt_s: float) -> None:
        """Take up what there is to say, and let it go after a while."""
        said = self._state.notice
        if said is not None:
            self.told, self._left_s, self._state.notice = said, NOTICE_S, None
        self._left_s -= dt_s
        if self._left_s <= 0:
            self.told = None

    def text(self, said: Said, words: Words) -> str:
        """Return in words what is said, which is found once and not in every frame."""
        asked = said, words
        if asked != self._asked:
            self._asked, self._text = asked, words.say(said)
        return self._text

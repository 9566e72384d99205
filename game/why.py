"""What the visitor wants to know of an answer, and which replies still say it."""

from dataclasses import dataclass

from layerwalk.nn.messages import Attribute, Attributed, Floats, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Say which map is wanted; the fields are those of `messages.Attribute`."""

    method: Method
    target: int | None = None
    layer: str | None = None


class Why:
    """Hold the wish, and number what is asked because of it."""

    def __init__(self) -> None:
        """Want nothing."""
        self.wish: Wish | None = None
        self._serial = self._since = 0

    def want(self, wish: Wish | None) -> None:
        """Want something else, or nothing: replies to what was asked before are old from now on."""
        self.wish, self._since = wish, self._serial + 1

    def request(self, picture: Floats | None) -> Attribute | None:
        """Return what to ask of a picture (C, H, W); None where nothing is wanted or there is no picture."""
        if self.wish is None or picture is None:
            return None
        self._serial += 1
        wish = self.wish
        return Attribute(picture=picture, serial=self._serial, method=wish.method, target=wish.target, layer=wish.layer)

    def is_old(self, serial: int, *, shown: Attributed | None) -> bool:
        """Say whether a reply is to what nobody wants to know any more, or comes after a newer one.

        One that is not the newest counts, so that there is something to see while one draws.
        """
        return self.wish is None or serial < max(self._since, shown.serial if shown else 0)

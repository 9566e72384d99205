"""How a single picture is ordered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Say how a picture is to be: from which view, of which size, with the menu open at a page where one is named.

    deeds: what is done before, one after the other, as menu items are called: 'select conv1 2 10 12', 'lesion',
    'palette=grey'.
    """

    view: str = "court"
    size: tuple[int, int] = (1280, 720)
    quality: str = "desktop"
    page: str = ""
    language: str = "en"
    text_size: float = 1.0
    deeds: tuple[str, ...] = ()

"""The question that is asked before a button counts that destroys something: a page of its own."""

from dataclasses import replace

from layerwalk.game.ui.menu.items import Button, Page, Row, Text
from layerwalk.game.words import Words

YES, NO = "yes, do it", "no, do not"
"""The names of a question's two buttons."""


def question(page: Page, name: str, *, words: Words) -> Page | None:
    """Return the page that asks before a button counts; None where the page has no such button to press any more."""
    found = [button for button in _buttons(page) if button.name == name and button.ask and button.enabled]
    if not found:
        return None
    button = found[0]
    answers = (
        Button(name=NO, text=words("menu.no"), help=words("menu.question_help")),
        Button(name=YES, text=words("menu.yes"), help=words("menu.question_help")),
    )
    items = (Text(text=button.text, style="heading"), Text(text=button.ask), Row(buttons=answers))
    return replace(page, name=f"{page.name}?", items=items, above=page.name)


def _buttons(page: Page) -> list[Button]:
    rows = [item.buttons if isinstance(item, Row) else (item,) for item in page.items]
    return [button for row in rows for button in row if isinstance(button, Button)]

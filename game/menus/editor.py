"""The network that is being edited: its history, the layer whose page is open, the place where one is added."""

import functools
from dataclasses import dataclass, replace

from layerwalk.nn.blueprint import edits, faults
from layerwalk.nn.blueprint.edits import History
from layerwalk.nn.blueprint.faults import Fault
from layerwalk.nn.blueprint.fields import Value
from layerwalk.nn.blueprint.layers import KINDS, Blueprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Hold an edit. history: None where the network cannot be edited. layer: whose page is open. place: where the next
    layer is put in.
    """

    history: History | None = None
    layer: int = 0
    place: int = 0

    @property
    def blueprint(self) -> Blueprint | None:
        """Return the network as it is edited now."""
        return self.history.present if self.history else None


def opened(blueprint: Blueprint | None) -> Editor:
    """Return an editor of a network, with nothing to undo."""
    return Editor(history=History(present=blueprint) if blueprint else None)


@functools.lru_cache(maxsize=64)
def found(blueprint: Blueprint) -> tuple[Fault, ...]:
    """Return what is wrong with a blueprint."""
    return faults.faults(blueprint)


def add(editor: Editor, kind: str) -> Editor:
    """Put a new layer in at the editor's place, and open its page."""
    blueprint = edits.add(_present(editor), editor.place, KINDS[kind]())
    return replace(_done(editor, blueprint), layer=editor.place)


def change(editor: Editor, field: str, value: Value) -> Editor:
    """Change a field of the layer whose page is open."""
    return _done(editor, edits.change(_present(editor), editor.layer, field, value))


def move(editor: Editor, by: int) -> Editor:
    """Move the layer whose page is open; at either end nothing happens."""
    to = editor.layer + by
    if not 0 <= to < len(_present(editor).layers):
        return editor
    return replace(_done(editor, edits.move(_present(editor), editor.layer, by)), layer=to)


def delete(editor: Editor) -> Editor:
    """Take the layer away whose page is open."""
    return replace(_done(editor, edits.delete(_present(editor), editor.layer)), layer=max(0, editor.layer - 1))


def put(editor: Editor, blueprint: Blueprint) -> Editor:
    """Take a whole blueprint as the next step: a preset, a mend."""
    return _done(editor, blueprint) if editor.history else opened(blueprint)


def undo(editor: Editor) -> Editor:
    """Take the last change back."""
    return _kept(editor, editor.history.undo() if editor.history else None)


def redo(editor: Editor) -> Editor:
    """Make the change again that was taken back last."""
    return _kept(editor, editor.history.redo() if editor.history else None)


def _present(editor: Editor) -> Blueprint:
    if editor.blueprint is None:
        raise ValueError("There is no network to be edited.")
    return editor.blueprint


def _done(editor: Editor, blueprint: Blueprint) -> Editor:
    assert editor.history is not None
    return _kept(editor, editor.history.do(blueprint))


def _kept(editor: Editor, history: History | None) -> Editor:
    """Return the editor with another history; a layer that is gone gives way to the last one."""
    count = len(history.present.layers) if history else 0
    return replace(editor, history=history, layer=max(0, min(editor.layer, count - 1)), place=min(editor.place, count))

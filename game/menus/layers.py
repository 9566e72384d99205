"""The pages of the editor: the list of layers, one layer, and the choice of a new one."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game.menus import editor as editors
from layerwalk.game.menus import parts, weights
from layerwalk.game.menus.editor import Editor
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deed, Deeds, Helm
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Text, Value
from layerwalk.nn.blueprint import fields, presets, shapes
from layerwalk.nn.blueprint.faults import Fault
from layerwalk.nn.blueprint.layers import KINDS, Blueprint, Layer

Shape = tuple[int, ...]
LIST, ONE, NEW = PAGES = ("network.layers", "network.layer", "network.add")
"""The list of layers, the page of one layer, and the one on which a new one is chosen."""


def listed(facts: Facts) -> Page:
    """Return the page that lists the layers, each with its faults and their mends right below it."""
    blueprint = facts.plan.editor.blueprint
    items = _foreign(facts) if blueprint is None else _list(facts, blueprint)
    return parts.page(facts, LIST, facts.words("menus.networks.layers"), items, above="network")


def one(facts: Facts) -> Page:
    """Return the page of one layer: what it does, its values, what is wrong with it."""
    editor, words = facts.plan.editor, facts.words
    if editor.blueprint is None or not editor.blueprint.layers:
        return listed(facts)
    layer = editor.blueprint.layers[editor.layer]
    title = f"{editor.layer + 1} · {words(f'editor.layers.{layer.kind}.title')}"
    return parts.page(facts, ONE, title, _one(facts, editor.blueprint, layer), above=LIST)


def new(facts: Facts) -> Page:
    """Return the page on which the kind of a new layer is chosen."""
    words = facts.words
    items = [
        Button(
            name=f"add {kind}",
            text=words(f"editor.layers.{kind}.title"),
            help=words(f"editor.layers.{kind}.sentence"),
            icon=kind,
        )
        for kind in KINDS
    ]
    return parts.page(facts, NEW, words("menus.layers.add_title"), items, above=LIST)


def summary(facts: Facts, layer: Layer) -> str:
    """Return a layer in few words: 'Convolution 16 · 3×3'."""
    words = facts.words
    values = {field.name: _value(facts, getattr(layer, field.name)) for field in fields.FIELDS[layer.kind]}
    return words(f"menus.short.{layer.kind}", title=words(f"editor.layers.{layer.kind}.title"), **values)


def _foreign(facts: Facts) -> Iterator[Item]:
    yield Text(text=facts.words("menus.networks.foreign"))
    yield parts.way("network.presets", facts.words("menus.networks.presets"))


def _list(facts: Facts, blueprint: Blueprint) -> Iterator[Item]:
    words, found = facts.words, editors.found(blueprint)
    yield Row(buttons=(parts.action(facts, "undo_edit"), parts.action(facts, "redo_edit")))
    yield Text(text=words("menus.layers.wrong" if found else "menus.layers.fine"), style="fault" if found else "note")
    yield Button(
        name="picture",
        text=words("menus.layers.picture"),
        note=_shape(facts, blueprint.shape),
        icon="input",
        help=words("menus.layers.picture_help"),
    )
    if not blueprint.layers:
        yield Text(text=words("menus.layers.nothing"), style="note")
    after = shapes.shapes(blueprint)
    for index, layer in enumerate(blueprint.layers):
        wrong = [fault for fault in found if fault.index == index]
        yield Button(
            name=f"layer {index}",
            text=summary(facts, layer),
            note=_shape(facts, after[index]),
            icon=layer.kind,
            help=words(f"editor.layers.{layer.kind}.sentence"),
            fault=bool(wrong),
        )
        yield from _faults(facts, found, wrong)
    yield Button(
        name="answer",
        text=words("menus.layers.answer"),
        note=words("menus.layers.answer_note", count=len(blueprint.classes)),
        icon="answer",
        help=words("menus.layers.answer_help"),
    )
    yield from _faults(facts, found, [fault for fault in found if fault.index is None])
    yield Button(name="place end", text=words("menus.layers.add"), help=words("menus.layers.add_help"))


def _one(facts: Facts, blueprint: Blueprint, layer: Layer) -> Iterator[Item]:
    words, index = facts.words, facts.plan.editor.layer
    found, after = editors.found(blueprint), (blueprint.shape, *shapes.shapes(blueprint))
    yield Text(text=words(f"editor.layers.{layer.kind}.sentence"), icon=layer.kind)
    for field in fields.FIELDS[layer.kind]:
        yield Choice(
            name=f"field {field.name}",
            text=words(f"editor.fields.{field.name}.title"),
            options=tuple((choice, _value(facts, choice)) for choice in fields.choices(layer, field)),
            chosen=getattr(layer, field.name),
            help=words(f"editor.fields.{field.name}.help"),
        )
    yield from _faults(facts, found, [fault for fault in found if fault.index == index])
    flow = (("comes_in", after[index]), ("goes_out", after[index + 1]))
    told = (words(f"menus.layers.{way}", shape=_told(facts, shape)) for way, shape in flow)
    yield Text(text=" · ".join(told), style="note")
    last = len(blueprint.layers) - 1
    yield Row(
        buttons=(
            Button(
                name="move -1", text=words("menus.layers.up"), help=words("menus.layers.up_help"), enabled=index > 0
            ),
            Button(
                name="move 1",
                text=words("menus.layers.down"),
                help=words("menus.layers.down_help"),
                enabled=index < last,
            ),
            Button(name="delete layer", text=words("menus.layers.delete"), help=words("menus.layers.delete_help")),
        )
    )
    yield Row(
        buttons=(
            Button(name="place before", text=words("menus.layers.add_before")),
            Button(name="place after", text=words("menus.layers.add_after")),
        )
    )
    yield Row(buttons=(parts.action(facts, "undo_edit"), parts.action(facts, "redo_edit")))


def _faults(facts: Facts, found: tuple[Fault, ...], wrong: list[Fault]) -> Iterator[Item]:
    for fault in wrong:
        yield Text(text=facts.words.say(fault.said), style="fault")
        which = found.index(fault)
        mends = (
            Button(name=f"mend {which} {number}", text=facts.words.say(mend.said))
            for number, mend in enumerate(fault.mends)
        )
        yield Row(buttons=tuple(mends))


def _shape(facts: Facts, shape: Shape | None) -> str:
    if shape is None:
        return "?"
    if len(shape) < 3:
        return facts.words("menus.layers.line", count=shape[0])
    return facts.words("menus.layers.shape", count=shape[0], rows=shape[1], columns=shape[2])


def _told(facts: Facts, shape: Shape | None) -> str:
    """Return a shape in words: '6 maps of 26×26'."""
    words = facts.words
    if shape is None:
        return words("menus.layers.unknown")
    if len(shape) < 3:
        return words("menus.layers.values", count=words.count(shape[0]))
    return words("sign.map" if shape[0] == 1 else "sign.maps", count=shape[0], rows=shape[1], columns=shape[2])


def _value(facts: Facts, value: object) -> str:
    if isinstance(value, str):
        return facts.words(f"editor.activations.{value}")
    return parts.share(facts.words, value) if isinstance(value, float) else f"{value}"


def _change(helm: Helm, editor: Editor) -> None:
    """Take up an edit; a network without faults is built at once."""
    helm.plan.editor = editor
    blueprint = editor.blueprint
    if blueprint is not None and blueprint != helm.session.blueprint and not editors.found(blueprint):
        weights.build(helm, blueprint)


def _layer(helm: Helm, index: str, value: Value | None) -> None:
    helm.plan.editor = replace(helm.plan.editor, layer=int(index))
    helm.plan.page = ONE


def _place(helm: Helm, where: str, value: Value | None) -> None:
    editor = helm.plan.editor
    count = len(editor.blueprint.layers) if editor.blueprint else 0
    place = {"end": count, "before": editor.layer, "after": editor.layer + 1}[where]
    helm.plan.editor = replace(editor, place=place)
    helm.plan.page = NEW


def _add(helm: Helm, kind: str, value: Value | None) -> None:
    _change(helm, editors.add(helm.plan.editor, kind))
    helm.plan.page = ONE


def _field(helm: Helm, name: str, value: Value | None) -> None:
    if value is not None:
        _change(helm, editors.change(helm.plan.editor, name, value))


def _move(helm: Helm, by: str, value: Value | None) -> None:
    _change(helm, editors.move(helm.plan.editor, int(by)))


def _delete(helm: Helm, rest: str, value: Value | None) -> None:
    _change(helm, editors.delete(helm.plan.editor))
    helm.plan.page = LIST


def _mend(helm: Helm, which: str, value: Value | None) -> None:
    """Take a mend; where layers went away or changed places, the list shows them all."""
    blueprint = helm.plan.editor.blueprint
    if blueprint is None:
        return
    fault, mend = map(int, which.split())
    mended = editors.found(blueprint)[fault].mends[mend].blueprint
    _change(helm, editors.put(helm.plan.editor, mended))
    if [layer.kind for layer in mended.layers] != [layer.kind for layer in blueprint.layers]:
        helm.plan.page = LIST


def _undo(helm: Helm, rest: str, value: Value | None) -> None:
    _change(helm, editors.undo(helm.plan.editor))


def _redo(helm: Helm, rest: str, value: Value | None) -> None:
    _change(helm, editors.redo(helm.plan.editor))


def open_list(helm: Helm) -> None:
    """Open the list of layers: of the network that stands, unless an unfinished edit waits there."""
    helm.plan.page = LIST
    built, editor = helm.session.blueprint, helm.plan.editor
    unfinished = editor.blueprint is not None and editors.found(editor.blueprint)
    if built is not None and built != editor.blueprint and not unfinished:
        helm.plan.editor = editors.put(editor, built)


def _edit(helm: Helm, rest: str, value: Value | None) -> None:
    open_list(helm)


def _page(name: str) -> Deed:
    """Return the deed that opens a page."""

    def deed(helm: Helm, rest: str, value: Value | None) -> None:
        helm.plan.page = name

    return deed


def _build(helm: Helm, rest: str, value: Value | None) -> None:
    """Begin with a network without hidden layers."""
    _take(helm, "empty", None)


def _take(helm: Helm, name: str, value: Value | None) -> None:
    """Take a ready-made network, with trained weights where it ships with them; without a name, show them all."""
    if not name:
        helm.plan.page = "network.presets"
        return
    blueprint = presets.PRESETS[name]
    helm.plan.editor = editors.put(helm.plan.editor, blueprint)
    helm.plan.config = replace(helm.plan.config, data=f"{blueprint.data}-train")
    if helm.plan.trained and name in helm.networks:
        weights.load(helm, name)
    else:
        weights.build(helm, blueprint)
    helm.plan.page = "network" if blueprint.layers else LIST


DEEDS: Deeds = MappingProxyType(
    {
        "layer": _layer,
        "place": _place,
        "add": _add,
        "field": _field,
        "move": _move,
        "delete": _delete,
        "mend": _mend,
        "undo_edit": _undo,
        "redo_edit": _redo,
        "preset": _take,
        "build": _build,
        "picture": _page("data"),
        "answer": _page("data"),
        "edit": _edit,
        "load_weights": _page("network.saved"),
    }
)

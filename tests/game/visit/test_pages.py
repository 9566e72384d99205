"""Every page of the menu: it can be shown, nothing on it is dead, and the keys alone lead everywhere."""

import tomllib
from collections import deque
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from layerwalk.game import files, lesion_log, words
from layerwalk.game.lesion_log import History
from layerwalk.game.menus import editor as editors
from layerwalk.game.menus import registry
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.lesion_plan import LesionPlan
from layerwalk.game.pulled import Pulled
from layerwalk.game.runs import Runs
from layerwalk.game.selected import Selected
from layerwalk.game.session import SavedNetwork
from layerwalk.game.settings import SECTIONS
from layerwalk.game.state import State
from layerwalk.game.study_reports import Report, Reports
from layerwalk.game.ui import actions
from layerwalk.game.ui.menu import answers, focus, layout
from layerwalk.game.ui.menu.items import Button, Page, Row, Text
from layerwalk.game.ui.situation import Situation
from layerwalk.game.visit import BODILY
from layerwalk.nn.blueprint import datasets, presets
from layerwalk.nn.blueprint.layers import KINDS, Conv, MaxPool
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import PRESETS, Dose, Edges, Explained, Measured, Progress, Score, Studied, StudyConfig
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.said import say

WORN = {"recentre", "table", "turn_left", "turn_right", "show_controls"}
WINDOWS = {"screenshot", "quit", "help", "pause", "headset", *WORN}
"""Actions that only a window or a headset can do."""
EVERYTHING = Situation(**{field.name: True for field in fields(Situation)})


@pytest.fixture(scope="module")
def facts(arrive, tmp_path_factory) -> Facts:
    """Return how things stand when everything is there that a page can tell of."""
    found = arrive().visit.facts
    crowded = replace(presets.PRESETS["ana-small"], layers=tuple(kind() for kind in KINDS.values()))
    wrong = replace(crowded, layers=(*crowded.layers, Conv(), MaxPool(), Conv(kernel=7)))
    runs = Runs()
    for number in (1, 2):
        runs.begin(number, config=PRESETS["ana"], title="ANA's small network")
        runs.hear(
            Progress(run=number, state="paused", said=say("training.going"), step=40, steps=180, epoch=2, epochs=6,
                     loss=0.4, accuracy=0.9, seconds_left=12.0, snapshots=(0, 10, 40))
        )  # fmt: skip
    pulled = Pulled()
    pulled.pull("conv1", 1)
    saved = tmp_path_factory.mktemp("saved") / "ana-small-1.safetensors"
    network = SavedNetwork(file=saved, record={"accuracy": "0.98", "title": "ANA"}, blueprint=crowded, saved_s=0.0)
    data = tuple(datasets.SHIPPED.values())
    logs = LesionPlan(logs=(saved.with_suffix(".json"),))
    plan = replace(found.plan, editor=editors.opened(wrong), saved=(network,), data=data, lesions=logs)
    state = replace(found.state, studies=studied(found.state.spec), runs=runs, pulled=pulled, **lesioned(found.state))
    return replace(found, plan=plan, state=state, situation=EVERYTHING)


def lesioned(state: State) -> dict[str, object]:
    """Return what is so of a network with a lesion that was measured."""
    lesion = Lesion(target=Map(node=state.spec.hidden[0].name, map=0))
    classes = tuple((name, 1, 1) for name in state.spec.classes)
    score = Score(network="made up", data="mnist-test", right=9, count=10, per_class=classes)
    measured = Measured(serial=1, state="finished", lesions=(lesion,), share=1.0, before=score, after=score)
    history = lesion_log.added(History(), lesion, time=datetime(2026, 1, 1, tzinfo=UTC))
    return {"history": history, "lesions": (lesion,), "measured": measured}


def studied(spec: NetworkSpec) -> Reports:
    """Return a study that is done, on the board, of a layer's importance in each way to tell it."""
    node, config = spec.hidden[0], StudyConfig(layer=spec.hidden[0].name)
    importance = {order: np.linspace(1, -1, node.maps, dtype=np.float32) for order in config.orders}
    curve = np.linspace(1, 0, node.maps + 1, dtype=np.float32)
    orders, control = dict.fromkeys(config.orders, curve), np.stack([curve])
    removed = np.arange(node.maps + 1)
    dose = Dose(
        layer=node.name, units=node.maps, removed=removed, importance=importance, orders=orders, control=control
    )
    done = Studied(serial=1, state="finished", network=spec.name, config=config, share=1.0, findings=dose)
    reports = Reports()
    reports.begin(Report(number=1, title=spec.name, spec=spec, studied=done))
    return reports


def disturbed(facts: Facts, **plan) -> Facts:
    """Return how things stand while a neuron is held that is to be lesioned in some way."""
    node = facts.state.spec.hidden[0]
    held = Selected(node=node.name, index=(0, 5, 5))
    ones, at = np.ones(3, np.float32), np.array([(0, 1, 1), (0, 1, 2), (0, 2, 1)], np.int32)
    edges = Edges(node=node.inputs[0], indices=at, weights=ones, values=ones, contributions=ones, strengths=ones,
                  strengths_by_sign=ones)  # fmt: skip
    explained = Explained(network="", serial=1, node=held.node, index=held.index, output=1.0, incoming=(edges,))
    state = replace(facts.state, selected=held, explained=explained)
    return replace(facts, state=state, plan=replace(facts.plan, lesions=replace(facts.plan.lesions, **plan)))


def shown(facts: Facts, name: str, **plan) -> Page:
    return registry.page(replace(facts, plan=replace(facts.plan, page=name, **plan)))


def buttons(page: Page):
    rows = [item.buttons if isinstance(item, Row) else (item,) for item in page.items]
    return [item for row in rows for item in row if not isinstance(item, Text)]


@pytest.mark.parametrize("text_size", [1.0, 2.0])
@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("name", registry.PAGES)
def test_every_page_can_be_shown(facts, name, language, text_size):
    spoken = replace(facts, words=words.load(language))
    made = layout.build(shown(spoken, name), words=spoken.words, text_size=text_size)
    assert made.page.name == name
    assert made.page.tab == name.split(".")[0]
    assert made.spots
    for spot in made.spots:
        assert made.view.left - 1e-6 <= spot.rect.left < spot.rect.right <= made.view.right + 1e-6


@pytest.mark.parametrize("name", registry.PAGES)
def test_nothing_on_a_page_is_dead(facts, name):
    for listening in ("", "use"):
        for item in buttons(shown(facts, name, listening=listening)):
            first, _, rest = item.name.partition(" ")
            if first == "go":
                assert rest in registry.PAGES
            else:
                assert first in registry.DEEDS or item.name in BODILY | WINDOWS, item.name


def test_every_deed_is_on_some_page_or_has_a_key(facts):
    ways = ({"part": "edge", "kind": "scale"}, {"part": "share", "kind": "noise"})
    every = [facts, *(disturbed(facts, **way) for way in ways)]
    pages = [shown(each, name) for each in every for name in registry.PAGES]
    pressed = {item.name.split(" ")[0] for page in pages for item in buttons(page)}
    assert set(registry.DEEDS) <= pressed | {action.name for action in actions.ACTIONS}


def test_what_destroys_something_asks_first(facts):
    asking = {item.name for name in registry.PAGES for item in buttons(shown(facts, name)) if getattr(item, "ask", "")}
    assert {action.name for action in actions.ACTIONS if action.asks} <= asking
    assert {"settings defaults", "keys defaults", "forget 1"} <= asking


def test_every_layer_every_setting_and_every_preset_has_its_item(facts):
    found = {name: {item.name for item in buttons(shown(facts, name))} for name in registry.PAGES}
    every = set().union(*found.values())
    assert {f"add {kind}" for kind in KINDS} <= found["network.add"]
    assert {f"preset {name}" for name in presets.PRESETS} <= found["network.presets"]
    for section in SECTIONS:
        held = getattr(facts.settings, section)
        assert {f"set {section}.{field.name}" for field in fields(held)} <= every
    assert "set language" in every


# By keys alone


def reached(made: layout.Layout) -> set[tuple[str, float]]:
    """Return everything that the arrows lead to: (what has the focus, how far the page is scrolled)."""
    first = focus.begun(made)
    waiting, seen = deque([first]), {(first.name, round(first.scroll_m, 3))}
    while waiting:
        at = waiting.popleft()
        spot = made.by_name.get(at.name)
        stepped = spot is not None and isinstance(spot.item, answers.STEPPED)
        for key in ("up", "down") if stepped else ("up", "down", "left", "right"):
            gone = focus.moved(at, made, key)
            place = (gone.name, round(gone.scroll_m, 3))
            if place not in seen:
                seen.add(place)
                waiting.append(gone)
    return seen


@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_the_keys_alone_lead_to_every_page_and_every_action(facts, text_size):
    leads = {
        "layer": "network.layer",
        "place": "network.add",
        "edit": "network.layers",
        "preset": "network.presets",
        "load_weights": "network.saved",
        "save_as": "network.write",
        "search": "examine.write",
        "lesion_at": "examine.lesion",
        "lesion_logs": "examine.logs",
    }
    waiting, pages, names = deque(["network"]), {"network"}, set()
    while waiting:
        made = layout.build(shown(facts, waiting.popleft()), words=facts.words, text_size=text_size)
        found = {name for name, _ in reached(made)}
        assert found >= {item.name for item in buttons(made.page) if item.enabled}
        names |= found
        for name in found:
            first, _, rest = name.partition(" ")
            page = rest if first in ("go", "tab") else leads.get(first, "")
            if page and page not in pages:
                pages.add(page)
                waiting.append(page)
    assert pages == set(registry.PAGES)
    for action in actions.ACTIONS:
        assert action.controls or names & {action.name, f"set {action.name}"}, action.name


@pytest.mark.parametrize("text_size", [1.0, 2.0])
@pytest.mark.parametrize("name", registry.PAGES)
def test_the_keys_alone_bring_every_line_of_a_page_into_view(facts, name, text_size):
    made = layout.build(shown(facts, name), words=facts.words, text_size=text_size)
    scrolls = sorted({scroll_m for _, scroll_m in reached(made)})
    assert scrolls[0] == 0
    assert scrolls[-1] == pytest.approx(made.range_m, abs=2e-3)
    for before, after in pairwise(scrolls):
        assert after - before < made.view.height


def test_what_cannot_be_done_now_cannot_be_pressed(facts):
    nothing = replace(facts, situation=Situation(at_desk=False))
    for name in registry.PAGES:
        for item in buttons(shown(nothing, name)):
            known = actions.BY_NAME.get(item.name)
            if known is not None and known.condition != "always" and isinstance(item, Button):
                assert not item.enabled, item.name


# What is told, and what comes first


def state_of(facts, **changes):
    return replace(facts, state=replace(facts.state, **changes))


def test_before_a_run_the_start_comes_first_and_while_one_goes_on_the_pause(facts):
    resting = replace(state_of(facts, runs=Runs()), situation=replace(EVERYTHING, run_open=False))
    assert buttons(shown(resting, "train"))[0].name == "train_start"
    pause, stop, begin = buttons(shown(facts, "train"))[:3]
    assert (pause.name, stop.name, begin.name) == ("train_pause", "train_stop", "train_start")
    assert pause.text == facts.words("board.resume")
    assert begin.ask
    assert not buttons(shown(resting, "train"))[0].ask


def test_the_values_that_count_are_marked(facts):
    def marked(config):
        page = shown(facts, "train", config=replace(config, data="faces-train"))
        return [item.name for item in buttons(page) if getattr(item, "chosen", False) is True]

    assert marked(PRESETS["ana"]) == ["values_ana"]
    assert marked(PRESETS["good"]) == ["values_good"]
    assert marked(replace(PRESETS["good"], epochs=7)) == []


def test_the_accuracy_of_before_is_not_told_of_what_was_learnt_since(facts):
    def told(**changes):
        page = shown(state_of(facts, **changes), "network")
        return next(item.text for item in page.items if isinstance(item, Text) and item.style == "note")

    spoken = facts.words
    record = {"accuracy": "97.18 % (9718 of 10000 test digits)", "epochs": "3"}
    assert "97.2 %" in told(record=record, unsaved=False)
    assert told(record=record, unsaved=True, runs=Runs()).endswith(spoken("menus.networks.untested"))
    assert told(record={}, learnt={}, unsaved=False).endswith(spoken("menus.networks.unmeasured"))
    runs = Runs()
    runs.begin(1, config=PRESETS["good"], title="Mine")
    done = {"validated_epoch": 1, "validation_loss": 0.1, "validation_accuracy": 0.984}
    runs.hear(Progress(run=1, state="paused", said=say("training.going"), step=10, steps=20, epoch=1, epochs=2, **done))
    assert "98.4 %" in told(record=record, unsaved=True, runs=runs)


def test_the_page_of_a_layer_shows_its_picture_and_says_in_words_what_comes_out(facts):
    page = shown(facts, "network.layer", editor=editors.opened(presets.PRESETS["ana-small"]))
    first, *_ = page.items
    assert (first.icon, first.text) == ("conv", facts.words("editor.layers.conv.sentence"))
    told = [item.text for item in page.items if isinstance(item, Text)]
    assert any("6 maps of 26×26" in text for text in told)


def keys_told(facts: Facts) -> dict[str, str]:
    return {item.text: item.note for item in shown(facts, "help.keys").items if isinstance(item, Text)}


def test_the_list_of_keys_says_what_each_does_and_which_key_does_it(facts):
    told = keys_told(replace(facts, situation=replace(EVERYTHING, in_headset=False)))
    assert told["Pause, or go on"] == "P"
    assert told["Walk"] == "W A S D, arrows"
    assert "Go there" not in told
    assert "Stand upright again" not in told


def test_in_a_headset_the_list_tells_of_its_controls(facts):
    told = keys_told(replace(facts, situation=replace(EVERYTHING, in_headset=True)))
    assert told["Go there"] == "right stick ↑"
    assert "Pause, or go on" not in told


def test_both_languages_have_the_same_texts():
    def keys(table, before=""):
        for name, value in table.items():
            yield from keys(value, f"{before}{name}.") if isinstance(value, dict) else [f"{before}{name}"]

    for file in files.asset("languages", "en").glob("*.toml"):
        tables = [
            tomllib.loads((files.asset("languages", name) / file.name).read_text("utf-8")) for name in ("en", "de")
        ]
        assert set(keys(tables[0])) == set(keys(tables[1])), file.name

"""Every rule of the editor with its message and its mends, as a visitor reads them, in both languages."""

import dataclasses
from typing import Any, NamedTuple

import pytest

from layerwalk.game import words
from layerwalk.nn.blueprint import faults, fields
from layerwalk.nn.blueprint.faults import Fault
from layerwalk.nn.blueprint.layers import (
    KINDS,
    AveragePool,
    BatchNorm,
    Blueprint,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPool,
    Residual,
)
from layerwalk.nn.blueprint.presets import PRESETS


class Case(NamedTuple):
    layers: tuple[Layer, ...]
    index: int | None
    english: str
    german: str
    mends: dict[str, str]
    shape: tuple[int, int, int] = (1, 28, 28)


TO_2 = (MaxPool(size=7, stride=7), MaxPool())

CASES = {
    "a filter larger than the picture": Case(
        layers=(*TO_2, Conv(kernel=5)),
        index=2,
        english="The picture is only 2 pixels wide here, so a 5×5 filter does not fit.",
        german="Das Bild ist hier nur noch 2 Pixel breit, da passt ein Filter von 5×5 nicht hinein.",
        mends={
            "Use 2×2": "2×2 nehmen",
            "Add a border 2 pixels wide": "Rand anlegen, 2 Pixel breit",
            "Remove one pooling layer": "Eine Pooling-Schicht wegnehmen",
        },
    ),
    "a filter larger than the picture, because of one pooling layer": Case(
        layers=(MaxPool(size=7, stride=7), Conv(kernel=11)),
        index=1,
        english="The picture is only 4 pixels wide here, so a 11×11 filter does not fit.",
        german="Das Bild ist hier nur noch 4 Pixel breit, da passt ein Filter von 11×11 nicht hinein.",
        mends={
            "Use 4×4": "4×4 nehmen",
            "Add a border 4 pixels wide": "Rand anlegen, 4 Pixel breit",
            "Remove one pooling layer": "Eine Pooling-Schicht wegnehmen",
        },
    ),
    "a filter larger than the picture with its border": Case(
        layers=(*TO_2, MaxPool(), Conv(kernel=5, padding=1)),
        index=3,
        english="The picture is only 1 pixel wide here, 3 with its border, so a 5×5 filter does not fit.",
        german="Das Bild ist hier nur noch 1 Pixel breit, mit seinem Rand 3, da passt ein Filter von 5×5 nicht hinein.",
        mends={
            "Use 3×3": "3×3 nehmen",
            "Make the border 2 pixels wide": "Den Rand 2 Pixel breit machen",
            "Remove one pooling layer": "Eine Pooling-Schicht wegnehmen",
        },
    ),
    "a filter larger than a flat picture": Case(
        layers=(Conv(kernel=3),),
        index=0,
        english="The picture is only 1 pixel high here, so a 3×3 filter does not fit.",
        german="Das Bild ist hier nur noch 1 Pixel hoch, da passt ein Filter von 3×3 nicht hinein.",
        mends={
            "Use 1×1": "1×1 nehmen",
            "Add a border 1 pixel wide": "Rand anlegen, 1 Pixel breit",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
        shape=(1, 1, 28),
    ),
    "squares larger than the picture": Case(
        layers=(*TO_2, AveragePool(size=3, stride=3)),
        index=2,
        english="The picture is only 2 pixels wide here, so squares of 3×3 do not fit.",
        german="Das Bild ist hier nur noch 2 Pixel breit, da passen Quadrate von 3×3 nicht hinein.",
        mends={
            "Use squares of 2×2": "Quadrate von 2×2 nehmen",
            "Remove one pooling layer": "Eine Pooling-Schicht wegnehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "pooling until nothing is left": Case(
        layers=(*TO_2, MaxPool(), MaxPool()),
        index=3,
        english="The picture is only 1 pixel wide here, so squares of 2×2 do not fit.",
        german="Das Bild ist hier nur noch 1 Pixel breit, da passen Quadrate von 2×2 nicht hinein.",
        mends={
            "Use squares of 1×1": "Quadrate von 1×1 nehmen",
            "Remove one pooling layer": "Eine Pooling-Schicht wegnehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "a conv layer after a dense layer": Case(
        layers=(Flatten(), Dense(), Conv()),
        index=2,
        english="A conv layer cannot follow a dense layer: the picture's shape is gone.",
        german="Eine Faltung kann nicht nach einer voll verbundenen Schicht kommen: "
        "Da gibt es kein Bild mehr, nur noch eine lange Reihe von Zahlen.",
        mends={
            "Move it in front of the flatten layer": "Vor die Flach-Schicht schieben",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "a residual block after a dense layer": Case(
        layers=(Dense(), Residual()),
        index=1,
        english="A residual block cannot follow a dense layer: the picture's shape is gone.",
        german="Ein Residualblock kann nicht nach einer voll verbundenen Schicht kommen: "
        "Da gibt es kein Bild mehr, nur noch eine lange Reihe von Zahlen.",
        mends={
            "Move it in front of the dense layer": "Vor die voll verbundene Schicht schieben",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "a pooling layer after a flatten layer": Case(
        layers=(Conv(), Flatten(), MaxPool()),
        index=2,
        english="A max pooling layer cannot follow a flatten layer: the picture's shape is gone.",
        german="Eine Max-Pooling-Schicht kann nicht nach einer Flach-Schicht kommen: "
        "Da gibt es kein Bild mehr, nur noch eine lange Reihe von Zahlen.",
        mends={
            "Move it in front of the flatten layer": "Vor die Flach-Schicht schieben",
            "Remove the flatten layer": "Die Flach-Schicht wegnehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "flatten twice": Case(
        layers=(Flatten(), Dropout(), Flatten()),
        index=2,
        english="There is nothing left to flatten: everything stands in one line already.",
        german="Hier gibt es nichts mehr flach zu machen: Es steht schon alles in einer Reihe.",
        mends={"Remove this layer": "Diese Schicht wegnehmen"},
    ),
    "steps longer than the filter": Case(
        layers=(Conv(kernel=2, stride=4),),
        index=0,
        english="The window is 2 wide but moves on by 4: it would skip pixels that nobody ever looks at.",
        german="Das Fenster ist 2 breit, rückt aber um 4 weiter: Manche Pixel würde nie jemand ansehen.",
        mends={
            "Move on by 2": "Um 2 weiterrücken",
            "Use 4×4": "4×4 nehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "steps longer than the squares": Case(
        layers=(MaxPool(size=2, stride=3),),
        index=0,
        english="The window is 2 wide but moves on by 3: it would skip pixels that nobody ever looks at.",
        german="Das Fenster ist 2 breit, rückt aber um 3 weiter: Manche Pixel würde nie jemand ansehen.",
        mends={
            "Move on by 2": "Um 2 weiterrücken",
            "Use squares of 3×3": "Quadrate von 3×3 nehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "a border wider than the filter": Case(
        layers=(Conv(kernel=3, padding=3),),
        index=0,
        english="A border of 3 is too much for a 3×3 filter: it would look at places where there is no picture.",
        german="Ein Rand von 3 ist zu viel für einen Filter von 3×3: Er würde hinschauen, wo gar kein Bild ist.",
        mends={
            "Make the border 2 pixels wide": "Den Rand 2 Pixel breit machen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "a border round a filter of one pixel": Case(
        layers=(Conv(kernel=1, padding=1),),
        index=0,
        english="A border of 1 is too much for a 1×1 filter: it would look at places where there is no picture.",
        german="Ein Rand von 1 ist zu viel für einen Filter von 1×1: Er würde hinschauen, wo gar kein Bild ist.",
        mends={"Take the border away": "Den Rand weglassen", "Remove this layer": "Diese Schicht wegnehmen"},
    ),
    "a residual block without a middle": Case(
        layers=(Residual(kernel=4),),
        index=0,
        english="A residual block needs a filter with a middle, so not 4×4: only odd sizes will do.",
        german="Im Residualblock braucht ein Filter eine Mitte. 4×4 hat keine: Es gehen nur ungerade Größen.",
        mends={
            "Use 3×3": "3×3 nehmen",
            "Use 5×5": "5×5 nehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "a number out of its range": Case(
        layers=(Dense(units=5000),),
        index=0,
        english="“Neurons” is 5,000 here, but only 1 to 1,024 will do.",
        german="„Neuronen“ steht hier auf 5.000, es geht aber nur von 1 bis 1.024.",
        mends={"Use 1,024": "1.024 nehmen", "Remove this layer": "Diese Schicht wegnehmen"},
    ),
    "more dropout than there is": Case(
        layers=(Dropout(share=0.95),),
        index=0,
        english="“Switched off” is 0.95 here, but only 0 to 0.9 will do.",
        german="„Ausgeschaltet“ steht hier auf 0,95, es geht aber nur von 0 bis 0,9.",
        mends={"Use 0.9": "0,9 nehmen", "Remove this layer": "Diese Schicht wegnehmen"},
    ),
    "an unknown activation": Case(
        layers=(Dense(activation="swish"),),  # type: ignore[arg-type]
        index=0,
        english="“Activation” is “swish” here, and nobody knows what that means.",
        german="„Aktivierung“ steht hier auf „swish“, und niemand weiß, was das heißen soll.",
        mends={
            "Use ReLU: nothing below zero": "ReLU: nichts unter null nehmen",
            "Remove this layer": "Diese Schicht wegnehmen",
        },
    ),
    "too many layers": Case(
        layers=(Dropout(),) * 65,
        index=None,
        english="That makes 65 layers. A network here can have 64 at most.",
        german="Das sind jetzt 65 Schichten. Mehr als 64 gehen nicht.",
        mends={"Keep only the first 64": "Nur die ersten 64 behalten"},
    ),
    "too many weights": Case(
        layers=(Conv(filters=48), Conv(filters=48), Flatten(), Dense(units=1024)),
        index=3,
        english="The network would have about 29 million weights to learn. A laptop can do 20 million at most.",
        german="Das Netz müsste etwa 29 Millionen Gewichte lernen. Mehr als 20 Millionen schafft ein Laptop nicht.",
        mends={
            "Use 512 neurons in layer 4": "In Schicht 4 nur 512 Neuronen nehmen",
            "Use 32 filters in layer 2": "In Schicht 2 nur 32 Filter nehmen",
            "Add a pooling layer": "Eine Pooling-Schicht einfügen",
        },
    ),
    "too many values": Case(
        layers=(Conv(filters=256, kernel=1), BatchNorm(), Dropout()),
        index=0,
        english="For each picture the network would have to remember about 603,000 values. "
        "A laptop can do 500,000 at most.",
        german="Das Netz müsste sich zu jedem Bild etwa 603.000 Werte merken. "
        "Mehr als 500.000 schafft ein Laptop nicht.",
        mends={
            "Use 192 filters in layer 1": "In Schicht 1 nur 192 Filter nehmen",
            "Add a pooling layer": "Eine Pooling-Schicht einfügen",
            "Make all layers smaller": "Alle Schichten kleiner machen",
        },
    ),
    "too much work": Case(
        layers=(Conv(filters=128), Conv(filters=192)),
        index=1,
        english="For each picture the network would have to do about 130 million multiplications. "
        "At more than 100 million you would wait for hours.",
        german="Das Netz müsste für jedes Bild etwa 130 Millionen Malaufgaben rechnen. "
        "Bei mehr als 100 Millionen wartest du stundenlang.",
        mends={
            "Use 128 filters in layer 2": "In Schicht 2 nur 128 Filter nehmen",
            "Use 96 filters in layer 1": "In Schicht 1 nur 96 Filter nehmen",
            "Add a pooling layer": "Eine Pooling-Schicht einfügen",
        },
    ),
}


def found(case: Case) -> Fault:
    blueprint = Blueprint(name="test", title="Test", shape=case.shape, layers=case.layers)
    (fault,) = faults.faults(blueprint)
    return fault


@pytest.mark.parametrize("name", CASES)
def test_a_rule_says_what_is_wrong_where_it_is_wrong(name: str) -> None:
    fault = found(CASES[name])
    assert fault.index == CASES[name].index
    assert words.load("en").say(fault.said) == CASES[name].english
    assert words.load("de").say(fault.said) == CASES[name].german


@pytest.mark.parametrize("name", CASES)
def test_its_mends_are_offered_in_words_and_mend(name: str) -> None:
    fault = found(CASES[name])
    said = {words.load("en").say(mend.said): words.load("de").say(mend.said) for mend in fault.mends}
    assert said == CASES[name].mends
    assert [faults.faults(mend.blueprint) for mend in fault.mends] == [()] * len(fault.mends)


def test_a_mend_changes_what_it_says() -> None:
    first, second = found(CASES["a conv layer after a dense layer"]), found(CASES["flatten twice"])
    assert first.mends[0].blueprint.layers == (Conv(), Flatten(), Dense())
    assert second.mends[0].blueprint.layers == (Flatten(), Dropout())
    third = found(CASES["a filter larger than the picture, because of one pooling layer"])
    assert [mend.blueprint.layers for mend in third.mends] == [
        (MaxPool(size=7, stride=7), Conv(kernel=4)),
        (MaxPool(size=7, stride=7), Conv(kernel=11, padding=4)),
        (Conv(kernel=11),),
    ]


def test_every_fault_is_told_at_its_own_layer() -> None:
    wrong = Blueprint(name="test", title="Test", layers=(Flatten(), Conv(), Flatten(), Dense(units=0), BatchNorm()))
    assert [fault.index for fault in faults.faults(wrong)] == [1, 2, 3]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_layer_field_activation_and_preset_has_words(language: str) -> None:
    say = words.load(language)
    keys = [f"layers.{kind}.{part}" for kind in KINDS for part in ("title", "sentence", "one", "after", "before")]
    keys += [f"presets.{name}.{part}" for name in PRESETS for part in ("title", "sentence")]
    names: dict[str, Any] = {one.name: one for own in fields.FIELDS.values() for one in own}
    keys += [f"fields.{name}.{part}" for name in names for part in ("title", "help")]
    keys += [f"activations.{name}" for name in names["activation"].choices]
    assert all(say(f"editor.{key}") for key in keys)


def test_titles_of_presets_are_those_of_the_blueprints() -> None:
    assert {name: words.load("en")(f"editor.presets.{name}.title") for name in PRESETS} == {
        name: blueprint.title for name, blueprint in PRESETS.items()
    }


def test_a_preset_for_other_data_is_checked_against_its_own_picture() -> None:
    faces = PRESETS["ana-faces"]
    assert faults.faults(faces) == ()
    assert len(faults.faults(dataclasses.replace(faces, shape=(1, 8, 8)))) == 1

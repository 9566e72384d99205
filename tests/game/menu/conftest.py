"""Pages of every kind of item, in both languages, as the menu's tests show them."""

from types import SimpleNamespace

import pytest

from layerwalk.game.ui.menu.items import Button, Choice, Page, Row, Slider, Text, Toggle

TABS = (
    ("world", "World"),
    ("network", "Network"),
    ("data", "Data"),
    ("train", "Train"),
    ("input", "Input"),
    ("settings", "Settings"),
    ("help", "Help"),
)
GERMAN_TABS = (
    ("world", "Welt"),
    ("network", "Netz"),
    ("data", "Daten"),
    ("train", "Training"),
    ("input", "Zeichnen"),
    ("settings", "Einstellungen"),
    ("help", "Hilfe"),
)
OPTIMISERS = (("rmsprop", "RMSprop"), ("sgd", "SGD mit Schwung"), ("adam", "Adam"), ("adamw", "AdamW"))


def layers() -> Page:
    """A network's layers: icons, notes, one that is chosen, one that is wrong, one that cannot be pressed."""
    return Page(
        name="layers",
        title="Layers of your network",
        tabs=TABS,
        tab="network",
        above="network",
        items=(
            Text(text="The picture is only 2 pixels wide here, so a 5×5 filter does not fit.", style="fault"),
            Button(name="mend", text="Use 3×3 instead", help="Mends the layer that is wrong."),
            Text(text="Slides small filters over the picture; each one looks for its own little pattern.", icon="conv"),
            Text(text="Open the menu, or put it away", note="Umschalt links, Tab"),
            Button(name="layer 0", text="Picture", icon="input", note="1×28×28", enabled=False),
            Button(
                name="layer 1", text="Conv, 16 filters of 3×3", icon="conv", note="16×26×26", help="Sixteen filters."
            ),
            Button(name="layer 2", text="Largest of 2×2", icon="max-pool", note="16×13×13", chosen=True),
            Row(
                buttons=(
                    Button(name="up", text="Earlier", help="Moves the layer one place up."),
                    Button(name="down", text="Later"),
                    Button(name="delete", text="Take away", ask="Take this layer away?"),
                )
            ),
            Button(name="layer 3", text="Conv, 16 filters of 5×5", icon="conv", note="does not fit", fault=True),
            Button(name="layer 4", text="Mean of 2×2", icon="average-pool", note="16×1×1"),
            Button(name="layer 5", text="Residual block", icon="residual", note="16×1×1"),
            Button(name="layer 6", text="Batch norm", icon="batch-norm", note="16×1×1"),
            Button(name="layer 7", text="Dropout", icon="dropout", note="16×1×1"),
            Button(name="layer 8", text="Flatten", icon="flatten", note="16"),
            Button(name="layer 9", text="Dense, 64 neurons", icon="dense", note="64"),
            Button(name="layer 10", text="Answer", icon="answer", note="10", enabled=False),
        ),
    )


def training_rows() -> tuple[Row, ...]:
    """Return the buttons of a training, in two rows."""
    return (
        Row(
            buttons=(
                Button(name="start", text="Start", note="T"),
                Button(name="pause", text="Pause", enabled=False),
                Button(name="stop", text="Anhalten", enabled=False),
            )
        ),
        Row(
            buttons=(
                Button(name="once", text="Ein Schritt"),
                Button(name="epoch", text="Ein Durchgang", chosen=True),
                Button(name="ana", text="Werte von ANA"),
                Button(
                    name="revert",
                    text="Gewichte verwerfen",
                    ask="Was das Netz gelernt hat, geht verloren. Wirklich?",
                ),
            )
        ),
    )


def training(*, rate: float = 0.01) -> Page:
    """Settings of every kind, in German."""
    return Page(
        name="training",
        title="Training",
        tabs=GERMAN_TABS,
        tab="train",
        items=(
            Text(text="So lernt das Netz", style="heading"),
            Text(
                text="Das Netz sieht sich die Bilder immer wieder an und ändert jedes Mal seine Gewichte ein wenig, "
                "damit es beim nächsten Mal seltener danebenliegt."
            ),
            Choice(
                name="optimiser",
                text="Lernverfahren",
                options=OPTIMISERS,
                chosen="rmsprop",
                help="Wie aus einem Fehler neue Gewichte werden. RMSprop passt fast immer.",
            ),
            Slider(
                name="rate",
                text="Lernrate",
                value=rate,
                low=0.0,
                high=0.1,
                step=0.005,
                shown=f"{rate:.3f}".replace(".", ","),
                marks=(0.001, 0.01, 0.05),
                help="Wie groß die Schritte sind: Zu große Schritte springen über das Ziel hinaus.",
            ),
            Slider(name="epochs", text="Durchgänge", value=5, low=1, high=20, step=1, shown="5", whole=True),
            Toggle(
                name="augment",
                text="Bilder leicht verdrehen und verschieben",
                on=True,
                help="Hilft gegen Auswendiglernen.",
            ),
            Toggle(name="shuffle", text="Reihenfolge mischen", on=False),
            Toggle(name="gpu", text="Auf der Grafikkarte rechnen", on=False, enabled=False, help="Hier gibt es keine."),
            *training_rows(),
            Text(text="Gerechnet wird auf dem Prozessor.", style="note"),
        ),
    )


def long_words() -> Page:
    """German words that are too long for anything."""
    word = "Geschwindigkeitsbegrenzungsaufhebung"
    return Page(
        name="long",
        title=f"{word} und Donaudampfschifffahrtsgesellschaft",
        tabs=GERMAN_TABS,
        tab="settings",
        above="settings",
        items=(
            Text(text=f"{word} für Fortgeschrittene", style="heading"),
            Text(text=f"Die {word} ist eine Normalisierungsschicht mit Lernratenanpassung." * 2, style="fault"),
            Button(name="a", text=word * 2, note="Bewegungsgeschwindigkeit", icon="conv", chosen=True, help=word * 4),
            Toggle(name="b", text=f"{word} einschalten", on=True),
            Choice(name="c", text=word, options=((1, word), (2, "kurz")), chosen=1),
            Choice(name="d", text="Vignettierungsstärke", options=((1, "Durchschnittsbildung"), (2, "nein")), chosen=1),
            Slider(
                name="e", text=word, value=0.5, low=0, high=1, step=0.1, shown="fünfundzwanzig Durchgänge je Minute"
            ),
            Row(
                buttons=tuple(
                    Button(name=f"r{i}", text=text) for i, text in enumerate((word, "nein", "Zurücksetzen", "ja"))
                )
            ),
            Row(buttons=(Button(name="s", text="Schicht davor einfügen", icon="conv", note="Eingabetaste"),)),
        ),
    )


def many(count: int = 30, *, start: int = 0) -> Page:
    """A long list."""
    items = tuple(
        Button(name=f"item {i}", text=f"Entry number {i}", note=f"{i * 7} things", icon="dense" if i % 3 == 0 else "")
        for i in range(start, start + count)
    )
    return Page(name="many", title="Many things", tabs=TABS, tab="data", items=items)


def prose() -> Page:
    """Nothing but text, longer than the panel."""
    text = "Every layer of the network is a place where you can stand. Walk over the bridges and look at the maps."
    items = (Text(text="How it works", style="heading"), *(Text(text=text) for _ in range(12)))
    return Page(name="prose", title="Help", tabs=TABS, tab="help", items=items)


def bare() -> Page:
    """No tabs, one button."""
    return Page(name="bare", title="Hello", items=(Button(name="go", text="Go"),))


@pytest.fixture(scope="session")
def pages() -> SimpleNamespace:
    """Return the functions that make the pages, by name."""
    return SimpleNamespace(layers=layers, training=training, long_words=long_words, many=many, prose=prose, bare=bare)

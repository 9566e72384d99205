"""How values become colours: what a level says, and what the visitor's settings say instead."""

from dataclasses import dataclass

from layerwalk.game.level import Level
from layerwalk.game.settings import Settings
from layerwalk.game.world.values import Normalisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold how values become colours, and whether anything moves by itself."""

    palette: str
    normalisation: Normalisation
    reduced_motion: bool


def look_of(level: Level, settings: Settings) -> Look:
    """Return how a level looks: as its file says, where the settings do not say otherwise."""
    view = settings.view
    low, high = level.range or (0.0, 1.0)
    own = Normalisation(mode=level.normalisation, low=low, high=high)
    return Look(
        palette=level.palette if view.palette == "level" else view.palette,
        normalisation=own if view.normalisation == "level" else Normalisation(mode=view.normalisation),
        reduced_motion=view.reduced_motion,
    )

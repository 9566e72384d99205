"""The visitor: a body that walks on the ground, an eye that looks, a ray that points."""

from layerwalk.game.move import motion
from layerwalk.game.move.body import Body, Ground, MoveConfig, spawned
from layerwalk.game.move.intent import Intent
from layerwalk.game.settings import Settings
from layerwalk.game.world import rays
from layerwalk.game.world.layouts.court import PITCH_DEG
from layerwalk.game.world.placement import Placement
from layerwalk.game.world.rays import Ray


def config(placement: Placement, settings: Settings) -> MoveConfig:
    """Return how a visitor moves in a world, by the settings."""
    movement = settings.movement
    return MoveConfig(
        walk_speed_m_s=movement.walk_speed_m_s,
        fast_factor=movement.fast_factor,
        eye_height_m=movement.eye_height_m,
        bound_m=placement.radius_m * 1.5,
        spawn=placement.spawn.point,
        spawn_heading_deg=placement.spawn.heading_deg,
        spawn_pitch_deg=PITCH_DEG,
    )


class Visitor:
    """Hold where the visitor is; `move` once a frame."""

    def __init__(self, moves: MoveConfig, ground: Ground) -> None:
        """Stand where visitors begin."""
        self._config, self._ground = moves, ground
        self.body: Body = spawned(moves)

    def move(self, intent: Intent, *, dt_s: float) -> None:
        """Do what the visitor wants for `dt_s`."""
        self.body = motion.step(self.body, intent, dt_s, ground=self._ground, config=self._config)

    @property
    def ray(self) -> Ray:
        """Return the ray from the eye along the gaze."""
        return rays.ray(self.body.eye, self.body.gaze)

"""The visitor: a body that walks on the ground, an eye that looks, a ray that points."""

import math
from collections.abc import Iterator
from dataclasses import replace

from layerwalk.game import site
from layerwalk.game.move import look, motion
from layerwalk.game.move.body import Body, MoveConfig, Point, spawned
from layerwalk.game.move.intent import IDLE, Intent
from layerwalk.game.settings import Settings
from layerwalk.game.site import Site
from layerwalk.game.world import rays
from layerwalk.game.world.ground import Ground
from layerwalk.game.world.layouts.court import PITCH_DEG
from layerwalk.game.world.placement import Disc, Placement
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.standpoints import Standpoint

BODY_M = MoveConfig().radius_m
HIGHEST_M = MoveConfig().top_m


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
        self.moves, self._ground = moves, ground
        self.body: Body = spawned(moves)
        self.is_tracked = False
        """Whether a headset says how high the eyes are."""

    @property
    def ground(self) -> Ground:
        """Return the ground that the visitor walks on."""
        return self._ground

    def move(self, intent: Intent, *, dt_s: float) -> None:
        """Do what the visitor wants for `dt_s`."""
        if self.is_tracked and intent is IDLE and motion.rests(self.body, ground=self._ground, config=self.moves):
            return
        providers = motion.TRACKED if self.is_tracked else motion.PROVIDERS
        self.body = motion.step(self.body, intent, dt_s, ground=self._ground, config=self.moves, providers=providers)

    def stay(self, old: Site, new: Site, moves: MoveConfig) -> None:
        """Keep the place while the world is replaced; see `moved`."""
        self.body = moved(old, new, self.body)
        self.moves, self._ground = moves, Ground(new.placement)

    def stand_at(self, there: Standpoint) -> None:
        """Stand somewhere else, at once, and look at what is to be seen there."""
        self.body = replace(
            spawned(self.moves),
            position=self._ground.standing_near(there.feet, radius_m=BODY_M) or there.feet,
            heading_deg=look.heading(there.heading_deg),
            pitch_deg=there.pitch_deg,
        )

    def float_at(self, eye: Point, *, heading_deg: float, pitch_deg: float) -> None:
        """Hang in the air with the eye at a point, as one who flies."""
        x, y, z = eye
        position = (x, y, z - self.body.eye_height_m)
        self.body = replace(
            spawned(self.moves),
            position=position,
            heading_deg=heading_deg,
            pitch_deg=pitch_deg,
            flying=True,
            grounded=False,
        )

    @property
    def ray(self) -> Ray:
        """Return the ray from the eye along the gaze."""
        return rays.ray(self.body.eye, self.body.gaze)


def moved(old: Site, new: Site, body: Body) -> Body:
    """Return the body after the world `old` was replaced by `new`: where it was, as far as that still is.

    On a layer's stage it keeps its offset and its gaze beside what the stage shows; so it does in the court and on the
    island. Elsewhere, and where something stands in its way now, it stands at the nearest free place. Who flies goes
    on flying.
    """
    ground, point, heading_deg = Ground(new.placement), body.position, body.heading_deg
    for before, after, turn_deg in _anchors(old, new):
        if math.dist(before.centre[:2], body.position[:2]) <= before.radius_m:
            point, heading_deg = _beside(body.position, before, after, turn_deg), body.heading_deg + turn_deg
            break
    if body.flying:
        floor_m = ground.floor_at(point[0], point[1], HIGHEST_M)
        point = (point[0], point[1], point[2] if floor_m is None else max(point[2], floor_m))
    else:
        point = ground.standing_near(point, radius_m=BODY_M) or new.placement.spawn.point
    return replace(
        body,
        position=point,
        heading_deg=look.heading(heading_deg),
        velocity_m_s=(0.0, 0.0, 0.0),
        grounded=not body.flying,
        lag_m=0.0,
        landing=None,
    )


def _anchors(old: Site, new: Site) -> Iterator[tuple[Disc, Disc, float]]:
    """Yield the floors that are in both worlds, and by how much what stands on them has turned, in degrees."""
    yield old.placement.court, new.placement.court, 0.0
    yield old.placement.island, new.placement.island, 0.0
    stages = {stage.node: stage for stage in new.placement.stages}
    successors = site.successors(old.spec, new.spec)
    for stage in old.placement.stages:
        after = stages.get(successors.get(stage.node, ""))
        if after is not None:
            yield stage.floor, after.floor, after.heading_deg - stage.heading_deg


def _beside(point: Point, before: Disc, after: Disc, turn_deg: float) -> Point:
    """Return a point on a floor that was moved, turned and resized."""
    turn, scale = math.radians(turn_deg), after.radius_m / before.radius_m
    dx, dy, dz = (scale * (a - b) for a, b in zip(point, before.centre, strict=True))
    x, y, z = after.centre
    return (
        x + dx * math.cos(turn) - dy * math.sin(turn),
        y + dx * math.sin(turn) + dy * math.cos(turn),
        z + dz / scale,
    )

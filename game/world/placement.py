"""Where everything stands: what a layout returns. World, metres, Z up; plain data, nothing drawn.

A heading is Panda3D's: degrees about Z, 0 looks along +Y (north), growing counter-clockwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float, float]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A round floor: centre (its z is the floor's height) and radius."""

    centre: Point
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkway:
    """A straight bridge or ramp between two points on the floor, `width_m` wide, slope 1:12 at most.

    Its ends lie inside the discs that it joins, where it is level with them.
    thread: whether the signal runs over it (the way back from the answer to the desk has none).
    """

    start: Point
    end: Point
    width_m: float
    thread: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shell:
    """Panels on a sphere round the eye of whoever stands in the stage's middle, one per feature map.

    centres, rights, ups: (maps, 3) float32 — a panel's middle, and its half axes (right as its reader sees it).
    Row-major: map 0 is top left, read like a page. The data cells cover the whole face.
    rows, columns: the grid; face_m: a panel's side. eye: the sphere's middle; radius_m: its radius.
    azimuth_deg: half the angle that the shell spans; low_deg, high_deg: elevation of its lower and upper edge.
    """

    centres: Floats
    rights: Floats
    ups: Floats
    rows: int
    columns: int
    face_m: float
    eye: Point
    radius_m: float
    azimuth_deg: float
    low_deg: float
    high_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choir:
    """Pillars of a dense layer in rising rows; feet (neurons, 3) float32, headings in degrees (neurons,).

    steps: the rows' floors as (inner radius, outer radius, height) round the stage's centre, span +-azimuth_deg.
    """

    feet: Floats
    headings_deg: Floats
    width_m: float
    low_m: float
    tall_m: float
    steps: tuple[tuple[float, float, float], ...]
    azimuth_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """A layer's platform: a disc, and behind it a shell of panels or a choir of pillars.

    heading_deg: from the centre towards the middle of its shell or choir.
    mosaic_m: side of the mean map in the floor (0 where there is none).
    sign, sign_heading_deg: where the sign stands; the heading is that of its reader.
    page: which part of the layer's maps stands here, (first, count): very large layers are paged.
    """

    node: str
    number: int
    floor: Disc
    heading_deg: float
    shell: Shell | None
    choir: Choir | None
    mosaic_m: float
    sign: Point
    sign_heading_deg: float
    page: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Something that stands: its point, the way it faces, and its tilt from the vertical."""

    point: Point
    heading_deg: float
    tilt_deg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A named place to look from: the eye, what it looks at, the horizontal field of view at 16:9."""

    eye: Point
    target: Point
    fov_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placement:
    """The whole world of one network.

    thread: the line of light as a polyline from the desk through every layer to the answer (branches: more lines).
    plinths: one pose per class on the island (up to 20 classes), else empty. lantern: its middle.
    radius_m: everything lies within it round the origin. links: light arcs of residual connections.
    """

    court: Disc
    desk: Pose
    rack: Pose
    island: Disc
    plinths: tuple[Pose, ...]
    lantern: Pose
    stages: tuple[Stage, ...]
    walkways: tuple[Walkway, ...]
    threads: tuple[tuple[Point, ...], ...]
    links: tuple[tuple[Point, ...], ...]
    views: Mapping[str, View]
    spawn: Pose
    radius_m: float

    @property
    def discs(self) -> tuple[Disc, ...]:
        """Return every round floor: the court, the stages, the island."""
        return (self.court, *(stage.floor for stage in self.stages), self.island)

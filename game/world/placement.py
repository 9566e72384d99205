"""Where everything stands: what a layout returns. World, metres, Z up; plain data, nothing drawn.

A heading is Panda3D's: degrees about Z, 0 looks along +Y (north), growing counter-clockwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Point = tuple[float, float, float]
Floats = NDArray[np.float32]


def floats(values: ArrayLike) -> Floats:
    """Return `values` as a read-only float32 array of its own."""
    array = np.array(values, dtype=np.float32)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A round floor: centre (its z is the floor's height) and radius."""

    centre: Point
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkway:
    """A straight bridge or ramp between two points on the floor, `width_m` wide, slope 1:12 at most.

    Its ends, corners included, lie inside the discs that it joins, where it is level with them.
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
    rows, columns: the grid, its last row perhaps not full; face_m: a panel's side. Every row has the same pitch in
    metres, so that higher rows span a wider azimuth. eye: the sphere's middle; radius_m: its radius.
    azimuth_deg: half the angle that the widest row spans; low_deg, high_deg: elevation of the lower and upper edge.
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

    Row-major: neuron 0 stands at the left end of the first, lowest row. A heading points away from the stage's middle.
    width_m: a pillar's side; it stands low_m tall for the value 0 and low_m + tall_m for 1.
    steps: the rows' floors as (inner radius, outer radius, height above the stage's floor) round the stage's centre,
    span +-azimuth_deg.
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
    sign, sign_heading_deg: the floor under the sign, which is at most 1.2 tall and 1.7 wide; the heading is that of
    its reader.
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
    """Something that stands: its point, the way it faces, and its tilt from the vertical.

    What is read by someone who looks north faces south: its heading is 180. A visitor faces where they look.
    A tilted board leans back: its upper edge is farther from its reader than its lower edge.
    """

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

    desk, rack, pillar, board: the middle of the face: where one draws, takes a picture, finds the menu, and sees the
    training. spawn: the floor under the visitor.
    threads: the line of light as a polyline on the floor from the desk through every layer to the answer, and one more
    from the split to the join for every further branch.
    plinths: one pose per class on the island's floor (2 to 20 classes), else empty; plinth_m: side of a plinth.
    lantern: its middle; lantern_m: its diameter, larger where the desk is farther away.
    radius_m: everything lies within it round the origin. links: light arcs of the connections that no bridge follows.
    """

    court: Disc
    desk: Pose
    rack: Pose
    pillar: Pose
    board: Pose
    island: Disc
    plinths: tuple[Pose, ...]
    plinth_m: float
    lantern: Pose
    lantern_m: float
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

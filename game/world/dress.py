"""Another face for a stage: a picture over every panel, or before every pillar. Main thread.

The pictures of up to 256 maps are one array texture and one draw call; they are filled in one after the other.
"""

import math
from collections.abc import Iterator

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import mesh, shaders, shells
from layerwalk.game.world.placement import Choir, Floats, Shell, Stage
from layerwalk.game.world.textures import slabs

Bytes = NDArray[np.uint8]

TEXELS = 1 << 18
"""About so many a stage has at most, so that filling pictures in stays cheap: larger ones are made smaller."""
SHARE = 0.86
"""How wide a picture before a pillar is, beside the room that its neuron has in its row."""
MOST_M = 0.62
LEAN_DEG = 12.0
BEFORE_M = 0.03


class Dress:
    """Hold pictures over the faces of a stage's maps; each is shown once it has come."""

    def __init__(self, stage: Stage, root: p3d.NodePath, *, maps: int, size: tuple[int, int]) -> None:
        """Hang nothing to be seen under `root` yet; size: rows and columns of the pictures that will come."""
        self._stage, self._coarse = stage, coarseness(maps, size)
        self._first, count = stage.page
        self.path = root.attach_new_node(f"dress {stage.number}")
        self._slabs = list(_slabs(stage, self.path, count=min(count, maps), size=size, coarse=self._coarse))
        self._shown = np.zeros(min(count, maps), bool)
        self.path.hide()

    @property
    def shown(self) -> frozenset[int]:
        """Return the maps whose pictures are shown."""
        return frozenset(int(map) + self._first for map in np.flatnonzero(self._shown))

    def show(self, first: int, pictures: Bytes) -> None:
        """Show pictures, (n, rows, columns, 3) uint8 RGB, over the maps from `first` on that stand here."""
        low, high = max(first, self._first), min(first + len(pictures), self._first + len(self._shown))
        if low >= high:
            return
        small = _coarser(pictures[low - first : high - first], self._coarse)
        for slab in self._slabs:
            slab.write(low - self._first, small)
        self._shown[low - self._first : high - self._first] = True
        self.path.show()

    def clear(self) -> None:
        """Show the maps' own faces again."""
        for slab in self._slabs:
            slab.wipe()
        self._shown[:] = False
        self.path.hide()

    def close(self) -> None:
        """Give the textures' memory on the graphics card back, and take everything away."""
        for slab in self._slabs:
            slab.texture.release_all()
        self.path.remove_node()


class Slab:
    """Hold the pictures of up to 256 maps with their mipmaps, which are made here: drivers make all of them anew."""

    def __init__(self, *, first: int = 0, maps: int = 1, size: tuple[int, int]) -> None:
        """Hold nothing to be seen yet, for maps from `first` on; size: rows and columns."""
        self.first, self.maps = first, maps
        self.texture = p3d.Texture("dress")
        self.texture.setup_2d_texture_array(size[1], size[0], maps, p3d.Texture.T_unsigned_byte, p3d.Texture.F_rgba8)
        self.texture.set_minfilter(p3d.SamplerState.FT_linear_mipmap_linear)
        self.texture.set_magfilter(p3d.SamplerState.FT_nearest)
        self.texture.set_wrap_u(p3d.SamplerState.WM_clamp)
        self.texture.set_wrap_v(p3d.SamplerState.WM_clamp)
        self.texture.set_keep_ram_image(True)
        self._sizes = _halvings(size)
        self.wipe()

    def write(self, first: int, pictures: Bytes) -> None:
        """Take those of pictures (n, rows, columns, 3) RGB, from map `first` of the page on, that lie here."""
        low, high = max(first, self.first), min(first + len(pictures), self.first + self.maps)
        if low >= high:
            return
        part = pictures[low - first : high - first]
        for level, _ in enumerate(self._sizes):
            if level:
                part = _halved(part)
            texels = self._texels(level)[low - self.first : high - self.first]
            texels[..., :3], texels[..., 3] = part[..., ::-1], 255

    def fill(self, texels: bytes) -> None:
        """Take all pictures, of a pixel each, as they lie in memory: BGRA."""
        self.texture.set_ram_image(texels)

    def wipe(self) -> None:
        """Let none be seen."""
        for level, _ in enumerate(self._sizes):
            self._texels(level)[:] = 0

    def _texels(self, level: int) -> Bytes:
        """View the memory of a mipmap as (maps, rows, columns, BGRA) for writing; ask anew at every update."""
        if self.texture.has_ram_mipmap_image(level):
            memory = self.texture.modify_ram_mipmap_image(level)
        else:
            memory = self.texture.make_ram_mipmap_image(level)
        return np.frombuffer(memory, np.uint8).reshape(self.maps, *self._sizes[level], 4)


def _slabs(stage: Stage, path: p3d.NodePath, *, count: int, size: tuple[int, int], coarse: int) -> Iterator[Slab]:
    points, places = faces(stage)
    for first, maps in slabs(0, count):
        slab = Slab(first=first, maps=maps, size=(max(1, size[0] // coarse), max(1, size[1] // coarse)))
        part = slice(4 * first, 4 * (first + maps))
        shifted = places[part].copy()
        shifted[:, 2] -= first
        hang(path, points[part], shifted, slab)
        yield slab


def hang(parent: p3d.NodePath, corners: Floats, places: Floats, slab: Slab) -> p3d.NodePath:
    """Hang a slab's pictures on quads: corners (4 n, 3) from the lower left round, places (u, v, map) (4 n, 3)."""
    quads = np.arange(len(corners), dtype=np.uint32).reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    path = parent.attach_new_node(mesh.geom_node("dress", [("vertex", corners), ("place", places)], triangles))
    shaders.wear(path, "dress")
    path.set_shader_input("pictures", slab.texture)
    # Of two faces in one place the nearer is seen, and the panel's is not drawn at all.
    path.set_depth_offset(2)
    path.set_bin("background", 50)
    return path


def coarseness(maps: int, size: tuple[int, int]) -> int:
    """Return how many pixels of a picture become one each way, so that all of a stage's keep within TEXELS."""
    return max(1, math.ceil(math.sqrt(maps * size[0] * size[1] / TEXELS)))


def faces(stage: Stage) -> tuple[Floats, Floats]:
    """Return where pictures go: corners (4 n, 3), from the lower left round, and places (u right, v down, map)."""
    front = stage.shell or (_plaques(stage.choir) if stage.choir else None)
    if front is None:
        return np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32)
    points, places, _ = shells.faces(front)
    return points, places


def _plaques(choir: Choir) -> Shell:
    """Return small panels that lean on the foot of every pillar and face whoever stands in the middle."""
    side_m = min(MOST_M, SHARE * _room_m(choir))
    heading = np.radians(choir.headings_deg.astype(float))
    away = np.stack([-np.sin(heading), np.cos(heading), 0 * heading], axis=1)
    rights = np.stack([np.cos(heading), np.sin(heading), 0 * heading], axis=1)
    lean = math.radians(LEAN_DEG)
    ups = away * math.sin(lean) + np.array([0, 0, math.cos(lean)])
    before_m = choir.width_m / 2 + BEFORE_M + side_m * math.sin(lean)
    centres = choir.feet - away * before_m + ups * (side_m / 2)
    return Shell(
        centres=centres.astype(np.float32),
        rights=(rights * side_m / 2).astype(np.float32),
        ups=(ups * side_m / 2).astype(np.float32),
        rows=1,
        columns=len(centres),
        face_m=side_m,
        eye=(0.0, 0.0, 0.0),
        radius_m=0.0,
        azimuth_deg=0.0,
        low_deg=0.0,
        high_deg=0.0,
    )


def _room_m(choir: Choir) -> float:
    """Return how far neighbours in a row are from each other at least, and no more than a row is deep."""
    steps = np.linalg.norm(np.diff(choir.feet, axis=0), axis=1)
    deep_m = choir.steps[0][1] - choir.steps[0][0]
    return float(min([*steps, deep_m])) if len(steps) else deep_m


def _halvings(size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the sizes of a texture and of its mipmaps, down to one texel."""
    found = [size]
    while max(found[-1]) > 1:
        rows, columns = found[-1]
        found.append((max(1, rows // 2), max(1, columns // 2)))
    return found


def _halved(pictures: Bytes) -> Bytes:
    """Return pictures (n, rows, columns, 3) half as large: means of two by two, without a last odd row or column."""
    if pictures.shape[1] > 1:
        pictures = _mean(pictures[:, :-1:2], pictures[:, 1::2])
    if pictures.shape[2] > 1:
        pictures = _mean(pictures[:, :, :-1:2], pictures[:, :, 1::2])
    return pictures


def _mean(even: Bytes, odd: Bytes) -> Bytes:
    return ((even.astype(np.uint16) + odd + 1) // 2).astype(np.uint8)


def colours(pictures: Floats) -> Bytes:
    """Return pictures (n, C, H, W) in [0, 1] as (n, H, W, 3) uint8 RGB; what has not three channels is grey."""
    shown = pictures if pictures.shape[1] == 3 else pictures.mean(axis=1, keepdims=True).repeat(3, axis=1)
    steps = np.minimum(np.maximum(shown, 0), 1) * 255 + 0.5
    made: Bytes = np.ascontiguousarray(steps.astype(np.uint8).transpose(0, 2, 3, 1))
    return made


def _coarser(pictures: Bytes, coarse: int) -> Bytes:
    """Return pictures (n, rows, columns, 3) with the means of blocks of `coarse` pixels each way."""
    if coarse == 1:
        return pictures
    count, rows, columns, channels = pictures.shape
    rows, columns = rows // coarse, columns // coarse
    cut = pictures[:, : rows * coarse, : columns * coarse]
    blocks = cut.reshape(count, rows, coarse, columns, coarse, channels)
    means: Bytes = blocks.mean(axis=(2, 4)).round().astype(np.uint8)
    return means

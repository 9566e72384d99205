"""One stage of the world: its stone, its values at three levels of detail, its sign. Main thread."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import panda3d.core as p3d

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.words import Words
from layerwalk.game.world import cubes, floors, live, mesh, palette, panels, rails, shells, signs, titles, values
from layerwalk.game.world.placement import Placement, Shell, Stage
from layerwalk.game.world.shown import EVERYTHING, Shown
from layerwalk.game.world.textures import LayerTextures, slabs
from layerwalk.game.world.values import Floats, Normalisation, Taken
from layerwalk.nn.network import NodeSpec

EYE_M = 1.62
LIGHT_STRENGTH = 0.85
BLEND_CELLS = 1.8
"""Cells per pixel at which panels have become block means altogether: from there on the far sheet looks the same."""


class Platform:
    """Hold what is drawn of one layer; values are copied to the graphics card only when they will be seen."""

    def __init__(
        self,
        stage: Stage,
        node: NodeSpec,
        *,
        index: int,
        words: Words,
        palette_name: str,
        gaps: list[tuple[float, float]],
    ) -> None:
        """Build the stage; `gaps` are where bridges meet it, see `rails.round_disc`."""
        self.stage, self.node, self.index = stage, node, index
        x, y, z = stage.floor.centre
        self.eye = (x, y, z + EYE_M)
        """Where a visitor's eye is who stands in the middle."""
        self.room = p3d.BoundingSphere(p3d.LPoint3(*self.eye), stage.floor.radius_m * 1.5)
        self.path = p3d.NodePath(f"stage {stage.number}")
        self._palette, self._gaps = palette.colours(palette_name), gaps
        self._shown = EVERYTHING
        self.dressed: dict[str, frozenset[int]] = {}
        """The maps whose panels show something else than their values: no neurons stand up from them."""
        self.absent: frozenset[int] = frozenset()
        """The maps that were pulled out: none stand up from their empty frames either."""
        rows, columns = self._map_shape()
        self.slabs = self._make_slabs(rows, columns)
        self.mean = (
            LayerTextures(f"{node.name} mean", first=0, maps=1, rows=rows, columns=columns) if stage.shell else None
        )
        self.cell_m = stage.shell.face_m / max(rows, columns) if stage.shell else 0.0
        self.title, self._band = titles.build(stage, node, words)
        """The title's letters are drawn with those of the other stages, and are in no scene graph here."""
        self._stone = self._build_stone()
        self._lod = self.path.attach_new_node(p3d.LODNode("values"))
        self._lod.node().set_center(p3d.LPoint3(*self.eye))
        self._own_light = live.triples()
        self._lod.set_shader_input("own_light", self._own_light)
        self._is_far_framed = True
        self._build_levels()
        self.sign = signs.Sign(self.path, stage, node, words)
        self.sign.path.hide(MIRRORED)
        self._reliefs = self._make_reliefs()
        self._newest: tuple[Floats, Normalisation] | None = None
        self._source: tuple[Floats, Normalisation] | None = None
        self._taken: Taken | None = None
        self._work: Iterator[int] | None = None
        self._written = "near"
        self.is_urgent = False
        """Whether the newest values are to be shown as soon as they are seen."""
        self.limits: tuple[float, float] | None = None
        self._told: tuple[float, float] | None = None
        self.light = (0.0, 0.0, 0.0)
        """What the values throw on the stone."""
        self.fine_m = 0.0
        self.old_within_m = 0.0
        """For an eye that is nearer there is something newer than what is shown."""
        self._relight = True

    def _map_shape(self) -> tuple[int, int]:
        if self.stage.choir:
            return 1, self.stage.page[1]
        if len(self.node.shape) == 2:
            return self.node.shape[0], self.node.shape[1]
        return self.node.shape[1], int(np.prod(self.node.shape[2:]))

    def _make_slabs(self, rows: int, columns: int) -> list[LayerTextures]:
        if self.stage.choir:
            return [LayerTextures(self.node.name, first=0, maps=1, rows=rows, columns=columns)]
        name, (first, count) = self.node.name, self.stage.page
        return [
            LayerTextures(name, first=start, maps=maps, rows=rows, columns=columns)
            for start, maps in slabs(first, count)
        ]

    def _build_stone(self) -> p3d.NodePath:
        """Build the stone, with the band under the title where there is one: one mesh is drawn faster than two."""
        parts = [self._floor_and_wall(), *([self._band] if self._shown.titles else [])]
        path = signs.stone_path(mesh.joined(parts), name="stone")
        path.reparent_to(self.path)
        return path

    def _floor_and_wall(self) -> mesh.Mesh:
        stage, index = self.stage, self.index
        parts = [floors.disc(stage.floor, stage=index, towards_deg=stage.heading_deg)]
        behind = stage.shell.azimuth_deg if stage.shell else stage.choir.azimuth_deg if stage.choir else 0.0
        parts.append(rails.round_disc(stage.floor, [*self._gaps, (90.0 + stage.heading_deg, behind)], stage=index))
        if stage.shell:
            parts.append(shells.wall(stage, stage.shell, index=index))
        if stage.choir:
            parts.append(shells.choir_rows(stage, stage.choir, index=index))
        return mesh.joined(parts)

    def _build_levels(self) -> None:
        self._near, self._far = (self._lod.attach_new_node(name) for name in ("near", "far"))
        if self.stage.shell:
            self._build_panels(self.stage.shell)
        if self.stage.choir:
            panels.choir_pillars(self.stage.choir, self.slabs[0], far=False).reparent_to(self._near)
            panels.choir_pillars(self.stage.choir, self.slabs[0], far=True).reparent_to(self._far)

    def _build_panels(self, shell: Shell) -> None:
        """Build the panels, and the mosaic where it is shown with the first of them: one mesh is drawn faster than two.

        Far off they have their frames only where these are not too thin; see `set_distances`.
        """
        for level in (self._near, self._far):
            level.get_children().detach()
        mean = self.mean if self._shown.mosaics and self.stage.mosaic_m > 0 else None
        for slab, part in self._parts(shell):
            mosaic = self.stage if mean else None
            framed, bare = (panels.panels_node(part, is_framed=is_framed, mosaic=mosaic) for is_framed in (True, False))
            panels.shown(framed, slab, shader="framed panels", fine=True, mean=mean).reparent_to(self._near)
            far = framed.make_copy()
            panels.shown(far, slab, shader="framed sheet", fine=False, mean=mean).reparent_to(self._far)
            panels.shown(bare, slab, shader="sheet", fine=False, mean=mean).reparent_to(self._far)
            mean = None
        self._frame_far()

    def _frame_far(self) -> None:
        for name, is_seen in (("framed panels", self._is_far_framed), ("panels", not self._is_far_framed)):
            found = self._far.find_all_matches(name)
            (found.show if is_seen else found.hide)()

    def _parts(self, shell: Shell) -> Iterator[tuple[LayerTextures, Shell]]:
        """Yield every slab with the panels that it is seen on."""
        for slab in self.slabs:
            yield slab, shells.part(shell, slab.first - self.stage.page[0], slab.maps)

    def set_distances(self, *, pixels_per_radian: float) -> None:
        """Set where the far level takes over: where cells have become smaller than pixels anyway."""
        self.fine_m = max(4.0 * self.stage.floor.radius_m, self.cell_m * pixels_per_radian * BLEND_CELLS)
        lod = self._lod.node()
        lod.clear_switches()
        lod.add_switch(self.fine_m, 0.0)
        lod.add_switch(1.0e6, self.fine_m)
        if self.stage.shell:
            # Bars thinner than a pixel are only noise.
            bar_px = shells.FRAME_SHARE * self.stage.shell.face_m * pixels_per_radian / self.fine_m
            self._is_far_framed = bar_px > 1.0
            self._frame_far()
        self.sign.set_distances(pixels_per_radian=pixels_per_radian)
        self._age()

    def _make_reliefs(self) -> list[cubes.Relief]:
        found = []
        shell = self.stage.shell
        if shell:
            normals = np.cross(shell.rights, shell.ups)
            normals /= np.linalg.norm(normals, axis=1, keepdims=True)
            for slab in self.slabs:
                for layer in range(slab.maps):
                    i = slab.first - self.stage.page[0] + layer
                    right, up = shell.rights[i], shell.ups[i]
                    corner = shell.centres[i] - right + up
                    found.append(
                        cubes.Relief(
                            origin=corner,
                            right=2 * right,
                            down=-2 * up,
                            normal=normals[i],
                            cells=slab.cells,
                            layer=layer,
                        )
                    )
        if self.mean and self.stage.mosaic_m > 0:
            origin, right, down = panels.mosaic_frame(self.stage)
            up_way = np.array([0, 0, 1], np.float32)
            found.append(
                cubes.Relief(origin=origin, right=right, down=down, normal=up_way, cells=self.mean.cells, layer=0)
            )
        return found

    @property
    def reliefs(self) -> list[cubes.Relief]:
        """Return the maps whose cells can stand up as cubes, those that are shown."""
        flat = self.absent.union(*self.dressed.values())
        standing = (relief for relief in self._reliefs if not (flat and self._map(relief) in flat))
        return [relief for relief in standing if self._shown.mosaics or not self._is_mean(relief)]

    def _map(self, relief: cubes.Relief) -> int | None:
        firsts = [slab.first for slab in self.slabs if slab.cells is relief.cells]
        return firsts[0] + relief.layer if firsts else None

    def _is_mean(self, relief: cubes.Relief) -> bool:
        return self.mean is not None and relief.cells is self.mean.cells

    def set_shown(self, shown: Shown) -> None:
        """Show the kinds of information that are on, and hide the others."""
        before, self._shown = self._shown, shown
        (self.sign.path.show if shown.signs else self.sign.path.hide)()
        if before.mosaics != shown.mosaics and self.stage.shell:
            self._build_panels(self.stage.shell)
        if before.titles != shown.titles:
            self._stone.remove_node()
            self._stone = self._build_stone()

    def set_palette(self, palette_name: str) -> None:
        """Take other colours for the light on the stage; the shaders' palette is the world's."""
        self._palette = palette.colours(palette_name)
        if not self._relight:
            self._shine()

    def show(self, activation: Floats, *, how: Normalisation, at_once: bool = True) -> None:
        """Take a layer's new values; nothing is done with them before they are about to be seen.

        at_once: whether the next frame that sees them is to show them; else they may come piece by piece.
        """
        self._newest, self._written, self.is_urgent = (activation, how), "", at_once
        if at_once:
            self._work = None
        self._age()

    @property
    def standing(self) -> Taken | None:
        """Return the values that stand here; None before any do, and where newer ones wait only to be seen."""
        return None if self.is_urgent and self._source is not self._newest else self._taken

    def _age(self) -> None:
        """Take note of from how near what is shown is old."""
        legend_m = self.sign.readable_m if self._told != self.limits else 0.0
        values_m = {"": math.inf, "far": self.fine_m, "near": 0.0}[self._written]
        self.old_within_m = max(legend_m, values_m)

    def write(self, *, away_m: float) -> int:
        """Bring up to date what has changed and is seen from so far off; return how many values were copied."""
        self._work = None
        return sum(self._writing(away_m=away_m))

    def writing(self, *, away_m: float) -> Iterator[int]:
        """Do what `write` does piece by piece, up to where values come that are to be shown at once; yield how many."""
        work = self._work = self._writing(away_m=away_m)
        for count in work:
            yield count
            if self._work is not work:
                return

    def _writing(self, *, away_m: float) -> Iterator[int]:
        newest, near = self._newest, away_m < self.fine_m
        if newest is not None and newest is not self._source:
            yield from self._take(*newest)
            self._source = newest
        for slab in self.slabs:
            yield from slab.writing(cells=near)
            yield 0
        if self.mean:
            yield from self.mean.writing(cells=True)
            yield 0
        if self._relight:
            self._relight = False
            self._shine()
            yield 0
        if self._newest is newest:
            self._written = "near" if near else "far"
        if away_m < self.sign.readable_m and self.limits is not None:
            yield from self.sign.writing(*self.limits)
            self._told = self.limits
        self._age()

    def _take(self, activation: Floats, how: Normalisation) -> Iterator[int]:
        """Hand values to the textures, which rewrite themselves when asked to."""
        stack = values.as_stack(activation)
        if self.stage.choir:
            first, count = self.stage.page
            stack = stack[:, :, first : first + count]
        low, high = yield from values.limits_by_parts(stack, how=how)
        if self.mean:
            mean = (yield from values.mean_by_parts(stack))[None]
            self.mean.show(mean, *values.limits(mean, how=Normalisation(mode="layer")))
            yield 0
        for slab in self.slabs:
            slab.show(stack, low, high)
        self._taken = Taken(values=activation, low=low, high=high)
        self.limits = (float(low.min()), float(high.max()))
        self._relight = True

    def _shine(self) -> None:
        steps = np.concatenate([slab.current_blocks() for slab in self.slabs])
        red, green, blue = values.mean_light(steps, self._palette)
        self.light = (LIGHT_STRENGTH * red, LIGHT_STRENGTH * green, LIGHT_STRENGTH * blue)
        self._own_light[0] = p3d.LVecBase3f(*self.light)

    def close(self) -> None:
        """Give the textures' memory on the graphics card back."""
        for textures in (*self.slabs, *([self.mean] if self.mean else [])):
            textures.release()
        self.path.remove_node()


def gaps_of(placement: Placement) -> Callable[[tuple[float, float, float], float], list[tuple[float, float]]]:
    """Return a function from a disc (centre, radius) to where bridges meet its edge, in degrees from +X."""

    def find(centre: tuple[float, float, float], radius_m: float) -> list[tuple[float, float]]:
        found = []
        for way in placement.walkways:
            ends = np.array([way.start, way.end])
            for this, other in ((ends[0], ends[1]), (ends[1], ends[0])):
                if np.linalg.norm(this - np.asarray(centre)) < radius_m + 0.5:
                    toward = (other - this) / np.linalg.norm(other[:2] - this[:2])
                    edge = _edge_point(this[:2] - np.asarray(centre[:2]), toward[:2], radius_m)
                    half = np.degrees(np.arcsin(min(0.9, (way.width_m / 2 + 0.12) / radius_m)))
                    found.append((float(np.degrees(np.arctan2(edge[1], edge[0]))), float(half)))
        return found

    return find


def _edge_point(start: np.ndarray, direction: np.ndarray, radius: float) -> np.ndarray:
    along = float(start @ direction)
    root = np.sqrt(max(0.0, along**2 - float(start @ start) + radius**2))
    point: np.ndarray = start + direction * (-along + root)
    return point

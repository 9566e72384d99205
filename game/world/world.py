"""The world of one network: everything that stands, and what changes in it from frame to frame. Main thread."""

import math
from collections.abc import Generator, Mapping

import panda3d.core as p3d

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.view.quality import Quality
from layerwalk.game.words import Words
from layerwalk.game.world import (
    answer,
    cubes,
    floors,
    furniture,
    glows,
    links,
    live,
    mesh,
    palette,
    rails,
    sight,
    signs,
    sky,
    thread,
    titles,
    wave,
)
from layerwalk.game.world.placement import Placement
from layerwalk.game.world.platform import Platform, gaps_of
from layerwalk.game.world.shown import EVERYTHING, Shown
from layerwalk.game.world.values import Floats, Normalisation, Taken
from layerwalk.nn.network import NetworkSpec

MAX_LIGHTS = 128
FOG_RADII = 2.6
CREST = 0.6
"""So much brighter are the edges of a stage that the wave of light passes."""
POOL_RADII, HALO_WIDTHS = 1.8, 1.5
"""How far the light round a floor and round the lantern reaches."""
LANTERN_LIGHT = (0.56, 0.34, 0.16)

Absent = Mapping[str, frozenset[int]]


class World:
    """Hold the world's scene graph under `path`; show values with `show`, call `update` once a frame."""

    def __init__(
        self,
        spec: NetworkSpec,
        placement: Placement,
        *,
        words: Words,
        quality: Quality,
        palette_name: str = "viridis",
        normalisation: Normalisation | None = None,
        mirror: p3d.Texture | None = None,
        reduced_motion: bool = False,
        shown: Shown = EVERYTHING,
    ) -> None:
        """Build everything; nothing is shown on the stages yet."""
        self.spec, self.placement = spec, placement
        self.path = p3d.NodePath("world")
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self._how = normalisation or Normalisation()
        self._palette_name, self._reduced_motion = palette_name, reduced_motion
        self._shown, self._activations = EVERYTHING, dict[str, Floats]()
        self.absent: Absent = {}
        """The maps that were pulled out, by their layers; another mapping whenever they are others."""
        self._camera: p3d.NodePath | None = None
        self._eye = (0.0, 0.0, 0.0)
        self._gaps = gaps_of(placement)
        self._build_stages(words, palette_name)
        self._build_court()
        self._glows = self._build_glows(thread_too=self._shown.thread)
        self._arcs = links.build(placement.links)
        self._arcs.reparent_to(self.path)
        gaps = self._gaps(placement.island.centre, placement.island.radius_m)
        last = len(placement.stages) + 1
        self.answer = answer.Answer(placement, spec.classes, index=last, words=words, gaps=gaps)
        self.answer.path.reparent_to(self.path)
        self._build_backdrop(mirror)
        self.cubes = cubes.Cubes(self.path, budget=quality.near_cubes)
        self._set_inputs(palette_name)
        self._wave, self._crests = wave.Wave(placement), list[float]()
        self.time_s = 0.0
        """How long the lake has been moving."""
        self.set_shown(shown)

    def _build_stages(self, words: Words, palette_name: str) -> None:
        self.platforms: list[Platform] = []
        for index, stage in enumerate(self.placement.stages, start=1):
            gaps = self._gaps(stage.floor.centre, stage.floor.radius_m)
            made = Platform(
                stage, self.spec.node(stage.node), index=index, words=words, palette_name=palette_name, gaps=gaps
            )
            made.path.reparent_to(self.path)
            self.platforms.append(made)
        self._stages = {platform.node.name: platform for platform in self.platforms}
        self._urgent, self._patient = list[Platform](), self.platforms
        self.titles = titles.joined(platform.title for platform in self.platforms)
        """The letters over all stages."""
        self.titles.reparent_to(self.path)
        self.signs = self.path.attach_new_node("signs")
        """The plates of the signs on all stages, with their legends."""
        self.signs.hide(MIRRORED)
        self._build_signs(palette_name)

    def _build_signs(self, palette_name: str) -> None:
        self.signs.get_children().detach()
        if self.placement.stages:
            signs.build_plates(self.placement.stages, palette_name=palette_name).reparent_to(self.signs)

    def _build_court(self) -> None:
        court = self.placement.court
        gaps = self._gaps(court.centre, court.radius_m)
        parts = [floors.disc(court, stage=0), rails.round_disc(court, gaps, stage=0)]
        discs = self.placement.discs
        for way in self.placement.walkways:
            parts += [floors.walkway(way, stage=0), rails.along_walkway(way, discs, stage=0)]
        parts.append(furniture.stand(self.placement.desk, furniture.DESK_M, furniture.DESK_M, floor_z=court.centre[2]))
        signs.stone_path(mesh.joined(parts), name="court").reparent_to(self.path)

    def _build_glows(self, *, thread_too: bool) -> p3d.NodePath:
        there = self.placement
        parts = [glows.pool(floor.centre, floor.radius_m * POOL_RADII) for floor in there.discs]
        if there.plinths:
            parts.append(glows.ghosts(there))
        parts.append(glows.halo(there.lantern.point, there.lantern_m * HALO_WIDTHS))
        if thread_too:
            parts.append(thread.build(there.threads))
        made = glows.joined(parts)
        made.reparent_to(self.path)
        return made

    def _build_backdrop(self, mirror: p3d.Texture | None) -> None:
        picture = sky.sky_texture()
        self.sky, self.water = sky.build_sky(picture), sky.build_water(picture, mirror)
        for part in (self.sky, self.water):
            part.reparent_to(self.path)
            part.hide(MIRRORED)

    def _set_inputs(self, palette_name: str) -> None:
        self._lights = live.lights(MAX_LIGHTS)
        self._lake_s = live.numbers()
        self._front_m = live.numbers(value=wave.NOWHERE_M)
        self._lights[len(self.platforms) + 1] = p3d.LVecBase4f(*LANTERN_LIGHT, 0)
        self.path.set_shader_input("stage_light", self._lights)
        self.water.set_shader_input("time_s", self._lake_s)
        self.path.set_shader_input("wave_m", self._front_m)
        self.path.set_shader_input("palette", palette.texture(palette_name))
        self._scale = 0.0
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Be seen by an eye to which so many metres are one: the dusk swallows only what is farther by as much."""
        if scale != self._scale:
            self._scale = scale
            self.path.set_shader_input("fog_distance_m", self.placement.radius_m * FOG_RADII * scale)

    def set_view(self, *, pixels_per_radian: float) -> None:
        """Tell how large things come out on the screen, for the levels of detail."""
        for platform in self.platforms:
            platform.set_distances(pixels_per_radian=pixels_per_radian)

    def set_look(
        self,
        *,
        palette_name: str | None = None,
        normalisation: Normalisation | None = None,
        reduced_motion: bool | None = None,
    ) -> None:
        """Change what is given of how the world looks; what it shows stays."""
        if palette_name not in (None, self._palette_name):
            self._palette_name = palette_name
            self.path.set_shader_input("palette", palette.texture(palette_name))
            for platform in self.platforms:
                platform.set_palette(palette_name)
            self._build_signs(palette_name)
            self._relight()
        if normalisation not in (None, self._how):
            self._how = normalisation
            self._show_activations()
        if reduced_motion is not None:
            self._reduced_motion = reduced_motion
            self._calm()

    def set_shown(self, shown: Shown) -> None:
        """Show the kinds of information that are on, and hide the others."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        for platform in self.platforms:
            platform.set_shown(shown)
        self.answer.set_shown(shown)
        parts = ((self._arcs, shown.arcs), (self.cubes.path, shown.neurons))
        for part, on in (*parts, (self.titles, shown.titles), (self.signs, shown.signs)):
            (part.show if on else part.hide)()
        if before.thread != shown.thread:
            self._glows.remove_node()
            self._glows = self._build_glows(thread_too=self._shown.thread)
        if (before.mosaics, before.neurons) != (shown.mosaics, shown.neurons):
            self.cubes.forget()
        self._calm()

    def set_dressed(self, node: str, maps: frozenset[int], *, by: str = "") -> None:
        """Let no neurons stand up from these maps of a layer, and from all others again: see `dress.Dress`.

        by: whoever dresses them; from a map that somebody has dressed none stand up.
        """
        for platform in self.platforms:
            if platform.node.name == node and platform.dressed.get(by, frozenset()) != maps:
                platform.dressed[by] = maps
                self.cubes.forget()

    def set_absent(self, absent: Absent) -> None:
        """Let no neurons stand up from the empty frames of maps that were pulled out, by their layers."""
        self.absent = absent
        for platform in self.platforms:
            platform.absent = absent.get(platform.node.name, frozenset())
        self.cubes.forget()

    def _calm(self) -> None:
        if self._reduced_motion or not self._shown.wave:
            self._wave.stop()

    def show(self, activations: Mapping[str, Floats], probabilities: Floats | None, *, wave: bool = True) -> None:
        """Show an answer: activations by node name; a wave of light runs unless motion is reduced.

        Activations whose shape is not that of their layer come from a network that is no more, and are left out.
        """
        self.show_values(activations)
        self.answer.show(probabilities)
        if wave:
            self._wave.start()
        self._calm()

    def show_values(self, activations: Mapping[str, Floats], *, at_once: bool = True) -> None:
        """Show the activations alone, by node name; `answer` shows the probabilities.

        at_once: whether the next update is to show them; else `rewriting` does it piece by piece.
        """
        self._activations = dict(activations)
        self._show_activations(at_once=at_once)

    def _show_activations(self, *, at_once: bool = True) -> None:
        for platform in self.platforms:
            values = self._activations.get(platform.node.name)
            if values is not None and values.shape == platform.node.shape:
                platform.show(values, how=self._how, at_once=at_once)
        self._urgent = [platform for platform in self.platforms if platform.is_urgent]
        self._patient = [platform for platform in self.platforms if not platform.is_urgent]

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> int:
        """Bring what the camera sees up to date; return how many values were copied to the graphics card."""
        self.time_s += 0.0 if self._reduced_motion else dt_s
        self._lake_s[0] = self.time_s
        eye = camera.get_pos(self.path)
        self._camera, self._eye = camera, tuple(eye)
        written = self._write_urgent()
        self.cubes.update(self._near_reliefs, eye)
        self._run_wave(dt_s)
        return written

    def _write_urgent(self) -> int:
        """Write what is seen and to be shown at once; leave what may come piece by piece to `rewriting`."""
        if not self._urgent:
            return 0
        written = sum(platform.write(away_m=away_m) for platform, away_m in self._old(self._urgent))
        if written:
            self._relight()
        return written

    def _old(self, platforms: list[Platform]) -> list[tuple[Platform, float]]:
        """Return those stages that are seen and for which there is something newer, and how far off they are."""
        old = []
        for platform in platforms:
            if platform.old_within_m:
                away_m = math.dist(self._eye, platform.eye)
                if away_m < platform.old_within_m:
                    old.append((platform, away_m))
        if not old or self._camera is None:
            return []
        view = sight.volume(self._camera, self.path)
        return [each for each in old if sight.sees(view, each[0].room)]

    def standing(self, node: str) -> Taken | None:
        """Return the values of a layer that stand on its stage, None where others wait to be seen or none are there."""
        platform = self._stages.get(node)
        return platform.standing if platform else None

    @property
    def waits(self) -> bool:
        """Say whether `rewriting` has something to do."""
        return bool(self._old(self._patient))

    def rewriting(self) -> Generator[int, None, None]:
        """Write what the last update saw and left, piece by piece; yield how many values were copied."""
        for platform, away_m in self._old(self._patient):
            yield from platform.writing(away_m=away_m)
            self._light(platform)
            yield 0

    def _near_reliefs(self) -> list[cubes.Relief]:
        """Return the maps round the eye whose neurons can stand up."""
        if not self._shown.neurons:
            return []
        return [
            relief
            for platform in self.platforms
            if math.dist(self._eye, platform.eye) < platform.stage.floor.radius_m + cubes.REACH_M + 1.0
            for relief in platform.reliefs
        ]

    def _relight(self) -> None:
        for platform in self.platforms:
            self._light(platform)

    def _light(self, platform: Platform) -> None:
        self._lights[platform.index] = p3d.LVecBase4f(*platform.light, self._lights[platform.index][3])

    def _run_wave(self, dt_s: float) -> None:
        ran = self._wave.run(dt_s)
        if ran is None:
            return
        front_m, crests = ran
        if crests != self._crests:
            self._crests = crests
            for platform, crest in zip(self.platforms, crests, strict=True):
                red, green, blue, _ = self._lights[platform.index]
                self._lights[platform.index] = p3d.LVecBase4f(red, green, blue, crest * CREST)
        self._front_m[0] = front_m

    def close(self) -> None:
        """Take the world away, and give back what it holds on the graphics card."""
        for platform in self.platforms:
            platform.close()
        self.answer.close()
        self.path.remove_node()

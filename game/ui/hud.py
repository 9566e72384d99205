"""What lies before the eye rather than in the world: the aim, a readout, a notice, the help. Main thread."""

from collections.abc import Sequence

import panda3d.core as p3d

from layerwalk.game.world import lettering, light, mesh, shaders, signs

FAR_M = 1.0e9
HELP_X = (-1.45, -0.95, 0.12, 0.62)
HELP_COLOURS = (light.AMBER, light.TEXT)
"""Letters before the eye are never in the haze."""


class Hud:
    """Hold the texts over the picture; `root` is two-dimensional, 2 wide and 2 high."""

    def __init__(self, root: p3d.NodePath, *, text_size: float = 1.0) -> None:
        """Show the aim and nothing else; `text_size` is a factor."""
        self._root = root.attach_new_node("hud")
        self._root.set_shader_input("fog_distance_m", FAR_M)
        self._root.set_depth_test(False)
        self._aim = self._build_aim()
        self._readout = lettering.Caption(self._root, size_m=0.052 * text_size, colour=light.TEXT)
        self._readout.path.set_pos(0, 0, -0.88)
        self._notice = lettering.Caption(self._root, size_m=0.062 * text_size, face="display")
        self._notice.path.set_pos(0, 0, 0.62)
        style = {"size_m": 0.050 * min(text_size, 1.2), "align": "left"}
        self._help = [lettering.Caption(self._root, **style, colour=HELP_COLOURS[i % 2]) for i in range(4)]
        for caption, x in zip(self._help, HELP_X, strict=True):
            caption.path.set_pos(x, 0, 0.74)
            caption.path.set_bin("fixed", 30)
        self._shade = self._build_shade()
        self._shade.hide()

    def _build_aim(self) -> p3d.NodePath:
        ring = mesh.ring((0, 0, 0), (0.0065, 0.0095), (0, 0), segments=24, colour=(*light.TEXT, 0.0))
        path = signs.stone_path(mesh.tagged(ring, stage=0, emission=1.0), name="aim")
        path.set_shader_input("stage_light", p3d.PTA_LVecBase3f([p3d.LVecBase3f(0)] * 128))
        path.set_shader_input("stage_pulse", p3d.PTA_float([0.0] * 128))
        path.set_p(90)
        path.set_two_sided(True)
        path.reparent_to(self._root)
        return path

    def _build_shade(self) -> p3d.NodePath:
        card = p3d.CardMaker("shade")
        card.set_frame(-4, 4, -1, 1)
        path = self._root.attach_new_node(card.generate())
        path.set_shader(shaders.load("shade"))
        path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        path.set_bin("fixed", 10)
        return path

    def aim(self, *, shown: bool) -> None:
        """Show or hide the aim in the middle."""
        (self._aim.show if shown else self._aim.hide)()

    def read(self, text: str) -> None:
        """Show what is pointed at."""
        self._readout.write(text)

    def notify(self, text: str) -> None:
        """Show a sentence for the visitor until it is replaced by another or by ''."""
        self._notice.write(text)

    def help(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show rows of (key, what it does) in two columns over a darkened picture; no rows hide it."""
        half = -(-len(rows) // 2)
        for column, part in enumerate((rows[:half], rows[half:])):
            for side in (0, 1):
                self._help[2 * column + side].write("\n".join(row[side] for row in part))
        (self._shade.show if rows else self._shade.hide)()

    def fit(self, *, aspect: float) -> None:
        """Follow the window's shape, its width beside its height."""
        self._root.set_scale(1 / aspect, 1, 1)

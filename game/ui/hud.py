"""What lies before the eye rather than in the world: the aim, a readout, weights, a notice, the help. Main thread."""

import math

import panda3d.core as p3d

from layerwalk.game.ui.key_help import KeyHelp, shaded
from layerwalk.game.ui.keys import Texts
from layerwalk.game.ui.weights_plate import WeightsPlate
from layerwalk.game.words import Words
from layerwalk.game.world import lettering, light, mesh, signs
from layerwalk.nn.messages import Weights

FAR_M = 1.0e9
"""Letters before the eye are never in the haze."""
READOUT_EM, NOTICE_EM = 0.052, 0.062
READOUT_Z, NOTICE_Z = -0.88, 0.88
TOP = 0.985
"""Plates end below it."""
SIDE = 0.12
"""How far from the sides texts stay; the picture is 2 high."""
CLEAR = 0.14
"""How far to the right of the middle weights begin at the earliest: they never hide what is aimed at."""
LEAST_ROOM = 0.5
"""How wide weights may be in a picture that is narrower than it is high."""
PLATES_GAP = 0.03
"""Between the readout and the weights above it."""
PLATE_OVER, PLATE_UNDER = 1.25, 0.75
"""How far the dark plate reaches over the first base line and under the last, in ems."""


class Block:
    """Hold a text that breaks into lines where the picture ends, and grows up or down from where it stands."""

    def __init__(
        self, parent: p3d.NodePath, name: str, *, z: float, em: float, face: str, grows_up: bool = False
    ) -> None:
        """Show nothing yet; `em` is the size of letters at text size 1, the last or first base line is at `z`."""
        self._path = parent.attach_new_node(name)
        self._z, self._em, self._face, self._grows_up = z, em, face, grows_up
        self._text, self._wide, self._factor = "", 3.0, 1.0
        self.top = z
        """How high the plate reaches."""

    def write(self, text: str) -> None:
        """Show `text`; it is written anew only when it is another one."""
        if text != self._text:
            self._text = text
            self._draw()

    def fit(self, *, wide: float, factor: float) -> None:
        """Stay within `wide`, with letters larger by `factor`."""
        if (wide, factor) != (self._wide, self._factor):
            self._wide, self._factor = wide, factor
            self._draw()

    def _draw(self) -> None:
        self._path.get_children().detach()
        if not self._text:
            self.top = self._z
            return
        em = self._em * self._factor
        made = lettering.line(self._text, size_m=em, face=self._face, width_m=self._wide)
        lettering.lettered(made).reparent_to(self._path)
        low, high = made.get_tight_bounds()
        line = lettering.font(self._face).get_line_height() * em
        rise = math.floor(-low.z / line + 0.01) * line
        plate = shaded((low.x - em, high.x + em, -rise - PLATE_UNDER * em, PLATE_OVER * em))
        plate.set_bin("fixed", 15)
        plate.reparent_to(self._path)
        self._path.set_z(self._z + rise if self._grows_up else min(self._z, TOP - PLATE_OVER * em))
        self.top = self._path.get_z() + PLATE_OVER * em


class Hud:
    """Hold the texts over the picture; `root` is two-dimensional, 2 wide and 2 high."""

    def __init__(self, root: p3d.NodePath, *, text_size: float = 1.0) -> None:
        """Show the aim and nothing else; `text_size` is a factor."""
        self._root = root.attach_new_node("hud")
        self._root.set_shader_input("fog_distance_m", FAR_M)
        self._root.set_depth_test(False)
        self._aim = self._build_aim()
        self._readout = Block(self._root, "readout", z=READOUT_Z, em=READOUT_EM, face="text", grows_up=True)
        self._weights = WeightsPlate(self._root)
        self._notice = Block(self._root, "notice", z=NOTICE_Z, em=NOTICE_EM, face="display")
        self._help = KeyHelp(self._root)
        self._aspect, self._text_size = 16 / 9, text_size
        self.fit(aspect=self._aspect)

    def _build_aim(self) -> p3d.NodePath:
        ring = mesh.ring((0, 0, 0), (0.0065, 0.0095), (0, 0), segments=24, colour=(*light.TEXT, 0.0))
        path = signs.stone_path(mesh.tagged(ring, stage=0, emission=1.0), name="aim")
        path.set_shader_input("stage_light", p3d.PTA_LVecBase4f([p3d.LVecBase4f(0)] * 128))
        path.set_p(90)
        path.set_two_sided(True)
        path.reparent_to(self._root)
        return path

    def aim(self, *, shown: bool) -> None:
        """Show or hide the aim in the middle."""
        (self._aim.show if shown else self._aim.hide)()

    def read(self, text: str) -> None:
        """Show what is pointed at."""
        self._readout.write(text)
        self._weights.stand(foot=self._readout.top + PLATES_GAP)

    def weigh(self, weights: Weights | None, words: Words, *, kind: str = "") -> None:
        """Show the weights of what is pointed at, above what is said of it; kind: of their layer."""
        self._weights.show(weights, words, kind=kind)

    def notify(self, text: str) -> None:
        """Show a sentence for the visitor until it is replaced by another or by ''."""
        self._notice.write(text)

    def turn_help(self, texts: Texts) -> bool:
        """Show the first page of the help, the next one, or none after the last; say whether one is shown."""
        self._help.turn(texts)
        return self._help.is_shown

    def hide_help(self) -> None:
        """Take the help away, as when the language changes."""
        self._help.hide()

    def set_text_size(self, text_size: float) -> None:
        """Write everything larger or smaller; `text_size` is a factor."""
        self._text_size = text_size
        self.fit(aspect=self._aspect)

    def fit(self, *, aspect: float) -> None:
        """Follow the window's shape, its width beside its height."""
        self._aspect = aspect
        self._root.set_scale(1 / aspect, 1, 1)
        for block in (self._readout, self._notice):
            block.fit(wide=2 * (aspect - SIDE) - 2 * NOTICE_EM * self._text_size, factor=self._text_size)
        self._weights.fit(right=aspect - SIDE, room=max(aspect - SIDE - CLEAR, LEAST_ROOM), factor=self._text_size)
        self._weights.stand(foot=self._readout.top + PLATES_GAP)
        self._help.fit(aspect=aspect, text_size=self._text_size)

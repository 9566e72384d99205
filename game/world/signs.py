"""The signs beside the shells: name, kind, shape, weights, one sentence, and a legend."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, palette, shaders
from layerwalk.game.world.placement import Pose, Stage
from layerwalk.nn.network import NodeSpec

PLATE_M = (1.62, 1.0)
WIDE_M = PLATE_M[0] - 0.18
"""How long lines may be."""
TILT_DEG = 28.0
HEIGHT_M = 1.08
LEGEND_STEPS = 64
HEADLINE_M, FACTS_M, SMALL_M = 0.150, 0.072, 0.062
SMALLEST_PX = 2.4
"""Letters whose em is smaller on the screen are not drawn: nobody could read them, but shading them costs much."""
UNTOLD = ("flatten", "dropout", "identity")
"""Operations that fold and change nothing that can be seen."""
_POOL = re.compile(r"(?P<size>\S+) (?P<how>max|mean)|(?P<way>max|mean) to (?P<to>\S+)")
MARGIN_M = 12.0
"""So far may a stage's middle, from which distances are measured, be from its sign."""


def shape_text(node: NodeSpec, words: Words) -> str:
    """Say a node's shape: '6 maps of 28×28', '120 neurons'."""
    if node.is_line:
        return words("sign.neurons", count=words.count(node.values))
    count, rows, *columns = node.shape
    key = "sign.map" if count == 1 else "sign.maps"
    return words(key, count=words.count(count), rows=rows, columns=columns[0] if columns else 1)


def option_text(name: str, value: str, words: Words) -> str:
    """Say one option of a layer: 'kernel 5×5'; one that the language has no words for, as it is called."""
    if name == "pool" and (pool := _POOL.fullmatch(value)) is not None:
        how, size = (f"{pool['way']}_to", pool["to"]) if pool["to"] else (pool["how"], pool["size"])
        return words(f"sign.pools.{how}", size=size)
    key = f"sign.options.{name}"
    told = words.find(f"sign.values.{value}") or value
    return f"{name} {told}" if words.find(key) is None else words(key, value=told)


def pose(stage: Stage) -> Pose:
    """Return where the middle of a sign's face is, and how it faces its reader."""
    x, y, _ = stage.sign
    return Pose(
        point=(x, y, stage.floor.centre[2] + HEIGHT_M),
        heading_deg=stage.sign_heading_deg + 180.0,
        tilt_deg=TILT_DEG,
    )


class Sign:
    """Hold the letters of one stage's sign, and the numbers under its legend, which follow the values."""

    def __init__(self, parent: p3d.NodePath, stage: Stage, node: NodeSpec, words: Words) -> None:
        """Write the sign on its stage; `build_plates` builds what it is written on."""
        self._words = words
        self.path = parent.attach_new_node(f"sign {stage.number}")
        self._readable = self.path.attach_new_node(p3d.LODNode("letters"))
        self._readable.node().set_center(p3d.LPoint3(*pose(stage).point))
        numbers = self._letter(stage, node, words).attach_new_node("numbers")
        numbers.set_mat(_face(stage))
        self.readable_m = 0.0
        """From farther off the numbers under the legend cannot be read."""
        self._numbers = lettering.Lines(numbers)

    def set_distances(self, *, pixels_per_radian: float) -> None:
        """Set from how far off the headline, and the small letters under it, are drawn."""
        node = self._readable.node()
        node.clear_switches()
        for size_m in (HEADLINE_M, SMALL_M):
            node.add_switch(size_m * pixels_per_radian / SMALLEST_PX, 0.0)
        self.readable_m = SMALL_M * pixels_per_radian / SMALLEST_PX + MARGIN_M

    def _letter(self, stage: Stage, node: NodeSpec, words: Words) -> p3d.NodePath:
        """Write the sign's lines; return the node of the small letters."""
        left = -PLATE_M[0] / 2 + 0.09
        kind, sentence = words.kind(node.kind)
        folded = ", ".join(words.operation(name) for name in node.folded if name not in UNTOLD)
        options = " · ".join(option_text(*option, words) for option in node.options[:2])
        count = words.count(node.parameters)
        weights = words("sign.parameters", count=count) if node.parameters else words("sign.no_parameters")
        facts = " · ".join(filter(None, [shape_text(node, words), options]))
        then = " · ".join(filter(None, [weights, words("sign.folded", names=folded) if folded else ""]))
        lines = [
            (f"{stage.number}  {kind}", HEADLINE_M, 0.325, "display", light.TEXT),
            (node.name, SMALL_M, 0.225, "text", light.SECOND_TEXT),
            (facts, _one_line(facts, FACTS_M), 0.105, "text", light.TEXT),
            (then, _one_line(then, SMALL_M), 0.015, "text", light.SECOND_TEXT),
            (sentence, SMALL_M, -0.105, "text", light.TEXT),
        ]
        headline, small = (self._readable.attach_new_node(name) for name in ("headline", "small"))
        for text, size, height, face, colour in lines:
            made = lettering.line(text, size_m=size, face=face, colour=colour, align="left", width_m=WIDE_M)
            made.reparent_to(headline if size == HEADLINE_M else small)
            made.set_pos(left, -0.012, height)
        for part in (headline, small):
            # In the world's own terms they need not be placed anew in every frame.
            part.set_mat(_face(stage))
            lettering.lettered(part).flatten_strong()
        return small

    def writing(self, low: float, high: float) -> Iterator[int]:
        """Show the values that the darkest and the brightest colour stand for, piece by piece; yield 0."""
        entries = [self._number(low, "left"), self._number(high, "right")]
        yield 0
        for _ in self._numbers.writing(entries):
            yield 0

    def _number(self, value: float, align: str) -> lettering.Entry:
        return lettering.Entry(
            text=self._words.number(value),
            point=((lettering.FEET[align] - 0.5) * WIDE_M, -0.012, -0.44),
            size_m=SMALL_M,
            face="text",
            colour=light.SECOND_TEXT,
            align=align,
        )


def _one_line(text: str, size_m: float) -> float:
    """Return how large letters are so that `text` stays on one line."""
    return lettering.fitting(text, size_m=size_m, width_m=0.99 * WIDE_M, face="text")


def build_plates(stages: Sequence[Stage], *, palette_name: str) -> p3d.NodePath:
    """Build the dark plates of all stages' signs with their legends: one mesh is drawn faster than two for each."""
    legend = _legend(palette_name)
    parts = [build_plate(pose(stage), stage.floor.centre[2]) for stage in stages]
    parts += [_on_face(legend, stage) for stage in stages]
    return stone_path(mesh.joined(parts), name="sign plates")


def _legend(palette_name: str) -> mesh.Mesh:
    """Build the bar of all colours in the frame of a sign's face."""
    steps = np.linspace(0, 1, LEGEND_STEPS + 1)
    x = (steps - 0.5) * WIDE_M
    points = np.stack([np.column_stack([x, 0 * x - 0.012, 0 * x + z]) for z in (-0.375, -0.325)])
    bar = mesh.sheet(points)
    bar.colours[:, :3] = palette.look_up(np.tile(steps, 2), name=palette_name) / 255.0
    bar.colours[:, 3] = 0
    return mesh.tagged(bar, stage=0, emission=1.0)


def _face(stage: Stage) -> p3d.LMatrix4:
    """Return the frame of a sign's face: its middle, to the right, to its back, upwards."""
    return p3d.TransformState.make_pos_hpr(pose(stage).point, (stage.sign_heading_deg, -TILT_DEG, 0)).get_mat()


def _on_face(made: mesh.Mesh, stage: Stage) -> mesh.Mesh:
    frame = np.array(_face(stage), np.float32)
    return replace(made, positions=made.positions @ frame[:3, :3] + frame[3, :3], normals=made.normals @ frame[:3, :3])


def build_plate(pose: Pose, floor_z: float) -> mesh.Mesh:
    """Build the dark plate with its foot."""
    centre, right, up = furniture.board_frame(pose, *PLATE_M)
    face = mesh.sheet(
        np.array([[centre - right - up, centre + right - up], [centre - right + up, centre + right + up]]),
        colour=light.with_alpha(light.PLATE),
    )
    return mesh.joined([furniture.stand(pose, *PLATE_M, floor_z=floor_z), mesh.tagged(face, stage=0, emission=0.55)])


def stone_path(made: mesh.Mesh, *, name: str) -> p3d.NodePath:
    """Light a mesh and make it a node drawn as stone."""
    columns: list[mesh.Column] = [("vertex", made.positions), ("color", light.seen(made)), ("extras", made.extras)]
    path = p3d.NodePath(mesh.geom_node(name, columns, made.triangles))
    shaders.wear(path, "stone")
    return path

"""A drawn neuron has the colour its value says: pixels against numpy, at every level of detail."""

import numpy as np
import pytest

from layerwalk.game.view.quality import PRESETS
from layerwalk.game.world import cubes, furniture, palette, panels
from layerwalk.game.world.platform import BLEND_CELLS
from layerwalk.game.world.values import Normalisation

TOLERANCE = 2
"""Of 255: what the way through the driver's 8 bits may change."""
SHAPES = {"1 map": (1, 28, 28), "6 maps": (6, 24, 24), "16 wide maps": (16, 10, 20), "300 maps": (300, 6, 9)}
KINDS = {"conv": ("conv", (6, 24, 24)), "pool": ("pool", (6, 12, 12)), "tall": ("conv", (4, 20, 7))}


def some_values(shape, *, seed=1):
    return np.random.default_rng(seed).normal(0.3, 2.0, shape).astype(np.float32)


def shares(values, low=None, high=None):
    """Normalise by the plain rule, and round to the palette's steps."""
    low, high = values.min() if low is None else low, values.max() if high is None else high
    share = np.clip((values.astype(np.float64) - low) / (high - low), 0, 1)
    return np.floor(share * 255 + 0.5) / 255


def cell_centres(shell, panel, rows, columns):
    """Return the middles of a panel's cells, (rows, columns, 3), world."""
    down = (np.arange(rows) + 0.5)[:, None, None] / rows * 2 - 1
    across = (np.arange(columns) + 0.5)[None, :, None] / columns * 2 - 1
    return shell.centres[panel] + across * shell.rights[panel] - down * shell.ups[panel]


def before(booth, shell, panel, *, away_m):
    """Look straight at a panel from `away_m`, so that it fills the picture."""
    centre, up = shell.centres[panel].astype(float), shell.ups[panel].astype(float)
    normal = np.cross(shell.rights[panel], up).astype(float)
    normal /= np.linalg.norm(normal)
    fov_deg = 2 * np.degrees(np.arctan(shell.face_m / 2 / away_m)) * 1.06
    booth.look(centre + normal * away_m, centre, fov_deg=fov_deg, up=up)


def some_panels(count):
    """Return some panels: the ends, the middle, and those on both sides of a texture's 256th layer."""
    return sorted({panel for panel in (0, 1, count // 2, 255, 256, 257, count - 1) if panel < count})


def agrees(booth, points, expected, *, name="viridis"):
    """Compare the colours of points (n, 3) with those of the values `expected` (n,)."""
    drawn = np.array([booth.colour(point) for point in points.reshape(-1, 3)])
    wanted = palette.look_up(expected.reshape(-1), name=name).astype(np.int64)
    worst = int(np.abs(drawn - wanted).max())
    assert worst <= TOLERANCE, f"off by {worst} at {points.reshape(-1, 3)[np.abs(drawn - wanted).max(axis=1).argmax()]}"


# Middle: panels, one cell beside the other


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_of_a_panel_has_the_colour_of_its_value(booth, name):
    shape = SHAPES[name]
    world = booth.build(("conv", shape))
    values = some_values(shape)
    world.show({"layer 1": values}, None)
    shell = world.placement.stages[0].shell
    for panel in some_panels(shape[0]):
        before(booth, shell, panel, away_m=shell.radius_m - 0.2)
        booth.frame()
        agrees(booth, cell_centres(shell, panel, *shape[1:]), shares(values)[panel])


@pytest.mark.parametrize("name", palette.NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_palette_colours_every_kind_of_map(booth, kind, name):
    layer, shape = KINDS[kind]
    world = booth.build((layer, shape), palette_name=name)
    values = some_values(shape)
    world.show({"layer 1": values}, None)
    shell = world.placement.stages[0].shell
    before(booth, shell, 2, away_m=shell.radius_m - 0.2)
    booth.frame()
    agrees(booth, cell_centres(shell, 2, *shape[1:]), shares(values)[2], name=name)


@pytest.mark.parametrize("mode", ["map", "fixed"])
def test_other_normalisations_are_seen_too(booth, mode):
    shape = (6, 12, 12)
    world = booth.build(("conv", shape), normalisation=Normalisation(mode=mode, low=-1.0, high=2.5))
    values = some_values(shape) * np.arange(1, 7, dtype=np.float32)[:, None, None]
    world.show({"layer 1": values}, None)
    shell = world.placement.stages[0].shell
    for panel in (0, 5):
        before(booth, shell, panel, away_m=shell.radius_m - 0.2)
        booth.frame()
        low, high = (-1.0, 2.5) if mode == "fixed" else (values[panel].min(), values[panel].max())
        agrees(booth, cell_centres(shell, panel, 12, 12), shares(values[panel], low, high))


def test_a_layer_of_equal_values_is_dark(booth):
    world = booth.build(("conv", (6, 8, 8)))
    world.show({"layer 1": np.full((6, 8, 8), 7.0, np.float32)}, None)
    shell = world.placement.stages[0].shell
    before(booth, shell, 3, away_m=shell.radius_m - 0.2)
    booth.frame()
    agrees(booth, cell_centres(shell, 3, 8, 8), np.zeros((8, 8)))


def test_the_mosaic_in_the_floor_is_the_mean_map(booth):
    shape = (16, 10, 20)
    world = booth.build(("conv", shape))
    values = some_values(shape)
    world.show({"layer 1": values}, None)
    stage = world.placement.stages[0]
    origin, right, down = (part.astype(float) for part in panels.mosaic_frame(stage))
    middle = origin + (right + down) / 2
    booth.look(middle + [0, 0, 6.5], middle, fov_deg=32, up=-down)
    booth.frame()
    rows, columns = np.mgrid[:10, :20]
    points = origin + ((columns + 0.5) / 20)[..., None] * right + ((rows + 0.5) / 10)[..., None] * down
    mean = values.astype(np.float64).mean(axis=0)
    agrees(booth, points, shares(mean))


# Far: block means


def block_means(values, size):
    """Average blocks cell by cell, those at the edge over what there is."""
    rows, columns = values.shape
    return np.array(
        [
            [values[top : top + size, left : left + size].mean() for left in range(0, columns, size)]
            for top in range(0, rows, size)
        ]
    )


def from_afar(booth, stage, panel):
    """Look at a panel from over the other side of its stage, six times as far off as the stage is wide."""
    shell = stage.shell
    centre = shell.centres[panel].astype(float)
    inward = np.append((np.asarray(shell.eye) - centre)[:2], 0.0)
    way = inward / np.linalg.norm(inward) * 0.85 + [0, 0, 0.53]
    away_m = 6 * stage.floor.radius_m
    booth.look(centre + way * away_m, centre, fov_deg=2.2 * np.degrees(shell.face_m / 2 / away_m))


def block_middles(shell, panel, size, shape):
    """Return the middles of a panel's blocks, those at the edge perhaps smaller, (rows, columns, 3), world."""
    parts = []
    for count in shape:
        edges = np.minimum(np.arange(0, count + size, size), count) / count * 2 - 1
        parts.append((edges[1:] + edges[:-1]) / 2)
    down, across = parts[0][:, None, None], parts[1][None, :, None]
    return shell.centres[panel] + across * shell.rights[panel] - down * shell.ups[panel]


@pytest.mark.parametrize("shape", [(6, 40, 40), (300, 33, 18), (2, 12, 14)], ids=str)
def test_from_afar_a_panel_is_the_means_of_its_blocks(booth, shape):
    world = booth.build(("conv", shape))
    values = some_values(shape)
    world.show({"layer 1": values}, None)
    stage, size = world.placement.stages[0], -(-max(shape[1:]) // 16)
    # The sign stands before some of the panels.
    world.signs.hide()
    world.platforms[0].sign.path.hide()
    for panel in some_panels(shape[0]):
        from_afar(booth, stage, panel)
        world.set_view(pixels_per_radian=1.0)
        booth.frame()
        means = block_means(values[panel].astype(np.float64), size)
        agrees(booth, block_middles(stage.shell, panel, size, shape[1:]), shares(means, values.min(), values.max()))


def test_where_the_far_level_takes_over_nothing_changes(booth):
    world = booth.build(("conv", (6, 96, 96)))
    world.show({"layer 1": some_values((6, 96, 96))}, None)
    stage, platform = world.placement.stages[0], world.platforms[0]
    from_afar(booth, stage, 3)
    away_m = np.linalg.norm(np.asarray(booth.screen.camera.get_pos()) - platform.eye)
    scale = away_m / (platform.cell_m * BLEND_CELLS)
    booth.screen.camera.node().get_lens().set_fov(2 * np.degrees(np.arctan(booth.size[0] / 2 / scale)))
    pictures = []
    for nearer in (0.99, 1.01):
        world.set_view(pixels_per_radian=scale * nearer)
        pictures.append(booth.frame().astype(int))
    assert platform.fine_m > away_m
    assert np.abs(pictures[0] - pictures[1]).max() <= TOLERANCE


# Near: neurons stand as cubes, as tall as they are active


def standing(origin, right, down, share, focus):
    """Return the middles of the cubes' tops, (rows, columns, 3), and how tall they stand, by the rule of the relief."""
    rows, columns = share.shape
    row, column = np.mgrid[:rows, :columns]
    feet = origin + ((column + 0.5) / columns)[..., None] * right + ((row + 0.5) / rows)[..., None] * down
    fade = np.clip((np.linalg.norm(feet - focus, axis=-1) / cubes.REACH_M - 0.62) / 0.38, 0, 1)
    tall = (1 - fade**2 * (3 - 2 * fade)) * (0.012 + cubes.TALL_SHARE * np.linalg.norm(right) * share)
    normal = np.cross(down, right)
    return feet + (normal / np.linalg.norm(normal)) * tall[..., None], tall


def in_sight(origin, right, down, tall, tops, eye):
    """Say which tops no other cube hides, by small steps from each top to the eye."""
    rows, columns = tall.shape
    normal = np.cross(down, right) / np.linalg.norm(np.cross(down, right))
    seen = np.ones(tall.shape, bool)
    for share in np.linspace(0.001, 0.6, 400):
        away = tops + (eye - tops) * share - origin
        column = np.floor(away @ right / (right @ right) * columns).astype(int)
        row = np.floor(away @ down / (down @ down) * rows).astype(int)
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        over = tall[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)]
        seen &= ~(inside & (away @ normal < over - 1e-6))
    return seen


def compare_tops(booth, frame, share, eye, *, least, name="viridis"):
    """Compare the colours of all tops that are well within the picture and in sight, at least `least` of them."""
    origin, right, down = frame
    tops, tall = standing(origin, right, down, share, eye)
    towards = (origin + (right + down) / 2 - eye) / np.linalg.norm(origin + (right + down) / 2 - eye)
    angle = np.arccos((tops - eye) @ towards / np.linalg.norm(tops - eye, axis=-1))
    shown = (angle < np.radians(25)) & (tall > 0.01) & in_sight(origin, right, down, tall, tops, eye)
    assert shown.sum() >= least
    agrees(booth, tops[shown], share[shown], name=name)


def before_cubes(booth, shell, panel, *, away_m):
    """Look at a panel from so near that its cells stand up; return its frame (corner, right, down) and the eye."""
    right, up = 2 * shell.rights[panel].astype(float), 2 * shell.ups[panel].astype(float)
    centre = shell.centres[panel].astype(float)
    eye = centre + away_m * np.cross(right, up) / np.linalg.norm(np.cross(right, up))
    booth.look(eye, centre, fov_deg=60, up=up)
    return (centre - right / 2 + up / 2, right, -up), eye


@pytest.mark.parametrize("name", palette.NAMES)
@pytest.mark.parametrize("maps", SHAPES)
def test_the_tops_of_cubes_have_the_colours_of_their_values(booth, maps, name):
    shape = SHAPES[maps]
    world = booth.build(("conv", shape), palette_name=name)
    values = some_values(shape)
    world.show({"layer 1": values}, None)
    shell = world.placement.stages[0].shell
    for panel in some_panels(shape[0]):
        frame, eye = before_cubes(booth, shell, panel, away_m=0.35 + 0.55 * shell.face_m)
        booth.frame()
        compare_tops(booth, frame, shares(values)[panel], eye, least=35, name=name)


def test_knee_deep_in_the_mosaic_cubes_are_the_means(booth):
    shape = (6, 24, 24)
    world = booth.build(("conv", shape))
    values = some_values(shape)
    world.show({"layer 1": values}, None)
    origin, right, down = (part.astype(float) for part in panels.mosaic_frame(world.placement.stages[0]))
    middle = origin + (right + down) / 2
    eye = middle + [0, 0, 1.62]
    booth.look(eye, middle, fov_deg=60, up=-down)
    booth.frame()
    compare_tops(booth, (origin, right, down), shares(values.astype(np.float64).mean(axis=0)), eye, least=50)


def test_cubes_stand_round_the_eye_alone(booth):
    world = booth.build(("conv", (6, 24, 24)))
    world.show({"layer 1": some_values((6, 24, 24))}, None)
    shell = world.placement.stages[0].shell
    counts = []
    for eye in (
        np.asarray(shell.eye) + [0, 0, 5],
        np.asarray(shell.eye),
        0.8 * shell.centres[2] + 0.2 * np.asarray(shell.eye),
    ):
        booth.look(eye, shell.centres[2])
        booth.frame()
        counts.append(world.cubes.count)
    assert counts[:2] == [0, 24 * 24], "none from high above, the mosaic's from the middle of the stage"
    assert counts[1] < counts[2] <= PRESETS["software"].near_cubes


# Lines of neurons: pillars and the answer's columns


@pytest.mark.parametrize("name", palette.NAMES)
@pytest.mark.parametrize(("count", "far"), [(42, False), (120, True), (600, False)])
def test_the_tops_of_pillars_have_the_colours_of_their_values(booth, count, far, name):
    world = booth.build(("dense", (count,)), palette_name=name)
    values = some_values((count,))
    world.show({"layer 1": values}, None)
    stage = world.placement.stages[0]
    choir, share = stage.choir, shares(values)
    tops = choir.feet + np.array([0, 0, choir.low_m]) + share[:, None] * [0, 0, choir.tall_m]
    high_m = (6.0 if far else 2.5) * stage.floor.radius_m
    centre = np.asarray(stage.floor.centre, float)
    booth.look(
        centre + [0, 0, high_m],
        centre,
        fov_deg=2 * np.degrees(np.arctan(1.25 * stage.floor.radius_m / high_m)),
        up=(0, 1, 0),
    )
    booth.frame()
    agrees(booth, tops, share, name=name)


@pytest.mark.parametrize("name", palette.NAMES)
def test_the_answers_columns_have_the_colours_of_the_probabilities(booth, name):
    world = booth.build(("dense", (20,)), palette_name=name)
    weights = np.exp(some_values((10,)))
    probabilities = (weights / weights.sum()).astype(np.float32)
    world.show({}, probabilities)
    place, share = world.placement, shares(probabilities, 0.0, 1.0)
    for pose, one in zip(place.plinths, share, strict=True):
        foot = np.asarray(pose.point) + [0, 0, furniture.PLINTH_TALL_M + 0.04]
        top = foot + [0, 0, 0.03 + furniture.COLUMN_TALL_M * one]
        inward = np.append((np.asarray(place.island.centre) - pose.point)[:2], 0.0)
        booth.look(top + inward / np.linalg.norm(inward) * 1.5 + [0, 0, 3.0], top, fov_deg=20)
        booth.frame()
        agrees(booth, top, one, name=name)

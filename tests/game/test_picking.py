"""Picking against slow answers: all triangles of what is drawn, one by one, in double precision."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from layerwalk.game.world import answer, cubes, floors, furniture, layouts, panels, picking, posts, rays, shells
from layerwalk.nn.network import NetworkSpec, NodeSpec

EDGE = 1e-9
"""How far beside a triangle, in shares of its sides, still meets it: two that share a side leave no gap."""
SHAPES = {
    "conv": [(1, 28, 28), (6, 24, 24), (6, 12, 12), (16, 8, 8), (120,), (10,)],
    "deep": [(1, 28, 28), *[(32, 14, 14)] * 18, (64,), (10,)],
    "wide": [(3, 32, 32), (256, 16, 16), (400,), (7, 5), (4,)],
}


def network(shapes):
    names = ["input", *(f"layer{i}" for i in range(1, len(shapes)))]
    kinds = ["input", *("conv" if len(shape) > 1 else "dense" for shape in shapes[1:])]
    nodes = [
        NodeSpec(name=name, kind=kind, shape=shape, parameters=0, inputs=(names[i - 1],) if i else ())
        for i, (name, kind, shape) in enumerate(zip(names, kinds, shapes, strict=True))
    ]
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("abcdefghij"[: shapes[-1][0]]))


def shares_of(spec, seed=0):
    rng = np.random.default_rng(seed)
    return {node.name: rng.random(node.shape, np.float32) for node in spec.nodes}


WORLDS = {name: (network(shapes), layouts.build("cove", network(shapes))) for name, shapes in SHAPES.items()}


def met_triangles(origin, direction, triangles):
    """Return the distances to triangles (n, 3, 3), inf where missed: Möller and Trumbore, 1997, both sides."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    e1, e2 = b - a, c - a
    p = np.cross(direction, e2)
    det = (e1 * p).sum(1)
    with np.errstate(all="ignore"):
        s = origin - a
        u = (s * p).sum(1) / det
        q = np.cross(s, e1)
        v = (q @ direction) / det
        t = (e2 * q).sum(1) / det
        met = (np.abs(det) > 1e-14) & (u >= -EDGE) & (v >= -EDGE) & (u + v <= 1 + EDGE) & (t > 0)
    return np.where(met, t, np.inf)


def two(a, b, c, d):
    return [(a, b, c), (a, c, d)]


def box_triangles(foot, heading_deg, width, depth, height):
    turn = math.radians(heading_deg)
    right = np.array([math.cos(turn), math.sin(turn), 0]) * width / 2
    ahead = np.array([-math.sin(turn), math.cos(turn), 0]) * depth / 2
    foot, top = np.asarray(foot, float), np.array([0, 0, float(height)])
    low = [foot - right - ahead, foot + right - ahead, foot + right + ahead, foot - right + ahead]
    high = [corner + top for corner in low]
    found = two(*low) + two(*high)
    for i in range(4):
        found += two(low[i], low[i - 1], high[i - 1], high[i])
    return found


class Slow:
    """All triangles of a world, and whose they are."""

    def __init__(self, spec, placement, shares):
        self.spec, self.owners, triangles = spec, [], []
        for owner, found in self._all(placement, shares):
            found = np.asarray(found, np.float64).reshape(-1, 3, 3)
            triangles.append(found)
            self.owners += [owner] * len(found)
        self.triangles = np.concatenate(triangles)

    def _all(self, placement, shares):
        for disc in placement.discs:
            yield None, self._stone(floors.disc(disc, stage=0))
        for way in placement.walkways:
            yield None, self._stone(floors.walkway(way, stage=0))
        for stage in placement.stages:
            yield from self._stage(stage, shares[stage.node])
        yield from self._plinths(placement, shares[self.spec.answer.name])

    def _stage(self, stage, share):
        first, count = stage.page
        if stage.shell:
            shell = stage.shell
            yield None, self._stone(shells.wall(stage, shell, index=0))
            for i in range(count):
                c, r, u = (np.float64(part[i]) for part in (shell.centres, shell.rights, shell.ups))
                yield (stage.node, first + i, (c, r, u)), two(c - r - u, c + r - u, c + r + u, c - r + u)
            o, r, d = map(np.float64, panels.mosaic_frame(stage))
            yield (stage.node, None, (o + (r + d) / 2, r / 2, -d / 2)), two(o, o + r, o + r + d, o + d)
        else:
            choir = stage.choir
            yield None, self._stone(shells.choir_rows(stage, choir, index=0))
            for i in range(count):
                tall = choir.low_m + choir.tall_m * share.ravel()[first + i]
                box = box_triangles(choir.feet[i], choir.headings_deg[i], choir.width_m, choir.width_m, tall)
                yield (stage.node, first + i, None), box

    def _plinths(self, placement, share):
        for i, pose in enumerate(placement.plinths):
            width, top = placement.plinth_m, furniture.PLINTH_TALL_M + 0.04
            tall = answer.LOW_M + furniture.COLUMN_TALL_M * share[i]
            yield (self.spec.answer.name, i, None), box_triangles(pose.point, pose.heading_deg, width, width, top)
            foot = np.asarray(pose.point) + [0, 0, top]
            column = box_triangles(foot, pose.heading_deg, 0.86 * width, 0.86 * 0.8 * width, tall)
            yield (self.spec.answer.name, i, None), column

    @staticmethod
    def _stone(mesh):
        return mesh.positions[mesh.triangles.astype(int)]

    def pick(self, origin, direction):
        """Return (node, map, row, column) of what is met first, None for stone and air."""
        t = met_triangles(origin, direction, self.triangles)
        best = int(np.argmin(t))
        owner = self.owners[best] if np.isfinite(t[best]) else None
        if owner is None:
            return None
        node, number, frame = owner
        if frame is None:
            return node, number, 0, 0
        centre, right, up = frame
        if np.cross(right, up) @ direction > 0:
            return None
        away = origin + t[best] * direction - centre
        rows, columns = self.spec.node(node).shape[-2:]
        row = int((1 - away @ up / (up @ up)) / 2 * rows)
        column = int((1 + away @ right / (right @ right)) / 2 * columns)
        return node, number, min(row, rows - 1), min(column, columns - 1)


SLOW = {name: Slow(spec, placement, shares_of(spec)) for name, (spec, placement) in WORLDS.items()}


def picked(ray, name, **options):
    spec, placement = WORLDS[name]
    found = picking.pick(ray, placement, spec, shares=shares_of(spec), **options)
    return None if found is None else (found.node, found.map, found.row, found.column)


def somewhere(placement, rng):
    """Return an eye on a floor and a spot to look at, mostly one where there is something."""
    floor = placement.discs[rng.integers(len(placement.discs))]
    angle, away = rng.uniform(0, math.tau), floor.radius_m * 0.9 * math.sqrt(rng.random())
    x, y, z = floor.centre
    eye = np.array([x + away * math.cos(angle), y + away * math.sin(angle), z + rng.uniform(1.0, 2.0)])
    stage = placement.stages[rng.integers(len(placement.stages))]
    kind = rng.integers(4)
    if kind == 0 and placement.plinths:
        spot = np.asarray(placement.plinths[rng.integers(len(placement.plinths))].point) + [0, 0, rng.uniform(0, 2)]
    elif kind == 1:
        spot = np.asarray(stage.floor.centre) + rng.uniform(-2, 2, 3) * [1, 1, 0]
    else:
        spots = stage.shell.centres if stage.shell else stage.choir.feet + [0, 0, 0.5]
        spot = spots[rng.integers(len(spots))] + rng.uniform(-0.5, 0.5, 3)
    return eye, np.asarray(spot, float)


def feet(placement):
    """Yield where pillars and plinths stand: nobody stands inside one."""
    yield from (np.asarray(pose.point) for pose in placement.plinths)
    for stage in placement.stages:
        yield from stage.choir.feet if stage.choir else ()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(name=st.sampled_from(sorted(WORLDS)), seed=st.integers(0, 2**32 - 1))
def test_the_neuron_is_that_of_the_first_triangle(name, seed):
    """Where the slow answer hangs by a hair, at edges and the rims on them, no answer is asked for."""
    _, placement = WORLDS[name]
    eye, spot = somewhere(placement, np.random.default_rng(seed))
    assume(np.linalg.norm(spot - eye) > 0.3)
    assume(min(np.hypot(*(foot - eye)[:2]) for foot in feet(placement)) > 1.0)
    ray = rays.ray(tuple(eye), tuple(spot - eye))
    direction = np.asarray(ray.direction)
    expected = SLOW[name].pick(eye, direction)
    shifts = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * 0.08
    around = [SLOW[name].pick(eye + shift, direction) for shift in shifts]
    assume(all((each or (None, 0))[:2] == (expected or (None, 0))[:2] for each in around))
    assert picked(ray, name) == expected


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_the_middle_of_every_cell_of_some_panels_is_that_cell(name):
    spec, placement = WORLDS[name]
    rng = np.random.default_rng(3)
    for stage in (stage for stage in placement.stages if stage.shell):
        shell, (rows, columns) = stage.shell, spec.node(stage.node).shape[-2:]
        for panel in rng.integers(0, len(shell.centres), 20):
            row, column = int(rng.integers(rows)), int(rng.integers(columns))
            aside, down = (column + 0.5) / columns * 2 - 1, (row + 0.5) / rows * 2 - 1
            spot = shell.centres[panel] + aside * shell.rights[panel] - down * shell.ups[panel]
            eye = np.asarray(shell.eye) + [0.3, 0.2, 0.1]
            found = picking.pick(rays.ray(tuple(eye), tuple(spot - eye)), placement, spec)
            assert (found.node, found.map, found.row, found.column) == (stage.node, panel, row, column)
            assert found.point == pytest.approx(tuple(spot), abs=1e-4)
            assert found.distance_m == pytest.approx(np.linalg.norm(spot - eye), abs=1e-4)


def test_the_mosaic_is_read_by_who_faces_the_shell():
    spec, placement = WORLDS["conv"]
    stage = placement.stages[0]
    heading = math.radians(stage.heading_deg)
    ahead, right = np.array([-math.sin(heading), math.cos(heading)]), np.array([math.cos(heading), math.sin(heading)])
    x, y, z = stage.floor.centre
    corner = np.array([x, y]) + (ahead - right) * stage.mosaic_m * 0.49
    found = picking.pick(rays.ray((*map(float, corner), z + 1.6), (0, 0, -1)), placement, spec)
    assert (found.node, found.map, found.row, found.column) == ("layer1", None, 0, 0)


def test_a_wall_hides_its_own_panels_from_behind():
    spec, placement = WORLDS["conv"]
    stage = placement.stages[0]
    outside = np.asarray(stage.shell.eye) + 2 * (stage.shell.centres[2] - np.asarray(stage.shell.eye))
    found = picking.pick(rays.ray(tuple(outside), tuple(stage.shell.centres[2] - outside)), placement, spec)
    assert found is None


def test_a_taller_pillar_is_met_where_a_low_one_is_missed():
    spec, placement = WORLDS["conv"]
    stage = next(stage for stage in placement.stages if stage.choir)
    choir = stage.choir
    spot = choir.feet[5] + [0, 0, choir.low_m + 0.8 * choir.tall_m]
    x, y, _ = stage.floor.centre
    ray = rays.ray((x, y, float(spot[2])), tuple(spot - [x, y, spot[2]]))
    high = np.zeros(120, np.float32)
    high[5] = 1
    assert picking.pick(ray, placement, spec, shares={stage.node: high}).map == 5
    assert picking.pick(ray, placement, spec) is None


@pytest.mark.parametrize("slope", [0.0, 1e-300, -1e-300, 1e-160, -1e-160])
def test_a_ray_that_is_all_but_level_meets_what_a_level_one_meets(slope):
    spec, placement = WORLDS["conv"]
    for stage in placement.stages:
        x, y, z = stage.floor.centre
        turn = math.radians(stage.heading_deg)
        level, found = (
            picking.pick(rays.ray((x, y, z + 1.5), (-math.sin(turn), math.cos(turn), up)), placement, spec)
            for up in (0.0, slope)
        )
        assert found == level


def test_the_sky_is_no_neuron():
    spec, placement = WORLDS["conv"]
    assert picking.pick(rays.ray((0, 0, 30), (0, 0.1, 1)), placement, spec) is None


def cube_triangles(shell, panel, shares, focus):
    """Return the triangles of all standing cells of a panel, as cube.vert makes them, and whose they are."""
    rows, columns = shares.shape
    corner = np.float64(shell.centres[panel] - shell.rights[panel] + shell.ups[panel])
    right, down = 2 * np.float64(shell.rights[panel]), -2 * np.float64(shell.ups[panel])
    normal = np.cross(right, -down) / np.linalg.norm(np.cross(right, down))
    found, owners = [], []
    for row in range(rows):
        for column in range(columns):
            middle = corner + right * (column + 0.5) / columns + down * (row + 0.5) / rows
            t = np.clip((np.linalg.norm(middle - focus) / cubes.REACH_M - 0.62) / 0.38, 0, 1)
            tall = (1 - t * t * (3 - 2 * t)) * (0.012 + cubes.TALL_SHARE * np.linalg.norm(right) * shares[row, column])
            if tall <= 0:
                continue
            a, b = right / columns * 0.43, down / rows * 0.43
            low = [middle - a - b, middle + a - b, middle + a + b, middle - a + b]
            high = [point + normal * tall for point in low]
            sides = two(*high)
            for i in range(4):
                sides += two(low[i], low[i - 1], high[i - 1], high[i])
            found += sides
            owners += [(row, column)] * len(sides)
    return np.array(found), owners


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1))
def test_among_standing_cells_the_first_cube_is_met(seed):
    """The eye stands knee-deep before a panel and looks along it, with a flat panel between the cubes."""
    spec, placement = WORLDS["conv"]
    rng = np.random.default_rng(seed)
    stage = placement.stages[2]
    shell, shares = stage.shell, shares_of(spec)
    panel = int(rng.integers(len(shell.centres)))
    normal = np.asarray(shell.eye) - shell.centres[panel]
    normal = normal / np.linalg.norm(normal)
    eye = shell.centres[panel] + normal * rng.uniform(0.7, 2.0) + shell.rights[panel] * rng.uniform(-1, 1)
    u, v = rng.uniform(-0.9, 0.9, 2)
    spot = shell.centres[panel] + u * shell.rights[panel] + v * shell.ups[panel]
    ray = rays.ray(tuple(map(float, eye)), tuple(map(float, spot - eye)))
    triangles, owners = cube_triangles(shell, panel, shares[stage.node][panel], eye)
    t = met_triangles(np.asarray(ray.origin), np.asarray(ray.direction), triangles)
    found = picking.pick(ray, placement, spec, shares=shares, focus=ray.origin)
    assert (found.node, found.map) == (stage.node, panel)
    if np.isfinite(t.min()):
        assert found.distance_m == pytest.approx(t.min(), abs=1e-4)
        assert (found.row, found.column) in {owners[i] for i in np.flatnonzero(t < t.min() + 1e-4)}
    else:
        assert found.point == pytest.approx(tuple(spot), abs=1e-4)


spots = st.tuples(*[st.floats(-4, 4)] * 3)


@settings(deadline=None)
@given(spots, spots, spots, st.floats(-180, 180), st.floats(0.1, 3), st.floats(0.1, 3), st.floats(0.1, 3))
def test_a_pillar_is_met_where_its_triangles_are(origin, to, foot, heading, width, depth, height):
    """Where the eye stands in it, or the ray brushes an edge, no answer is asked for."""
    assume(math.hypot(*to) > 0.1)
    assume(math.dist(origin[:2], foot[:2]) > math.hypot(width, depth) / 2 + 0.01)
    ray = rays.ray(origin, to)
    thin, fast, thick = (
        posts.meet(
            ray,
            posts.post((foot[0], foot[1], foot[2] - by), heading, width_m=width + by, depth_m=depth + by),
            tall_m=height + 2 * by,
        )
        for by in (-1e-3, 0.0, 1e-3)
    )
    assume(math.isfinite(thin) == math.isfinite(thick))
    triangles = np.array(box_triangles(foot, heading, width, depth, height))
    slow = float(met_triangles(np.asarray(ray.origin), np.asarray(ray.direction), triangles).min())
    assert fast == slow or fast == pytest.approx(slow, abs=1e-6)


def test_from_inside_a_box_is_not_met():
    assert rays.boxes((0, 0, 0), (1, 0, 0), (-1, -1, -1), (1, 1, 1)) == math.inf


def test_a_ray_along_a_face_grazes_the_box():
    assert rays.boxes((-3, 1, 0), (1, 0, 0), (-1, -1, -1), (1, 1, 1)) == 2.0


def test_the_wall_is_as_far_out_as_the_one_that_is_drawn():
    for _, placement in WORLDS.values():
        for stage in (stage for stage in placement.stages if stage.shell):
            points = shells.wall(stage, stage.shell, index=0).positions
            away = np.linalg.norm(points - np.asarray(stage.shell.eye), axis=1)
            assert np.isclose(away, shells.wall_radius_m(stage.shell), atol=1e-3).sum() > 100

"""Soft light in the air: the lantern's halo faces the eye from wherever one looks, and nothing of it is cut off."""

import numpy as np
import pytest


@pytest.mark.parametrize("way", [(0, -1, 0.1), (1, 0.2, 0), (-1, 0.5, 0.4), (0.3, 1, 0)])
def test_the_halo_round_the_lantern_is_round_from_every_side(booth, way):
    world = booth.build(("conv", (2, 8, 8)))
    placement, glows = world.placement, world.path.find("**/glows")
    centre = np.array(placement.lantern.point)
    reach_m, away_m = 1.5 * placement.lantern_m, 20.0
    way = np.array(way) / np.linalg.norm(way)
    booth.look(centre + way * away_m, centre, fov_deg=2.2 * np.degrees(np.arctan(reach_m / away_m)))
    with_glows = booth.frame().astype(int)
    glows.hide()
    added = (with_glows - booth.frame()).sum(axis=2)
    rows, columns = np.mgrid[:480, :480] / 239.5 - 1.0
    round_it = np.hypot(rows, columns) * 1.1
    ring = (round_it > 0.75) & (round_it < 0.8) & (rows < -0.3)
    assert (added[ring] > 0).mean() > 0.9, "but for what stands before it"
    assert (added[(round_it > 1.02) & (rows < -0.3)] == 0).all()

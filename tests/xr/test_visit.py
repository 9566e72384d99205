"""A visit from end to end in the runtime's headset; its pictures come to out/xr-visit."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xr

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parents[1] / "out" / "xr-visit"


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """Return what happened, part by part."""
    script = [sys.executable, "-P", str(HERE / "visit_script.py"), str(tmp_path_factory.mktemp("own")), str(PICTURES)]
    done = subprocess.run(script, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_headset_is_put_on_and_the_eyes_are_as_high_as_they_are(visit):
    assert visit["put_on"]["eye_height_m"] == pytest.approx(1.7, abs=0.01)
    assert visit["trouble"] == []


def test_recentring_makes_the_rooms_middle_where_the_head_is_and_ahead_where_it_looks(visit):
    part = visit["recentre"]
    assert part["turned_deg"] == pytest.approx(50, abs=0.5)
    assert part["head"][:2] == pytest.approx([0, 0], abs=0.01)
    assert part["heading_deg"] == pytest.approx(0, abs=0.5)


def test_a_one_is_drawn_by_a_controllers_ray_and_recognised(visit):
    assert visit["draw"]["before"] != "1"
    assert visit["draw"]["answer"] == "1"
    assert visit["draw"]["share"] > 0.5


def test_arcs_lead_along_the_thread_of_light_to_the_first_stage(visit):
    part = visit["teleport"]
    assert part["hops"] >= 4
    assert part["off_m"] < 0.7
    assert part["on_stage"]


def test_a_map_is_held_by_a_press_and_lesioned_from_the_menu(visit):
    part = visit["lesion"]
    assert part["pressed"][:1] == ["conv1"]
    assert part["held"] == ["conv1", [2]]
    assert part["menu"] == [True, "examine.lesions", False]
    assert part["target"] == "Map(node='conv1', map=2, form='map')"
    assert part["before"] > 0
    assert part["after"] == 0


def test_taken_off_by_the_menu_the_visitor_stands_where_they_stood_and_nothing_is_lost(visit):
    part = visit["take_off"]
    assert part["moved_m"] == pytest.approx(0, abs=0.05)
    assert part["kept"]
    assert not part["worn"]


def test_the_pictures_show_the_same_place_from_two_eyes(visit):
    import numpy as np
    from PIL import Image

    for name in ("1 put on", "6 on the stage", "9 lesioned"):
        picture = np.asarray(Image.open(PICTURES / f"{name}.png"), np.float32)
        left, right = np.split(picture, 2, axis=1)
        assert picture.std() > 10
        assert 0 < np.abs(left - right).mean() < picture.std()

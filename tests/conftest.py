"""What several tests share: studios before whole levels, and a booth in which small worlds stand and are looked at."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import panda3d.core as p3d
import pytest
from numpy.typing import NDArray

from layerwalk.game import level as levels
from layerwalk.game import words
from layerwalk.game.level import Level
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio
from layerwalk.game.view import offscreen, quality
from layerwalk.game.world import layouts
from layerwalk.game.world.world import World
from layerwalk.nn import loop
from layerwalk.nn.network import NetworkSpec, NodeSpec

CLASSES = tuple("0123456789")


def network(*layers: tuple[str, tuple[int, ...]]) -> NetworkSpec:
    """Make up a network from the kinds and shapes of its hidden layers, which are called 'layer 1', 'layer 2', ..."""
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    for number, (kind, shape) in enumerate((*layers, ("dense", (10,))), start=1):
        name = f"layer {number}" if number <= len(layers) else "answer"
        nodes.append(NodeSpec(name=name, kind=kind, shape=shape, parameters=1, inputs=(nodes[-1].name,)))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=CLASSES)


class Booth:
    """Look at one world at a time from anywhere, and read the colours of its points from the picture."""

    def __init__(self) -> None:
        offscreen.configure(off_screen=True)
        self.size = (480, 480)
        self.screen = offscreen.OffScreen(self.size)
        self.world: World | None = None
        self.picture: NDArray[np.uint8] = np.zeros((*self.size, 3), np.uint8)

    def build(self, *layers: tuple[str, tuple[int, ...]], **options: Any) -> World:
        """Build the world of a made-up network, and stand in it; `options` as for `World`."""
        spec = network(*layers)
        how = {"words": words.load(), "quality": quality.PRESETS["software"], **options}
        self.world = World(spec, layouts.build("cove", spec), **how)
        self.screen.buffer.set_active(True)
        self.screen.camera.reparent_to(self.world.path)
        return self.world

    def look(self, eye: Sequence[float], target: Sequence[float], *, fov_deg: float = 60.0, up=(0, 0, 1)) -> None:
        """Look from a point at another, and tell the world how large things come out."""
        lens = p3d.PerspectiveLens()
        lens.set_fov(fov_deg, fov_deg)
        lens.set_near_far(0.05, 3000)
        camera = self.screen.camera
        camera.node().set_lens(lens)
        camera.set_pos(*map(float, eye))
        camera.look_at(p3d.LPoint3(*map(float, target)), p3d.LVector3(*map(float, up)))
        self.world.set_view(pixels_per_radian=self.size[1] / 2 / np.tan(np.radians(fov_deg / 2)))

    def frame(self, *, dt_s: float = 0.0) -> NDArray[np.uint8]:
        """Bring the world up to date and draw it; return the picture, (480, 480, 3) uint8."""
        self.world.update(self.screen.camera, dt_s=dt_s)
        self.picture = self.screen.pixels()
        return self.picture

    def pixel(self, point: Sequence[float]) -> tuple[int, int]:
        """Return the row and column where a point of the world is seen; fail where it is not in the picture."""
        camera, flat = self.screen.camera, p3d.LPoint3()
        seen = camera.get_relative_point(self.world.path, p3d.LPoint3(*map(float, point)))
        assert camera.node().get_lens().project(seen, flat), f"{point} is not in the picture"
        return int((1 - flat.y) / 2 * self.size[1]), int((flat.x + 1) / 2 * self.size[0])

    def colour(self, point: Sequence[float]) -> NDArray[np.int64]:
        """Return the colour (3,) of a point of the world in the last picture."""
        return self.picture[self.pixel(point)].astype(np.int64)

    def leave(self) -> None:
        """Take the world away, and draw nothing until there is another one."""
        self.screen.buffer.set_active(False)
        self.screen.camera.detach_node()
        self.world = None


@pytest.fixture(scope="module")
def _booth() -> Iterator[Booth]:
    booth = Booth()
    yield booth
    booth.screen.close()


@pytest.fixture
def booth(_booth: Booth) -> Iterator[Booth]:
    """Return the module's booth, empty."""
    yield _booth
    _booth.leave()


@pytest.fixture(scope="session")
def level() -> Callable[[str], Level]:
    """Return a function that reads a shipped level."""
    return lambda name: levels.load(levels.find(name), networks=loop.names())


@pytest.fixture
def open_studio(level: Callable[[str], Level]) -> Iterator[Callable[..., Studio]]:
    """Return a function that opens a studio of a shipped level, at the view of the court, until the test ends.

    One at a time: where one of two contexts is closed, Panda3D frees what belongs to the other.
    """
    opened: list[Studio] = []

    def open_one(name: str, *, size: tuple[int, int] = (480, 270), quality: str = "software", **options: Any) -> Studio:
        assert not opened, "one studio at a time"
        opened.append(Studio(level(name), settings=Settings(), size=size, quality=quality, **options))
        opened[-1].look("court")
        return opened[-1]

    yield open_one
    for studio in opened:
        studio.close()

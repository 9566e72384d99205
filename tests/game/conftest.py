"""What tests of the game share: a host that answers when it is told to, and ways to tell where things are seen."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import panda3d.core as p3d
import pytest
from numpy.typing import ArrayLike

from layerwalk.game.session import Session
from layerwalk.game.ui.hud import Hud
from layerwalk.game.world.placement import View
from layerwalk.nn.messages import Reply, Request


class Host:
    """Keep what was asked, and how long each poll would have waited; answer what it is told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.replies: list[Reply] = []
        self.waits_s: list[float] = []
        self.closed = False

    def submit(self, request: Request) -> None:
        self.requests.append(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        self.waits_s.append(wait_s)
        replies, self.replies = self.replies, []
        return replies

    def close(self) -> None:
        self.closed = True

    def asked(self, kind: type[Request]) -> list[Request]:
        """Return the requests of a kind."""
        return [request for request in self.requests if isinstance(request, kind)]

    def tell(self, session: Session, *replies: Reply) -> bool:
        """Have a session hear replies."""
        self.replies = list(replies)
        return session.poll()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def open_hud() -> Callable[..., tuple[p3d.NodePath, Hud]]:
    """Return a function that hangs what lies before the eye in a picture, under a root of its own."""

    def open_one(*, aspect: float = 16 / 9, text_size: float = 1.0) -> tuple[p3d.NodePath, Hud]:
        root = p3d.NodePath("two-dimensional")
        hud = Hud(root, text_size=text_size)
        hud.fit(aspect=aspect)
        return root, hud

    return open_one


@pytest.fixture
def box() -> Callable[[p3d.NodePath, str], tuple[float, float, float, float]]:
    """Return a function that tells left, right, bottom, top of what is called so; the picture goes from -1 to 1."""

    def box_of(root: p3d.NodePath, name: str) -> tuple[float, float, float, float]:
        low, high = root.find(f"**/{name}").get_tight_bounds(root)
        return low.x, high.x, low.z, high.z

    return box_of


@pytest.fixture
def in_picture() -> Callable[[View, ArrayLike], tuple[Any, Any, Any]]:
    """Return a function that tells where a view has points, in [-1, 1] across and up, and their depths in metres."""

    def seen(view: View, points: ArrayLike) -> tuple[Any, Any, Any]:
        eye, target = np.asarray(view.eye), np.asarray(view.target)
        ahead = (target - eye) / np.linalg.norm(target - eye)
        right = np.cross(ahead, [0, 0, 1])
        right /= np.linalg.norm(right)
        rays = np.asarray(points, float) - eye
        depth = rays @ ahead
        wide = math.tan(math.radians(view.fov_deg / 2))
        return rays @ right / depth / wide, rays @ np.cross(right, ahead) / depth / wide * 16 / 9, depth

    return seen

"""OpenGL's functions that answer into a place of ours, as they are: PyOpenGL's own find out at each call what it is.

The place is prepared once, by `ctypes.byref`.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from OpenGL import platform

NAME = ctypes.c_uint


def asking(function: str, *kinds: Any, answer: Any, extension: str | None = None) -> Callable[..., None]:
    """Return a function of OpenGL's that takes arguments of such kinds, and then the place of its answer.

    extension: the one that brought it, where it is no part of OpenGL 1.1. It is found at its first call.
    """
    found: Callable[..., None] = platform.createBaseFunction(
        function,
        dll=platform.PLATFORM.GL,
        resultType=None,
        argTypes=(*kinds, ctypes.POINTER(answer)),
        extension=extension,
    )
    return found

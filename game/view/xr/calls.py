"""The runtime's functions that every frame calls, as they are: pyopenxr's wrappers make and look up much at each call.

What is given to them is prepared once: handles as they are, structures by `ctypes.byref`.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import xr
from xr.library import openxr_loader_library as loader

HANDLE = ADDRESS = ctypes.c_void_p
TIME = ctypes.c_int64
COUNT = ctypes.c_uint32


def call(name: str, *kinds: Any, told: tuple[Any, ...] = ()) -> Callable[..., int]:
    """Return a function of the runtime's that takes arguments of such kinds, and returns the result.

    told: the results beside success that are returned. Every other is raised, as an exception of xr.
    """
    return _checked(_function(name, *kinds), told)


def unchecked(name: str, *kinds: Any) -> Callable[..., int]:
    """Return such a function that raises nothing, for many calls in a row; what it returns is to be looked at."""
    found: Callable[..., int] = _function(name, *kinds)
    return found


def error(result: int) -> Exception:
    """Return the exception of xr for a result that is no success."""
    found: Exception = xr.check_result(xr.Result(result))
    return found


def extension(instance: Any, name: str, *kinds: Any) -> Callable[..., int]:
    """Return such a function of one of the runtime's extensions; every result but success is raised."""
    found = ctypes.cast(xr.get_instance_proc_addr(instance, name), ctypes.CFUNCTYPE(ctypes.c_int, *kinds))
    return _checked(found, ())


def _function(name: str, *kinds: Any) -> Any:
    return ctypes.CFUNCTYPE(ctypes.c_int, *kinds)((name, loader))


def _checked(function: Any, told: tuple[Any, ...]) -> Callable[..., int]:
    returned = frozenset((0, *(result.value for result in told)))

    def checked(result: int, *_: Any) -> int:
        if result not in returned:
            raise error(result)
        return result

    function.errcheck = checked
    found: Callable[..., int] = function
    return found

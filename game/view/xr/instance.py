"""The connection to the OpenXR runtime and the headset that it knows: made with plain errors."""

import ctypes
import logging
from dataclasses import dataclass
from typing import Any

import xr

from layerwalk.game.view.xr.trouble import HeadsetError

logger = logging.getLogger(__name__)

NEEDED = "XR_KHR_opengl_enable"
WELCOME = ("XR_EXT_local_floor", "XR_EXT_hand_tracking")
STEREO = xr.ViewConfigurationType.PRIMARY_STEREO


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Hold the runtime and its headset. size: of each eye's picture in pixels, (width, height)."""

    instance: Any
    system: Any
    extensions: frozenset[str]
    size: tuple[int, int]
    has_hands: bool


def connect(*, name: str) -> Runtime:
    """Connect to the runtime as the application `name`; raise HeadsetError where there is none, or no headset."""
    extensions = _extensions()
    instance = _created(name, extensions)
    try:
        system = _system(instance)
        properties, has_hands = _properties(instance, system, extensions)
        views = xr.enumerate_view_configuration_views(instance, system, STEREO)
        told = xr.get_instance_properties(instance)
        version = xr.Version(told.runtime_version)
        logger.info("OpenXR by %s %s, for %s.", _text(told.runtime_name), version, _text(properties.system_name))
        return Runtime(
            instance=instance,
            system=system,
            extensions=extensions,
            size=_fitting(views, properties.graphics_properties),
            has_hands=has_hands,
        )
    except BaseException:
        xr.destroy_instance(instance)
        raise


def _extensions() -> frozenset[str]:
    try:
        offered = {_text(found.extension_name) for found in xr.enumerate_instance_extension_properties()}
    except (xr.RuntimeUnavailableError, xr.FileAccessErrorError, xr.FileContentsInvalidError) as error:
        raise HeadsetError("no_runtime") from error
    except xr.ErrorResult as error:
        raise HeadsetError("no_service") from error
    if NEEDED not in offered:
        raise HeadsetError("no_opengl")
    return frozenset([NEEDED, *(name for name in WELCOME if name in offered)])


def _created(name: str, extensions: frozenset[str]) -> Any:
    about = xr.ApplicationInfo(
        application_name=name, application_version=1, engine_name=name, api_version=xr.XR_API_VERSION_1_0
    )
    try:
        return xr.create_instance(
            xr.InstanceCreateInfo(application_info=about, enabled_extension_names=sorted(extensions))
        )
    except xr.RuntimeUnavailableError as error:
        raise HeadsetError("no_runtime") from error
    except xr.LimitReachedError as error:
        raise HeadsetError("no_session") from error
    except xr.ErrorResult as error:
        logger.debug("The runtime made no instance: %r.", error)
        raise HeadsetError("no_service") from error


def _system(instance: Any) -> Any:
    wanted = xr.SystemGetInfo(form_factor=xr.FormFactor.HEAD_MOUNTED_DISPLAY)
    try:
        return xr.get_system(instance, wanted)
    except (xr.FormFactorUnavailableError, xr.FormFactorUnsupportedError) as error:
        raise HeadsetError("no_headset") from error


def _properties(instance: Any, system: Any, extensions: frozenset[str]) -> tuple[Any, bool]:
    """Return the system's properties, and whether it follows bare hands."""
    hands = xr.SystemHandTrackingPropertiesEXT()
    asks = "XR_EXT_hand_tracking" in extensions
    found = xr.SystemProperties(next=ctypes.cast(ctypes.pointer(hands), ctypes.c_void_p) if asks else None)
    result = xr.check_result(xr.Result(xr.raw_functions.xrGetSystemProperties(instance, system, ctypes.byref(found))))
    if result.is_exception():
        raise result
    return found, asks and bool(hands.supports_hand_tracking)


def _fitting(views: Any, most: Any) -> tuple[int, int]:
    """Return the size that the runtime wishes for both eyes alike, if two of them fit into one of its pictures."""
    width = max(view.recommended_image_rect_width for view in views)
    height = max(view.recommended_image_rect_height for view in views)
    factor = min(1.0, most.max_swapchain_image_width / (2 * width), most.max_swapchain_image_height / height)
    return int(width * factor), int(height * factor)


def _text(name: bytes | str) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name

"""The OpenGL context that is current now, as the runtime wants to be told of it: GLX on Linux, WGL on Windows."""

import ctypes
import sys
from typing import Any

import xr
from OpenGL import GL

from layerwalk.game.view.xr.trouble import HeadsetError


def binding() -> Any:
    """Return the structure that names the context current on this thread; raise HeadsetError where none is."""
    if sys.platform == "win32":
        return _wgl()
    if sys.platform.startswith("linux"):
        return _glx()
    raise HeadsetError("no_opengl")


def check(instance: Any, system: Any) -> None:
    """Ask the runtime which OpenGL it needs, as must be done before a session; raise HeadsetError if ours is older."""
    ask = ctypes.cast(
        xr.get_instance_proc_addr(instance, "xrGetOpenGLGraphicsRequirementsKHR"),
        xr.PFN_xrGetOpenGLGraphicsRequirementsKHR,
    )
    needed = xr.GraphicsRequirementsOpenGLKHR()
    result = xr.check_result(xr.Result(ask(instance, system, ctypes.byref(needed))))
    if result.is_exception():
        raise result
    least = xr.Version(needed.min_api_version_supported)
    ours = (int(GL.glGetIntegerv(GL.GL_MAJOR_VERSION)), int(GL.glGetIntegerv(GL.GL_MINOR_VERSION)))
    if ours < (least.major, least.minor):
        raise HeadsetError("old_opengl")


def _glx() -> Any:
    from OpenGL import GLX

    display, context = GLX.glXGetCurrentDisplay(), GLX.glXGetCurrentContext()
    if not display or not context:
        raise HeadsetError("no_opengl")
    number = ctypes.c_int()
    GLX.glXQueryContext(display, context, GLX.GLX_FBCONFIG_ID, ctypes.byref(number))
    count = ctypes.c_int()
    wanted = (ctypes.c_int * 3)(GLX.GLX_FBCONFIG_ID, number.value, 0)
    configs = GLX.glXChooseFBConfig(display, 0, wanted, ctypes.byref(count))
    if not count.value:
        raise HeadsetError("no_opengl")
    visual = ctypes.c_int()
    GLX.glXGetFBConfigAttrib(display, configs[0], GLX.GLX_VISUAL_ID, ctypes.byref(visual))
    return xr.GraphicsBindingOpenGLXlibKHR(
        x_display=display,
        visualid=visual.value,
        glx_fbconfig=configs[0],
        glx_drawable=GLX.glXGetCurrentDrawable(),
        glx_context=context,
    )


def _wgl() -> Any:
    from OpenGL import WGL

    context, device = WGL.wglGetCurrentContext(), WGL.wglGetCurrentDC()
    if not context or not device:
        raise HeadsetError("no_opengl")
    return xr.GraphicsBindingOpenGLWin32KHR(h_dc=device, h_glrc=context)

"""How many draw calls a frame takes, counted where Panda3D hands them to OpenGL."""

from collections.abc import Callable

import panda3d.core as p3d

CATEGORY = ":display:gsg:glgsg"
MARK = b": begin_draw_primitives"


def count(render: Callable[[], None]) -> int | None:
    """Return the draw calls that `render` makes; None where this build of Panda3D does not tell them.

    Panda3D's OpenGL part reports each when it is asked to log everything, so this frame is a slow one. Main thread.
    """
    notify = p3d.Notify.ptr()
    category, usual = notify.get_category(CATEGORY), notify.get_ostream_ptr()
    severity, heard = category.get_severity(), p3d.StringStream()
    notify.set_ostream_ptr(heard, False)
    category.set_severity(p3d.NS_spam)
    try:
        render()
    finally:
        category.set_severity(severity)
        notify.set_ostream_ptr(usual, False)
    return heard.data.count(MARK) or None

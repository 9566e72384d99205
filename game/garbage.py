"""Python's own collector of garbage: it goes through all that stands, now and then, and a frame waits until it has.

What stands in a world is a hundred thousand objects, and stays as long as the world. They are set aside, and what is
left to go through is what came since.
"""

import gc


def set_aside() -> None:
    """Free what is garbage now, and leave all else out of what is gone through, until this is called again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()

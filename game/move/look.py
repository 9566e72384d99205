"""How the head is turned, and from movements of the mouse to degrees."""

from dataclasses import dataclass

PITCH_LIMIT_DEG = 89.0
"""Never quite up or down, where left and right lose their meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold how the head is turned.

    sensitivity_deg: per pixel or count of the mouse. turn_deg_s: by keys and sticks; with a snap_deg above 0 they turn
    the head in steps of so much instead.
    """

    sensitivity_deg: float = 0.12
    invert_y: bool = False
    turn_deg_s: float = 120.0
    snap_deg: float = 0.0


def turned(look: Look, dx_px: float, dy_px: float) -> tuple[float, float]:
    """Return (degrees to the left, degrees up) for a mouse moved right by dx_px and towards the visitor by dy_px."""
    up = dy_px if look.invert_y else -dy_px
    return -dx_px * look.sensitivity_deg, up * look.sensitivity_deg


def heading(degrees: float) -> float:
    """Return the same heading in [-180, 180)."""
    turned = (degrees + 180.0) % 360.0
    return turned - 180.0 if turned < 360.0 else -180.0  # of a very small negative number the remainder is 360


def pitch(degrees: float) -> float:
    """Return `degrees` within the limits of looking up and down."""
    return max(-PITCH_LIMIT_DEG, min(PITCH_LIMIT_DEG, degrees))

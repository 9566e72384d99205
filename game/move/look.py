"""From movements of the mouse to degrees."""

from dataclasses import dataclass

PITCH_LIMIT_DEG = 89.0
"""Never quite up or down, where left and right lose their meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold how the mouse turns the head; sensitivity in degrees per pixel or count of the mouse."""

    sensitivity_deg: float = 0.12
    invert_y: bool = False


def turned(look: Look, dx_px: float, dy_px: float) -> tuple[float, float]:
    """Return (degrees to the left, degrees up) for a mouse moved right by dx_px and towards the visitor by dy_px."""
    up = dy_px if look.invert_y else -dy_px
    return -dx_px * look.sensitivity_deg, up * look.sensitivity_deg


def heading(degrees: float) -> float:
    """Return the same heading in [-180, 180)."""
    return (degrees + 180.0) % 360.0 - 180.0


def pitch(degrees: float) -> float:
    """Return `degrees` within the limits of looking up and down."""
    return max(-PITCH_LIMIT_DEG, min(PITCH_LIMIT_DEG, degrees))

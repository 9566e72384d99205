"""The panel's measures for a text size: ems, margins, gaps. Metres, made to be read from 1.3 to 2 m away."""

from dataclasses import dataclass

PANEL_M = (1.7, 1.15)
"""The panel's face: width and height."""
EDGE_M = 0.05
TEXT_SIZES = (0.75, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Hold the measures; letters grow with the text size, the air between them less."""

    body_m: float
    note_m: float
    heading_m: float
    title_m: float
    tab_m: float
    foot_m: float
    pad_m: float
    gap_m: float
    air: float
    """How far spaces have grown."""


def style(text_size: float) -> Style:
    """Return the measures for a text size from 0.75 to 2; raise ValueError for any other.

    At size 1 body text is 25 mm high per metre of distance at 1.6 m.
    """
    least, most = TEXT_SIZES
    if not least <= text_size <= most:
        raise ValueError(f"text_size is {text_size}, expected {least} to {most}")
    air = text_size**0.4
    return Style(
        body_m=0.040 * text_size,
        note_m=0.034 * text_size,
        heading_m=0.044 * text_size,
        title_m=min(0.066 * text_size, 0.1),
        tab_m=0.039 * text_size,
        foot_m=0.034 * text_size,
        pad_m=0.030 * air,
        gap_m=0.015 * air,
        air=air,
    )

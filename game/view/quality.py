"""How much a machine can draw: presets, and the choice among them by what the graphics driver says."""

from dataclasses import dataclass

SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swrast", "software rasterizer", "gdi generic", "microsoft basic render")
INTEGRATED = (
    "intel",
    "iris",
    "uhd graphics",
    "radeon graphics",
    "radeon(tm) graphics",
    "apple",
    "adreno",
    "mali",
    "vega 8",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Say how finely the world is drawn.

    mirror: size of the lake's mirror beside the window's, 0 for none. near_cubes: how many neurons may stand as cubes.
    resolution: drawn pixels beside the window's, per side. fine: level-of-detail distances are multiplied by it.
    """

    name: str
    multisamples: int
    mirror: float
    near_cubes: int
    resolution: float
    fine: float


PRESETS = {
    preset.name: preset
    for preset in (
        Quality(name="software", multisamples=0, mirror=0.0, near_cubes=2600, resolution=1.0, fine=1.0),
        Quality(name="laptop", multisamples=4, mirror=0.5, near_cubes=6000, resolution=1.0, fine=1.0),
        Quality(name="desktop", multisamples=8, mirror=1.0, near_cubes=16000, resolution=1.0, fine=1.5),
        Quality(name="headset", multisamples=4, mirror=0.0, near_cubes=8000, resolution=1.0, fine=1.25),
    )
}


def choose(wanted: str, *, renderer: str, for_headset: bool = False) -> Quality:
    """Return the preset called `wanted`, or for 'auto' the one that fits the driver's renderer string.

    for_headset: what is drawn is drawn for two eyes, many times a second.
    """
    if wanted != "auto":
        return PRESETS[wanted]
    told = renderer.lower()
    if any(name in told for name in SOFTWARE_RENDERERS):
        return PRESETS["software"]
    if for_headset:
        return PRESETS["headset"]
    if any(name in told for name in INTEGRATED):
        return PRESETS["laptop"]
    return PRESETS["desktop"]

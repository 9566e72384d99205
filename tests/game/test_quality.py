"""How finely the world is drawn follows what the graphics driver says."""

import pytest

from layerwalk.game.view import quality

RENDERERS = {
    "llvmpipe (LLVM 15.0.6, 256 bits)": "software",
    "softpipe": "software",
    "Software Rasterizer": "software",
    "GDI Generic": "software",
    "Microsoft Basic Render Driver": "software",
    "Mesa Intel(R) UHD Graphics 620 (KBL GT2)": "laptop",
    "Intel(R) Iris(R) Xe Graphics": "laptop",
    "Apple M2": "laptop",
    "AMD Radeon(TM) Graphics": "laptop",
    "AMD Radeon Graphics (radeonsi, renoir, LLVM 15.0.6, DRM 3.49)": "laptop",
    "Adreno (TM) 680": "laptop",
    "NVIDIA GeForce RTX 3060/PCIe/SSE2": "desktop",
    "NVIDIA H200/PCIe/SSE2": "desktop",
    "AMD Radeon RX 6700 XT (radeonsi, navi22, LLVM 15.0.6)": "desktop",
    "a card that nobody knows yet": "desktop",
}


@pytest.mark.parametrize(("renderer", "expected"), RENDERERS.items(), ids=RENDERERS)
def test_the_preset_fits_the_driver(renderer, expected):
    assert quality.choose("auto", renderer=renderer).name == expected


@pytest.mark.parametrize("wanted", quality.PRESETS)
def test_a_wish_counts_more_than_the_driver(wanted):
    assert quality.choose(wanted, renderer="llvmpipe") is quality.PRESETS[wanted]


def test_an_unknown_wish_is_an_error():
    with pytest.raises(KeyError, match="splendid"):
        quality.choose("splendid", renderer="llvmpipe")


def test_a_machine_without_a_graphics_card_is_spared():
    software = quality.PRESETS["software"]
    assert (software.multisamples, software.mirror) == (0, 0.0)
    assert software.near_cubes == min(preset.near_cubes for preset in quality.PRESETS.values())


def test_nothing_is_drawn_after_the_fact_in_a_headset():
    assert quality.PRESETS["headset"].mirror == 0.0


@pytest.mark.parametrize(("renderer", "expected"), [("NVIDIA H200/PCIe/SSE2", "headset"), ("softpipe", "software")])
def test_two_eyes_many_times_a_second_have_a_preset_of_their_own_unless_a_processor_draws(renderer, expected):
    assert quality.choose("auto", renderer=renderer, for_headset=True).name == expected


def test_what_the_visitor_chose_counts_in_a_headset_too():
    assert quality.choose("laptop", renderer="NVIDIA H200/PCIe/SSE2", for_headset=True).name == "laptop"

"""What the system lacks is installed where we may, and named otherwise."""

import pytest


@pytest.fixture
def needs(tool, monkeypatch):
    needs = tool("needs")
    monkeypatch.setattr(needs.sys, "platform", "linux")
    monkeypatch.setattr(needs, "_loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(needs.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    return needs


def test_only_what_is_missing_is_named(needs):
    assert needs.missing(test=False) == ["libEGL.so.1"]
    assert needs.missing(test=True) == ["libEGL.so.1", "Xvfb"]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_need_nothing(needs, monkeypatch, platform):
    monkeypatch.setattr(needs.sys, "platform", platform)
    assert needs.missing(test=True) == []


def test_without_root_the_one_command_is_printed(needs, monkeypatch, capsys):
    monkeypatch.setattr(needs.os, "geteuid", lambda: 1000, raising=False)
    needs.provide(test=True)
    line = "this installs them: sudo apt-get install -y libgl1 libegl1 libgl1-mesa-dri libx11-6 xvfb"
    assert capsys.readouterr().err == f"The system lacks libEGL.so.1, Xvfb; {line}\n"


def test_root_on_debian_installs_and_goes_on(needs, monkeypatch, capsys):
    installed = []
    monkeypatch.setattr(needs.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(needs, "_loads", lambda library: bool(installed))
    monkeypatch.setattr(needs, "_apt", installed.append)
    needs.provide(test=False)
    assert installed == ["apt-get install -y libgl1 libegl1 libgl1-mesa-dri libx11-6"]
    assert "lacks" not in capsys.readouterr().err


def test_an_unknown_system_is_told_what_is_missing(needs, monkeypatch, capsys):
    monkeypatch.setattr(needs.shutil, "which", lambda name: None)
    needs.provide(test=False)
    assert capsys.readouterr().err == ("The system lacks libEGL.so.1; please install them with your package manager\n")

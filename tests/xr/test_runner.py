"""The command that runs others beside a runtime: where it cannot, it says why."""

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "tools" / "xr" / "run.py"


@pytest.fixture
def runner(monkeypatch):
    """Return the command's module, on a machine where nothing speaks against it."""
    spec = importlib.util.spec_from_file_location("xr_runner", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setattr(module.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(module.os, "geteuid", lambda: 0, raising=False)
    return module


def said(runner, capsys, *, status=3):
    assert runner.main(["true"]) == status
    return capsys.readouterr().err


def test_another_system_is_named(runner, monkeypatch, capsys):
    monkeypatch.setattr(runner.platform, "machine", lambda: "arm64")
    assert "it needs Linux on x86-64" in said(runner, capsys)


def test_who_is_not_root_is_told_so(runner, monkeypatch, capsys):
    monkeypatch.setattr(runner.os, "geteuid", lambda: 1000, raising=False)
    assert "it needs root" in said(runner, capsys)


def test_a_missing_tool_is_named(runner, monkeypatch, capsys):
    monkeypatch.setattr(runner.shutil, "which", lambda name: None if name == "dpkg-deb" else f"/usr/bin/{name}")
    assert "the system lacks dpkg-deb" in said(runner, capsys)


def test_an_unpacking_that_fails_is_told_by_its_last_line(runner, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(runner, "obstacle", lambda: "")
    monkeypatch.setattr(runner, "bound", lambda: True)
    monkeypatch.setenv("LAYERWALK_XR_CACHE", str(tmp_path / "cache"))
    script = tmp_path / "setup.sh"
    script.write_text("#!/bin/sh\necho 'apt knows no mirror' >&2\nexit 3\n")
    script.chmod(0o755)
    monkeypatch.setattr(runner, "HERE", tmp_path)
    assert "No OpenXR runtime can be run here: apt knows no mirror." in said(runner, capsys, status=4)


def test_without_a_command_it_says_what_it_is_for(runner, capsys):
    assert runner.main([]) == 2
    assert "COMMAND" in capsys.readouterr().err

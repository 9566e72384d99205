"""The command that runs others beside a runtime: where it cannot, it says why."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a runtime can be run")
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


def said_of(runner, capsys, monkeypatch, name):
    monkeypatch.setattr(runner, "provided", lambda: Path("/nowhere"))
    monkeypatch.setattr(runner, "python", lambda: Path(sys.executable))
    assert runner.main(["--python", str(name), "true"]) == 4
    return capsys.readouterr().err


def pretended(path, **answers):
    """Return a program that says of itself what a Python would."""
    told = {"version": "3.9", "packages": "/packages", "base": "/usr", "program": str(path), "parts": [], **answers}
    path.write_text(f"#!/bin/sh\necho '{json.dumps(told)}'\n")
    path.chmod(0o755)
    return path


def test_a_python_that_is_not_there_is_named(runner, capsys, monkeypatch, tmp_path):
    assert f"there is no Python {tmp_path}/none." in said_of(runner, capsys, monkeypatch, f"{tmp_path}/none")


@ON_LINUX
def test_packages_are_not_lent_to_a_python_of_another_version(runner, capsys, monkeypatch, tmp_path):
    other = pretended(tmp_path / "other", version="3.9")
    told = said_of(runner, capsys, monkeypatch, other)
    assert f"{other} is Python 3.9, and the packages of .venv are for 3.{sys.version_info.minor}." in told


@ON_LINUX
def test_of_the_systems_python_its_own_files_are_shown_and_no_others(runner, tmp_path):
    program, link = pretended(tmp_path / "python3.9", parts=["/usr/lib/python3.9"]), tmp_path / "python3"
    link.symlink_to(program.name)
    assert runner.interpreter.found(link).needs == (link, program, Path("/usr/lib/python3.9"))


@ON_LINUX
def test_of_any_other_python_all_of_its_folder_is_shown(runner, tmp_path):
    program = pretended(tmp_path / "python3.9", base="/opt/python", parts=["/opt/python/lib/python3.9"])
    assert runner.interpreter.found(program).needs == (Path("/opt/python"),)


@ON_LINUX
def test_the_systems_python_runs_beside_the_runtime_with_the_packages_of_the_environment():
    system = Path(f"/usr/bin/python3.{sys.version_info.minor}")
    cache = Path(os.environ.get("LAYERWALK_XR_CACHE") or Path.home() / ".cache" / "layerwalk" / "xr-runtime")
    if "XR_SANDBOX" in os.environ or not (system.exists() and (cache / "root" / "complete").exists()):
        pytest.skip("needs a system's Python of the environment's version, and a runtime that was unpacked")
    asked = "import sys, ssl, xr; print(sys.executable, sys.prefix, xr.__file__)"
    words = [sys.executable, FILE, "--python", system, "python", "-c", asked]
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)
    if done.returncode == 3:
        pytest.skip(done.stderr)
    program, prefix, package = done.stdout.split()
    assert (Path(program).resolve(), prefix) == (system.resolve(), "/usr")
    assert Path(package).is_relative_to(FILE.parents[2] / ".venv")

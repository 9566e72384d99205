"""What is tested is what is installed; and importing the game leaves torch out, the networks Panda3D."""

import importlib
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

needs_install = pytest.mark.skipif(
    "dev" in os.environ.get("PYTHONPATH", ""), reason="PYTHONPATH puts the checkout before what is installed"
)

IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print([name for name in sys.argv[2:] if name in sys.modules])
"""


@needs_install
@pytest.mark.parametrize("name", ["game", "nn", "levels", "assets", "tools"])
def test_no_source_folder_can_be_imported(name):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)


@needs_install
@pytest.mark.parametrize("name", ["game", "nn", "levels", "assets"])
def test_every_package_is_the_installed_one(name):
    module = importlib.import_module(f"layerwalk.{name}")
    assert Path(module.__file__).is_relative_to(sysconfig.get_path("purelib"))


@pytest.mark.parametrize(
    ("package", "never"),
    [("layerwalk.game", ["torch"]), ("layerwalk.nn", ["panda3d", "direct", "layerwalk.game"])],
)
def test_importing_all_of_a_package_leaves_out_what_it_must_not_know(package, never):
    command = [sys.executable, "-c", IMPORT_ALL, package, *never]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("[]\n", 0), found.stderr

"""The model's own process and the one that starts it: what each loads, and how one ends with the other."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE_S = 60.0


def is_gone(pid: int) -> bool:
    """Say whether a process has ended, or will as soon as somebody asks for its status."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text("utf-8").rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def wait_for(happened: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end_s
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which processes there are")
def test_the_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "without_a_guard.py"
    # Nothing guards the script's beginning: a process that imported it again would start processes without end.
    script.write_text(
        "import time\n"
        "from layerwalk.nn.messages import Load\n"
        "from layerwalk.nn.process import ProcessHost\n"
        "host = ProcessHost()\n"
        "host.submit(Load(network='ana-dense'))\n"
        "while not host.poll(wait_s=1):\n"
        "    pass\n"
        "print(host.pid, host._folder, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        assert Path(folder).exists()
        parent.kill()
    wait_for(lambda: is_gone(int(pid)))
    assert not Path(folder).exists()


def test_the_process_loads_neither_panda3d_nor_the_game() -> None:
    code = (
        "import sys; from layerwalk.nn import loop, process_child; loop.open_worker(); assert 'torch' in sys.modules; "
        "print([name for name in sys.modules if name.startswith(('panda3d', 'direct', 'layerwalk.game'))])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_host_does_not_load_torch() -> None:
    code = "import sys, layerwalk.nn.process; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""What keeps processors awake while something is measured ends with the measurement, however that ends."""

import subprocess
import sys

from layerwalk.game import bench_awake, bench_machine


def test_every_processor_is_busy_until_the_end_of_the_block(monkeypatch):
    started, start = [], subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *words, **options: _kept(started, start(*words, **options)))
    with bench_awake.awake():
        assert len(started) == bench_machine.cores()
        assert all(each.poll() is None for each in started)
    assert all(each.poll() is not None for each in started)


def test_it_ends_where_nobody_is_left_to_end_it():
    words = [sys.executable, "-P", "-m", bench_awake.__name__]
    busy = subprocess.Popen(words, stdin=subprocess.PIPE)
    busy.communicate(timeout=60)
    assert busy.returncode == 0


def _kept(started, process):
    started.append(process)
    return process

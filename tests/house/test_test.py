"""tools/test.py runs every check in order, the tests last, and fails where one of them failed."""

import pytest


@pytest.fixture
def command(tool, tmp_path, monkeypatch):
    test = tool("test")
    monkeypatch.setattr(test.bootstrap, "prepare", lambda *, test: tmp_path / "python")
    monkeypatch.setattr(test.bootstrap, "wheel_of", lambda folder: tmp_path / "layerwalk.whl")
    monkeypatch.setattr(test.needs, "provide", lambda *, test: None)
    monkeypatch.delenv("LAYERWALK_XR", raising=False)
    return test


def test_everything_is_run_in_order_and_pytest_last(command, monkeypatch):
    titles = []
    monkeypatch.setattr(command, "_status", lambda title, command: titles.append(title) or 0)
    assert command.main([]) == 0
    before = ["ruff check", "ruff format", "mypy", "mypy tools", "import rules", "wheel"]
    assert titles == [*before, "headset", "headset's own picture", "pytest"]


def test_with_arguments_pytest_alone_gets_them(command, monkeypatch):
    commands = []
    monkeypatch.setattr(command, "_status", lambda title, command: commands.append(command) or 0)
    assert command.main(["-k", "mailbox"]) == 0
    assert [command[1:] for command in commands] == [["-m", "pytest", "-k", "mailbox"]]


@pytest.mark.parametrize("bad", ["ruff check", "mypy", "wheel", "headset", "pytest"])
def test_one_failure_fails_the_whole_and_is_named(command, monkeypatch, capsys, bad):
    monkeypatch.setattr(command, "_status", lambda title, command: int(title == bad))
    assert command.main([]) == 1
    assert capsys.readouterr().out == f"Failed: {bad}\n"


def test_a_green_run_adds_nothing_after_pytests_last_line(command, monkeypatch, capsys):
    monkeypatch.setattr(command, "_status", lambda title, command: 0)
    command.main([])
    assert capsys.readouterr().out == ""


def runtime_is(status):
    return lambda title, command: status if "headset" in title else 0


@pytest.mark.parametrize("reason", ["forbidden by the machine", "failed"])
def test_where_no_runtime_can_be_had_the_headsets_tests_are_skipped_aloud(command, monkeypatch, capsys, reason):
    status = command.FAILED if reason == "failed" else command.FORBIDDEN
    monkeypatch.setattr(command, "_status", runtime_is(status))
    assert command.main([]) == 0
    assert "Skipped: headset, for the reason above." in capsys.readouterr().out


def test_where_a_runtime_is_required_it_is_a_failure_that_it_could_not_be_set_up(command, monkeypatch, capsys):
    monkeypatch.setattr(command, "_status", runtime_is(command.FAILED))
    monkeypatch.setenv("LAYERWALK_XR", "required")
    assert command.main([]) == 1
    assert capsys.readouterr().out == "Failed: headset, headset's own picture\n"


def test_a_machine_that_allows_none_is_no_failure_even_where_it_is_required(command, monkeypatch, capsys):
    monkeypatch.setattr(command, "_status", runtime_is(command.FORBIDDEN))
    monkeypatch.setenv("LAYERWALK_XR", "required")
    assert command.main([]) == 0
    assert "Skipped: headset" in capsys.readouterr().out


def test_it_is_a_failure_to_find_no_test_of_a_headset(command, monkeypatch):
    monkeypatch.setattr(command, "_status", lambda title, command: 5 if title == "headset" else 0)
    assert command.main([]) == 1


def test_ci_runs_what_anyone_runs_and_requires_a_runtime(root):
    lines = (root / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["LAYERWALK_XR=required exec python3 tools/test.py"]

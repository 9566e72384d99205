"""Check the rules of the house that no linter knows: who may import whom, who asks for a headset, how long things are.

Arrows point one way: game -> nn.{messages, network, blueprint, lesions, aim, loop}; nn knows nothing of game, nor of
Panda3D. Every import counts, also one inside a function. Standard library only.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("game", "nn", "levels", "assets", "tests", "tools")
FOR_ALL = ("game/world", "game/move", "game/ui", "game/lab", "game/tour")
"""What is the same for everybody: it never asks whether the visitor sees it with a headset."""
FILE_LINES = 400
FUNCTION_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Forbid the files under `folders` to import `never`, or anything in it, save for `unless`.

    spared: files that the rule does not hold for.
    """

    folders: tuple[str, ...]
    never: tuple[str, ...]
    unless: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


RULES = (
    Rule(folders=("game",), never=("torch", "torchvision", "safetensors")),
    Rule(
        folders=("game",),
        never=("layerwalk.nn",),
        unless=(
            "layerwalk.nn.messages",
            "layerwalk.nn.network",
            "layerwalk.nn.blueprint",
            "layerwalk.nn.aim",
            "layerwalk.nn.lesions",
            "layerwalk.nn.loop",
        ),
    ),
    Rule(folders=("game",), never=("layerwalk.nn.loop",), spared=("game/session.py", "game/commands.py")),
    Rule(folders=("nn",), never=("panda3d", "direct", "layerwalk.game", "layerwalk.levels")),
    Rule(
        folders=("game/world", "game/move", "game/ui", "game/view"),
        never=("layerwalk.game.app", "layerwalk.game.session", "layerwalk.game.state", "layerwalk.game.cli"),
    ),
    Rule(
        folders=FOR_ALL,
        never=(
            "xr",
            "layerwalk.game.view.xr",
            "layerwalk.game.app_vr",
            "layerwalk.game.immersion",
            "layerwalk.game.wearing",
            "layerwalk.game.worn",
        ),
    ),
    Rule(folders=("levels", "assets"), never=("layerwalk",)),
)
ASKING = ("in_headset", "is_worn", "has_headset")
"""How one would ask: a fact of that name may be declared, and named as a condition in the registry of actions."""


def faults(root: Path) -> list[str]:
    """Return one line for every fault in the checkout `root`: file, line, what was expected."""
    return [fault for path in _files(root) for fault in file_faults(path, path.relative_to(root).as_posix())]


def file_faults(path: Path, name: str) -> list[str]:
    """Return the faults of one file; `name` is its path in the checkout, with slashes."""
    text = path.read_text("utf-8")
    try:
        tree = ast.parse(text, name)
    except SyntaxError as error:
        return [f"{name}:{error.lineno}: expected Python, but {error.msg}"]
    lengths = _length_faults(tree, name, len(text.splitlines()))
    return [*lengths, *_import_faults(tree, name), *_asking_faults(tree, name)]


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything that is imported; a relative import keeps its leading dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def _files(root: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py"))


def _import_faults(tree: ast.AST, name: str) -> Iterator[str]:
    rules = [rule for rule in RULES if name not in rule.spared and _is_in(name, rule.folders, "/")]
    for line, target in imports(tree):
        if target.startswith("."):
            yield f"{name}:{line}: imports {target}, expected an absolute import"
        for rule in rules:
            if _is_in(target, rule.never, ".") and not _is_in(target, rule.unless, "."):
                yield f"{name}:{line}: imports {target}, which {_reason(rule)}"


def _asking_faults(tree: ast.AST, name: str) -> Iterator[str]:
    for node in ast.walk(tree) if _is_in(name, FOR_ALL, "/") else ():
        if isinstance(node, ast.Attribute) and node.attr in ASKING:
            yield f"{name}:{node.lineno}: asks for {node.attr}, expected the same for every device"


def _reason(rule: Rule) -> str:
    who = " and ".join(f"{folder}/" for folder in rule.folders)
    if rule.unless:
        return f"{who} may not; it may import {', '.join(rule.unless)}"
    return f"{who} may not" + (f", save for {' and '.join(rule.spared)}" if rule.spared else "")


def _length_faults(tree: ast.AST, name: str, lines: int) -> Iterator[str]:
    if lines > FILE_LINES:
        yield f"{name}: has {lines} lines, expected {FILE_LINES} at most"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, expected {FUNCTION_LINES} at most"


def _is_in(name: str, roots: tuple[str, ...], separator: str) -> bool:
    return any(name == root or name.startswith(root + separator) for root in roots)


def main() -> int:
    """Print the faults of this checkout; return 1 where there are some."""
    lines = faults(ROOT)
    print("\n".join(lines) or "the rules are kept")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

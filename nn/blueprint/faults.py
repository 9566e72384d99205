"""Find what is wrong with a blueprint before it can hurt, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from layerwalk.nn.blueprint import mends
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.blueprint.mends import Candidate
from layerwalk.nn.blueprint.problems import LIMITS, Problem, problems
from layerwalk.nn.messages import Said
from layerwalk.nn.said import SaidError

OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Offer a change: what to write on its button, and the blueprint that comes of it."""

    said: Said
    blueprint: Blueprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Say what is wrong. index: of the layer, None for the answer or the whole. mends: one to three, smallest first."""

    index: int | None
    said: Said
    mends: tuple[Mend, ...]


class FaultyError(SaidError):
    """Say in one sentence, and to the visitor as `said`, why a blueprint cannot be built."""

    def __init__(self, blueprint: Blueprint, fault: Fault) -> None:
        """Name the blueprint, and where its fault is."""
        where = "the whole" if fault.index is None else f"layers[{fault.index}]"
        super().__init__(f"{blueprint.name}: {where}: the network cannot be built ({fault.said.key})", fault.said)


def faults(blueprint: Blueprint) -> tuple[Fault, ...]:
    """Return everything that is wrong with `blueprint`; nothing where it can be built and trained.

    Every mend takes its fault away and leaves fewer of them in all.
    """
    found = problems(blueprint)
    return tuple(
        Fault(index=problem.index, said=problem.said, mends=_mends(blueprint, problem, count=len(found)))
        for problem in found
    )


def check(blueprint: Blueprint) -> None:
    """Raise FaultyError, for the first fault, where `blueprint` cannot be built."""
    for fault in faults(blueprint):
        raise FaultyError(blueprint, fault)


def _mends(blueprint: Blueprint, problem: Problem, *, count: int) -> tuple[Mend, ...]:
    offered: dict[Said, Mend] = {}
    for candidate in _good(blueprint, problem, count):
        offered.setdefault(candidate.said, Mend(said=candidate.said, blueprint=candidate.blueprint))
        if len(offered) == OFFERED:
            break
    return tuple(offered.values())


def _good(blueprint: Blueprint, problem: Problem, count: int) -> Iterator[Candidate]:
    for candidate in mends.candidates(blueprint, problem):
        after = problems(candidate.blueprint)
        if len(after) < count and not any(_is_same(later, problem, candidate.index) for later in after):
            yield candidate


def _is_same(later: Problem, problem: Problem, index: int | None) -> bool:
    whole = problem.rule in LIMITS or problem.index is None
    return later.rule == problem.rule and later.field == problem.field and (whole or later.index == index)

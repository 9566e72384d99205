"""What studies found, on their page: the list, what one of them says, and which parts of a layer matter most."""

from collections.abc import Iterator

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.menus.facts import Facts
from layerwalk.game.selected import Selected
from layerwalk.game.study_reports import Report
from layerwalk.game.ui.menu.items import Button, Choice, Item, Row, Text
from layerwalk.game.ui.study import study_texts
from layerwalk.nn.messages import Dose, StudyOrder

RANKED = 10
"""So many parts of a layer are listed."""


def items(facts: Facts) -> Iterator[Item]:
    """Return all studies, the newest first, and what the one says that is on the board."""
    words, studies = facts.words, facts.state.studies
    if not studies.all:
        return
    yield Text(text=words("studies.results"), style="heading")
    for report in reversed(studies.all):
        yield Button(
            name=f"study_show {report.number}",
            text=study_texts.title(report, words),
            help=words("studies.show_help"),
            note=study_texts.progress(report, words),
            chosen=report.number == studies.shown,
        )
    on_board = studies.on_board
    if on_board is not None:
        yield from _of(on_board, facts)


def top(report: Report | None, order: StudyOrder) -> Selected | None:
    """Return the most important part of the layer that was studied, None where that is not known."""
    findings = report.studied.findings if report else None
    if not isinstance(findings, Dose) or order not in findings.importance:
        return None
    return Selected(node=findings.layer, index=(int(findings.importance[order].argmax()),))


def _of(report: Report, facts: Facts) -> Iterator[Item]:
    words, found = facts.words, study_texts.found(report, facts.words)
    if found:
        yield Text(text=found)
    save = Button(
        name="study_save",
        text=words("studies.save"),
        help=words("studies.save_help"),
        enabled=report.studied.state == "finished",
    )
    away = Button(name="study_away", text=words("studies.away"), help=words("studies.away_help"))
    yield Row(buttons=(save, away))
    findings = report.studied.findings
    if isinstance(findings, Dose) and findings.importance:
        yield from _ranking(report, findings, facts)


def _ranking(report: Report, dose: Dose, facts: Facts) -> Iterator[Item]:
    """List the parts that matter most; each can be held."""
    words, known = facts.words, tuple(dose.importance)
    order = facts.plan.study.ranked_by if facts.plan.study.ranked_by in known else known[0]
    layer = study_texts.layer(report, words)
    yield Text(text=words("studies.ranking", layer=layer), style="heading")
    options = tuple((each, words(f"studies.order.{each}")) for each in known)
    about = words(f"studies.order_help.{order}")
    yield Choice(name="study_ranked", text=words("studies.ranked"), options=options, chosen=order, help=about)
    fits = report.spec == facts.state.spec
    yield Button(name="study_top", text=words("studies.top"), help=words("studies.top_help"), enabled=fits)
    weights = dose.importance[order]
    most = max(float(np.abs(weights).max()), 1e-12)
    for place, unit in enumerate(np.argsort(-weights, kind="stable")[:RANKED], start=1):
        part = Selected(node=dose.layer, index=(int(unit),))
        title = selecting.title(part, report.spec, words)
        yield Button(
            name=f"select {dose.layer} {unit}",
            text=f"{place} · {title}",
            help=words("studies.hold_help"),
            note=words.number(float(weights[unit]), digits=3),
            bar=max(0.0, float(weights[unit])) / most,
            chosen=facts.state.selected == part,
            enabled=fits,
        )
    if len(weights) > RANKED:
        yield Text(text=words("studies.ranking_more", count=words.count(len(weights) - RANKED)), style="note")
    yield Text(text=words(f"studies.ranking_unit.{order}"), style="note")

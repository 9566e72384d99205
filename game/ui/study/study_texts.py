"""What is said about a study, and its sheet as far as it is known."""

import math

from layerwalk.game import selected as selecting
from layerwalk.game.study_reports import Report
from layerwalk.game.ui import strokes
from layerwalk.game.ui.study import ablation_sheet, dose_sheet, fool_sheet, sheet
from layerwalk.game.ui.study.sheet import About, Sheet
from layerwalk.game.words import Words
from layerwalk.nn.blueprint import presets
from layerwalk.nn.messages import Ablation, Dose, FoolRate

MINUTES_FROM_S = 100.0


def about(report: Report, words: Words) -> About:
    """Return what was studied, in words."""
    config = report.studied.config
    pictures = config.pictures
    findings = report.studied.findings
    if isinstance(findings, Ablation) and findings.needed:
        pictures = findings.needed[0].counts.shape[0]
    return About(title=network(report, words), layer=layer(report, words), pictures=pictures, draws=config.draws)


def network(report: Report, words: Words) -> str:
    """Return what the network is called."""
    return words.say(presets.called(report.title))


def layer(report: Report, words: Words) -> str:
    """Return what the layer is called, '' where the study is about no single one."""
    name = report.studied.config.layer
    return selecting.layer_title(report.spec.node(name), report.spec, words) if name else ""


def title(report: Report, words: Words) -> str:
    """Return what a study is called."""
    kind = report.studied.config.kind
    return words(f"studies.named.{kind}", network=network(report, words), layer=layer(report, words))


def progress(report: Report, words: Words) -> str:
    """Return how far a study is, and how long it will still take where that is known."""
    studied = report.studied
    if not report.is_live:
        return words("studies.ready")
    share = words("numbers.percent", value=math.floor(100 * studied.share))
    left_s = studied.seconds_left
    if left_s is None:
        return share
    if left_s < MINUTES_FROM_S:
        return f"{share} · {words('board.seconds_left', count=max(1, round(left_s)))}"
    return f"{share} · {words('board.minutes_left', count=words.count(round(left_s / 60)))}"


def found(report: Report, words: Words) -> str:
    """Return the sentence on what was found, '' where that is not known yet."""
    match report.studied.findings:
        case Dose() as dose:
            return dose_sheet.found(dose.plain(), words)
        case Ablation() as ablation:
            return ablation_sheet.found(ablation.needed, layers(report, words), words)
        case FoolRate() as rate:
            return fool_sheet.found(rate, words)
    return ""


def layers(report: Report, words: Words) -> list[str]:
    """Return what the layers are called that ANA's experiment is about."""
    spec = report.spec
    return [selecting.layer_title(node, spec, words) for node in spec.hidden if node.kind == "conv"]


def draw(report: Report, words: Words) -> Sheet:
    """Return a study's sheet, as far as it is known; what was found is written on it when it is done."""
    known, findings = about(report, words), report.studied.findings
    match findings:
        case Dose():
            drawn = dose_sheet.draw(findings.plain(), known, words)
        case Ablation():
            names = layers(report, words)
            drawn = ablation_sheet.draw(findings.needed, known, words, network=report.studied.network, layers=names)
        case FoolRate():
            drawn = fool_sheet.draw(findings, known, words)
        case None:
            waiting = sheet.head(title(report, words), words("studies.waiting"))
            drawn = Sheet(drawn=strokes.joined([]), written=tuple(waiting))
    return drawn if report.is_live else sheet.with_foot(drawn, found(report, words))

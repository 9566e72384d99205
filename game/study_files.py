"""Keep what a study found: a table and a picture in the visitor's own folder."""

import logging
import re
from pathlib import Path

from layerwalk.game import studies, study_chart
from layerwalk.game.study_reports import Report
from layerwalk.game.ui.study import study_texts
from layerwalk.game.words import Words
from layerwalk.nn.messages import Ablation, Dose, FoolRate, Said

logger = logging.getLogger(__name__)

FOLDER = "studies"


def save(report: Report, folder: Path, words: Words) -> Said:
    """Write a finished study under the visitor's folder as CSV and PNG; return what is to be said then."""
    file = _free(folder / FOLDER, name(report))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_table(report, file)
        study_chart.picture(study_texts.draw(report, words)).save(file.with_suffix(".png"))
    except OSError as error:
        logger.warning("The study could not be saved: %s", error)
        return Said(key="studies.unwritten", values=(("details", error.strerror or str(error)),))
    return Said(key="studies.saved", values=(("file", file.stem), ("folder", str(file.parent))))


def name(report: Report) -> str:
    """Return what a study's files are called, without their ending."""
    config = report.studied.config
    parts = [report.studied.network, config.layer, config.kind, f"seed{config.seed}"]
    return re.sub(r"[^\w-]+", "-", "-".join(part for part in parts if part))


def _free(folder: Path, stem: str) -> Path:
    """Return a table's file that is not there yet."""
    tries = (folder / f"{stem}{'' if number == 1 else f'-{number}'}{studies.CSV}" for number in range(1, 10_000))
    return next(file for file in tries if not file.exists())


def _write_table(report: Report, file: Path) -> None:
    match report.studied.findings:
        case Dose() as dose:
            studies.write_csv(dose.plain(), file)
            if dose.importance:
                studies.write_importance(dose.plain_importance(), file.with_stem(f"{file.stem}-importance"))
        case Ablation() as ablation:
            studies.write_needed([needed.plain() for needed in ablation.needed], file)
        case FoolRate() as rate:
            studies.write_steps(rate.steps, file)

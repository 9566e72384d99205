"""Logs of lesions: kept as files, listed, and done again."""

import logging
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from layerwalk.game import lesion_log
from layerwalk.game.errors import FileError
from layerwalk.game.menus import lesions, parts, weights
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui.menu.items import Button, Item, Page, Text, Value
from layerwalk.nn.lesions import units
from layerwalk.nn.messages import Said

logger = logging.getLogger(__name__)

FOLDER, ENDING = "lesions", ".json"


def page(facts: Facts) -> Page:
    """Return the page on which a log is saved or done again."""
    words, plan = facts.words, facts.plan.lesions
    save = Button(
        name="save_lesions",
        text=words("lesion_lab.save"),
        help=words("lesion_lab.save_help"),
        enabled=bool(facts.state.history.log),
    )
    items: list[Item] = [save, Text(text=words("lesion_lab.saved"), style="heading")]
    if not plan.logs:
        items.append(Text(text=words("lesion_lab.none_saved"), style="note"))
    items += [
        Button(name=f"replay_lesions {file.name}", text=file.stem, help=words("lesion_lab.replay_help"))
        for file in plan.logs
    ]
    return parts.page(facts, "examine.logs", words("lesion_lab.logs"), items, above="examine.lesions")


def logs(folder: Path) -> tuple[Path, ...]:
    """Return the logs that were saved, the newest first."""
    files = sorted((folder / FOLDER).glob(f"*{ENDING}"), key=lambda file: file.stat().st_mtime_ns)
    return tuple(reversed(files))


def _open(helm: Helm, rest: str, value: Value | None) -> None:
    helm.plan.lesions = replace(helm.plan.lesions, logs=logs(helm.folder))
    helm.plan.page = "examine.logs"


def _save(helm: Helm, rest: str, value: Value | None) -> None:
    """Write what was done; where it cannot be written, that is said."""
    state = helm.state
    file = weights.fresh(helm.folder / FOLDER, weights.name(helm), ENDING)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(lesion_log.to_json(state.history, network=state.spec.name), encoding="utf-8")
    except OSError as error:
        logger.warning("The log could not be saved: %s", error)
        _tell(helm, "lesion_lab.unwritten", details=error.strerror or str(error))
        return
    helm.plan.lesions = replace(helm.plan.lesions, logs=logs(helm.folder))
    _tell(helm, "notice.saved", file=file.name, folder=str(file.parent))


def _replay(helm: Helm, rest: str, value: Value | None) -> None:
    """Do again what a log says, in place of what was done until now; a log of another network is refused."""
    file, spec = helm.folder / FOLDER / rest, helm.state.spec
    try:
        network, history = lesion_log.read(file)
    except FileError as error:
        logger.warning("%s", error)
        _tell(helm, "lesion_lab.unreadable", file=file.name)
        return
    if network != spec.name:
        _tell(helm, "lesion_lab.other_network", file=file.name, network=network)
        return
    try:
        units.check(history.now, spec)
    except units.LesionError as error:
        logger.warning("%s", error)
        helm.state.notice = error.said
        return
    helm.session.lesioning.take(history)
    lesions.measured(helm)


def _tell(helm: Helm, key: str, **values: str) -> None:
    helm.state.notice = Said(key=key, values=tuple(values.items()))


DEEDS: Deeds = MappingProxyType({"lesion_logs": _open, "save_lesions": _save, "replay_lesions": _replay})

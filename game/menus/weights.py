"""What was learnt: building without losing it, saving, loading, reverting, and taking it with you."""

import re
from pathlib import Path
from types import MappingProxyType

from layerwalk.game import level as levels
from layerwalk.game import session as sessions
from layerwalk.game import words as languages
from layerwalk.game.level import Level
from layerwalk.game.level_file import Texts
from layerwalk.game.menus import editor as editors
from layerwalk.game.menus import parts, writing
from layerwalk.game.menus.facts import Writing
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui.menu.items import Value
from layerwalk.game.words import Words
from layerwalk.nn.blueprint.layers import Blueprint

NETWORKS, LEVELS, SCRIPTS = "networks", "levels", "scripts"


def build(helm: Helm, blueprint: Blueprint, *, file: Path | None = None) -> None:
    """Build a network in place of the one that stands; what that has learnt and nobody saved is saved first."""
    keep(helm)
    helm.session.build(blueprint, file=file, seed=helm.plan.config.seed)


def load(helm: Helm, network: str) -> None:
    """Load a shipped network in place of the one that stands; what that has learnt is saved first, as for `build`."""
    keep(helm)
    helm.session.load(network)


def keep(helm: Helm) -> None:
    """Save what was learnt where it would be lost."""
    if helm.state.unsaved:
        helm.session.save_weights(fresh(helm.folder / NETWORKS, name(helm), sessions.WEIGHTS))


def name(helm: Helm) -> str:
    """Return the name of the network that stands."""
    return helm.state.blueprint.name if helm.state.blueprint else helm.state.spec.name


def fresh(folder: Path, stem: str, ending: str) -> Path:
    """Return a file in `folder` that does not exist yet: 'stem-1.ending', 'stem-2.ending', ..."""
    number = 1
    while (file := folder / f"{stem}-{number}{ending}").exists():
        number += 1
    return file


def _save(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.save_weights(fresh(helm.folder / NETWORKS, name(helm), sessions.WEIGHTS))


def _save_as(helm: Helm, rest: str, value: Value | None) -> None:
    """Save under a name of the visitor's; ask for it first. A file that there is already stays."""
    if rest != "name":
        title = helm.place.words("actions.save_as.title")
        writing.begin(helm, Writing(title=title, text="", above="network", deed="save_as name"))
        return
    stem = "-".join(re.findall(r"\w+", str(value or ""))) or name(helm)
    file = helm.folder / NETWORKS / f"{stem}{sessions.WEIGHTS}"
    helm.session.save_weights(fresh(file.parent, stem, sessions.WEIGHTS) if file.exists() or not value else file)


def _load(helm: Helm, file_name: str, value: Value | None) -> None:
    """Take up a saved network: only its weights where it is the same network, else all of it."""
    for network in helm.plan.saved:
        if network.file.name != file_name:
            continue
        if network.blueprint is None or network.blueprint == helm.state.blueprint:
            keep(helm)
            helm.session.load_weights(network.file)
        else:
            helm.plan.editor = editors.put(helm.plan.editor, network.blueprint)
            build(helm, network.blueprint, file=network.file)


def _revert(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.revert()


def _export_script(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.export_script(fresh(helm.folder / SCRIPTS, name(helm), ".py"))


def _export_level(helm: Helm, rest: str, value: Value | None) -> None:
    """Write a level with the network in it, and its weights beside it."""
    blueprint = helm.state.blueprint
    if blueprint is None:
        return
    file = fresh(helm.folder / LEVELS, blueprint.name, levels.ENDING)
    weights = file.with_suffix(sessions.WEIGHTS)
    texts = {name: _texts(languages.load(name), blueprint) for name in languages.languages()}
    own = texts.pop(helm.place.words.language)
    made = Level(
        format=1,
        title=own.title,
        text=own.text,
        languages=texts,
        blueprint=blueprint,
        weights=weights,
        data=blueprint.data,
        layout=helm.place.level.layout,
        palette=helm.place.level.palette,
    )
    levels.save(made, file)
    helm.session.save_weights(weights)


def _texts(words: Words, blueprint: Blueprint) -> Texts:
    """Return what a language calls a world that a visitor has made."""
    title = parts.network_title(words, blueprint)
    return Texts(title=title, text=words("menus.networks.made_text", title=title))


DEEDS: Deeds = MappingProxyType(
    {
        "save_weights": _save,
        "weights": _load,
        "revert_weights": _revert,
        "save_as": _save_as,
        "export_script": _export_script,
        "export_level": _export_level,
    }
)

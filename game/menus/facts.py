"""What the pages of the menu are made from: how everything stands, and what the visitor has in mind."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerwalk.game.level import Level
from layerwalk.game.menus.dream_plan import DreamPlan
from layerwalk.game.menus.editor import Editor
from layerwalk.game.menus.fool_plan import FoolPlan
from layerwalk.game.menus.lesion_plan import LesionPlan
from layerwalk.game.menus.study_plan import StudyPlan
from layerwalk.game.session import SavedNetwork
from layerwalk.game.settings import Settings
from layerwalk.game.state import State
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.situation import Situation
from layerwalk.game.wish import Wish
from layerwalk.game.words import Words
from layerwalk.nn.blueprint import datasets
from layerwalk.nn.messages import PRESETS, TrainConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Hold what is being written. title: what for, in words; above: the page that it leads back to.

    deed: what is done with the text once it is written, by the name of an item.
    """

    title: str
    text: str
    above: str
    deed: str


@dataclass(slots=True, kw_only=True)
class Plan:
    """Hold what the visitor has in mind. Main thread.

    study: what to study next.
    page: the name of the page that is open. editor: the network that is edited. config: how to train. trained: take
    ready-made networks with what they have learnt. listening: the action whose new key is waited for; refused: why the
    last one would not do. saved: the visitor's own networks. data: what there is to learn. writing: what is being
    written, None for nothing. sought: what one looks for by name.
    dreams: which pictures to make, and how.
    fooling: how to fool the network. lesions: what to lesion, and how. why: what was last asked of an answer, or
    would be.
    """

    page: str = "network"
    editor: Editor = field(default_factory=Editor)
    config: TrainConfig = PRESETS["good"]
    lesions: LesionPlan = field(default_factory=LesionPlan)
    fooling: FoolPlan = field(default_factory=FoolPlan)
    trained: bool = True
    dreams: DreamPlan = field(default_factory=DreamPlan)
    listening: str = ""
    refused: str = ""
    study: StudyPlan = field(default_factory=StudyPlan)
    saved: tuple[SavedNetwork, ...] = ()
    data: tuple[datasets.Facts, ...] = ()
    writing: Writing | None = None
    sought: str = ""
    why: Wish = field(default_factory=Wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold everything that a page may tell of.

    networks: the names of those that ship with weights. levels: those that can be opened, by name; level: the
    name of the one that is open. keys: for each action what does it, as people say it, '' for nothing.
    """

    words: Words
    settings: Settings
    state: State
    plan: Plan
    pad: Pad
    situation: Situation
    level: str
    layout: str
    networks: tuple[str, ...] = ()
    levels: tuple[tuple[str, Level], ...] = ()
    layouts: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)

"""A map or a layer as a whole: the board about it, and the maps that are pulled out of their stages."""

from types import MappingProxyType

from layerwalk.game import overview as overviews
from layerwalk.game import pulled as pulling
from layerwalk.game import selected as selecting
from layerwalk.game.menus import examine, parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.overview import Merge
from layerwalk.game.pulled import Piece
from layerwalk.game.selected import Selected
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Text, Toggle, Value
from layerwalk.nn.messages import Said
from layerwalk.nn.network import NetworkSpec

MERGES: tuple[Merge, ...] = ("mean", "most")


def page(facts: Facts) -> Page:
    """Return the page about maps and layers as a whole."""
    return parts.page(facts, "examine.overview", facts.words("overviews.title"), items(facts), above="examine")


def items(facts: Facts) -> tuple[Item, ...]:
    """Return what can be done with a map or a layer."""
    words, state = facts.words, facts.state
    return (
        *examine.held(facts),
        Row(buttons=(parts.action(facts, "wider"), parts.action(facts, "pull_out"))),
        Toggle(name="overview_on", text=words("overviews.on"), on=state.overview.on, help=words("overviews.on_help")),
        Choice(
            name="overview_merge",
            text=words("overviews.merge"),
            options=tuple((merge, words(f"overview.as_{merge}")) for merge in MERGES),
            chosen=state.overview.merge,
            help=words("overviews.merge_help"),
        ),
        *_counting(facts),
        *_out(facts),
    )


def _counting(facts: Facts) -> tuple[Item, ...]:
    words, dead = facts.words, facts.state.overview.dead
    counts = dead is not None and dead.state == "counting"
    note = words.percent(dead.share) if dead is not None and counts else _known(facts)
    count = Button(
        name="count_dead",
        text=words("overviews.count_dead"),
        help=words("overviews.count_dead_help"),
        note=note,
        enabled=facts.situation.network_ready and not counts,
    )
    return count, Button(name="stop_dead", text=words("overviews.stop_dead"), enabled=counts)


def _known(facts: Facts) -> str:
    """Return how many neurons of what is held are dead, where that is known."""
    words, state = facts.words, facts.state
    if state.selected is None:
        return ""
    told = overviews.dead(state.overview.dead, state.selected, state.spec.node(state.selected.node))
    return "" if told is None else words("overview.dead_of", share=words.count(told[0]), count=words.count(told[1]))


def _out(facts: Facts) -> tuple[Item, ...]:
    """Return the maps that are out, and what can be done with each."""
    words, pieces = facts.words, facts.state.pulled.pieces
    back = Button(
        name="put_all_back",
        text=words("overviews.put_all_back"),
        help=words("overviews.put_all_back_help"),
        enabled=bool(pieces),
    )
    if not pieces:
        return Text(text=words("overviews.none_out"), style="note"), back
    out = words("overviews.out", count=len(pieces), most=pulling.MOST)
    return (Text(text=out, style="heading"), *(row for piece in pieces for row in _piece(facts, piece)), back)


def _piece(facts: Facts, piece: Piece) -> tuple[Item, ...]:
    words, spec, number = facts.words, facts.state.spec, piece.number
    name = selecting.title(Selected(node=piece.node, index=(piece.map,)), spec, words)
    small, large = piece.size_m <= pulling.SMALLEST_M, piece.size_m >= pulling.LARGEST_M
    carry = Button(
        name=f"carry {number}",
        text=name,
        help=words("overviews.carry_help"),
        chosen=piece.is_held,
        enabled=facts.state.pulled.held is None,
    )
    buttons = (
        Button(name=f"shrink {number}", text=words("pulled.smaller"), enabled=not small),
        Button(name=f"enlarge {number}", text=words("pulled.larger"), enabled=not large),
        Button(name=f"put_back {number}", text=words("pulled.back")),
    )
    return carry, Row(buttons=buttons)


def target(state: State) -> tuple[str, int] | None:
    """Return the map that 'pull out' is about: what is in the hand, pointed at, or held."""
    carried = state.pulled.held
    if carried is not None:
        return carried.node, carried.map
    for each in (state.aimed, state.selected):
        if each is not None and each.index and _has_maps(each.node, state.spec):
            return each.node, each.index[0]
    return None


def _has_maps(node: str, spec: NetworkSpec) -> bool:
    return any(each.name == node and len(each.shape) > 2 for each in spec.hidden)


def _pull_out(helm: Helm, rest: str, value: Value | None) -> None:
    """Pull out the map that is pointed at or named ('LAYER MAP'), or put it back where it is out."""
    node, _, map = rest.rpartition(" ")
    found = (node, int(map)) if node else target(helm.state)
    pulled = helm.state.pulled
    if found is None:
        helm.state.notice = Said(key="pulled.cannot")
        return
    piece = pulled.find(*found)
    if piece is not None:
        pulled.put_back(piece)
    else:
        fits = pulled.pull(*found)
        pulled.keep_to(helm.state.spec)
        if pulled.held is None:
            helm.state.notice = Said(key="pulled.cannot" if fits else "pulled.full")
    helm.state.changes += 1


def _numbered(helm: Helm, rest: str) -> Piece | None:
    return helm.state.pulled.numbered(int(rest)) if rest.isdecimal() else helm.state.pulled.held


def _carry(helm: Helm, rest: str, value: Value | None) -> None:
    piece = _numbered(helm, rest)
    if piece is not None:
        helm.state.pulled.take(piece)
        helm.state.changes += 1


def _grow(helm: Helm, rest: str, times: float) -> None:
    piece = _numbered(helm, rest)
    if piece is not None:
        helm.state.pulled.grow(piece, times=times)
        helm.state.changes += 1


def _enlarge(helm: Helm, rest: str, value: Value | None) -> None:
    _grow(helm, rest, pulling.STEP)


def _shrink(helm: Helm, rest: str, value: Value | None) -> None:
    _grow(helm, rest, 1 / pulling.STEP)


def _put_back(helm: Helm, rest: str, value: Value | None) -> None:
    piece = _numbered(helm, rest)
    if piece is not None:
        helm.state.pulled.put_back(piece)
        helm.state.changes += 1


def _put_all_back(helm: Helm, rest: str, value: Value | None) -> None:
    helm.state.pulled.put_all_back()
    helm.state.changes += 1


def _on(helm: Helm, rest: str, value: Value | None) -> None:
    helm.state.overview.on, helm.state.overview.away = bool(value), None
    helm.state.changes += 1


def _merge(helm: Helm, rest: str, value: Value | None) -> None:
    wanted = rest or value
    helm.state.overview.merge = "most" if wanted == "most" else "mean"
    helm.state.changes += 1


def _count_dead(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.overviewing.count_dead()


def _stop_dead(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.overviewing.stop_counting()


DEEDS: Deeds = MappingProxyType(
    {
        "pull_out": _pull_out,
        "carry": _carry,
        "enlarge": _enlarge,
        "shrink": _shrink,
        "put_back": _put_back,
        "put_all_back": _put_all_back,
        "overview_on": _on,
        "overview_merge": _merge,
        "count_dead": _count_dead,
        "stop_dead": _stop_dead,
    }
)

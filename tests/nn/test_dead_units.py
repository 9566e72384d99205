"""Which neurons never answer is counted beside the strokes, and the weights of a layer are read at once."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from layerwalk.nn import evaluate, lesion_measure, look_over, opening
from layerwalk.nn.dead_talk import CountDead, DeadCounted, LookedOver, LookOver
from layerwalk.nn.dead_units import Counting, DeadUnits
from layerwalk.nn.device import CPU
from layerwalk.nn.lesion_lab import Lab
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.lesions.units import LesionError
from layerwalk.nn.messages import Failed, Infer, Inferred, Load, SetLesions
from layerwalk.nn.opening import Network

if TYPE_CHECKING:
    from conftest import Talk


@pytest.fixture(scope="module")
def network() -> Network:
    return opening.open_network("ana-small")


def counted(network: Network, count: int = 100) -> dict[str, np.ndarray]:
    counting = Counting(network, count, place=CPU)
    while counting.share < 1:
        counting.advance()
    return counting.dead()


def test_a_neuron_is_dead_that_gives_zero_for_every_picture(network: Network) -> None:
    pictures = lesion_measure.pictures(network, 100).pictures
    batch = torch.from_numpy(evaluate.as_input(pictures, network.shape))
    found: dict[str, torch.Tensor] = {}
    with torch.inference_mode():
        network.traced.run(batch, found.__setitem__)
    values = found[network.traced.taps["conv1"]]
    expected = (values == 0).all(0).flatten(1).sum(1)
    assert counted(network)["conv1"].tolist() == expected.tolist()


def test_a_map_whose_bias_keeps_it_below_zero_is_dead_altogether() -> None:
    network = opening.open_network("ana-small")
    with torch.no_grad():
        network.model.get_submodule("conv1").bias[2] = -1e6
    rows, columns = network.traced.spec.node("conv1").shape[1:]
    assert counted(network)["conv1"][2] == rows * columns


def test_every_layer_has_a_number_for_each_map_or_neuron(network: Network) -> None:
    dead = counted(network)
    assert {name: len(numbers) for name, numbers in dead.items()} == {
        node.name: node.maps for node in network.traced.spec.nodes
    }


def test_counting_reports_seldom_and_ends_with_the_numbers(network: Network) -> None:
    job = DeadUnits(network, place=CPU, lab=Lab(network, place=CPU), clock=lambda: 0.0)
    assert job.serve(CountDead(serial=3, pictures=100)).state == "counting"
    reports = []
    while job.busy:
        reports.append(job.advance())
    told = [report for report in reports if report is not None]
    assert [(report.state, report.serial, report.pictures) for report in told] == [("finished", 3, 100)]


def test_counting_ends_where_the_weights_change_meanwhile() -> None:
    network = opening.open_network("ana-small")
    job = DeadUnits(network, place=CPU, lab=Lab(network, place=CPU))
    job.serve(CountDead(serial=1))
    with torch.no_grad():
        next(network.model.parameters()).mul_(2)
    report = job.advance()
    assert report is not None
    assert report.state == "stopped"
    assert not job.busy


def finished(job: DeadUnits) -> DeadCounted:
    """Return the report at the end."""
    reports = [job.advance() for _ in range(100)]
    return next(report for report in reports if report is not None and report.state == "finished")


def test_a_map_that_is_lesioned_is_dead_altogether_until_it_is_whole_again(network: Network) -> None:
    lab = Lab(network, place=CPU)
    job = DeadUnits(network, place=CPU, lab=lab)
    rows, columns = network.traced.spec.node("conv1").shape[1:]
    lab.serve(SetLesions(lesions=(Lesion(target=Map(node="conv1", map=2)),)))
    job.serve(CountDead(serial=1, pictures=100))
    assert finished(job).dead["conv1"][2] == rows * columns
    lab.serve(SetLesions(lesions=()))
    job.serve(CountDead(serial=2, pictures=100))
    assert finished(job).dead["conv1"].tolist() == counted(network)["conv1"].tolist()


def test_with_other_lesions_counting_begins_anew(network: Network) -> None:
    lab = Lab(network, place=CPU)
    job = DeadUnits(network, place=CPU, lab=lab)
    job.serve(CountDead(serial=1, pictures=100))
    job.advance()
    lab.serve(SetLesions(lesions=(Lesion(target=Map(node="conv1", map=2)),)))
    report = job.advance()
    assert report is not None
    assert (report.state, report.share) == ("counting", 0.0)
    assert finished(job).dead["conv1"][2] == network.traced.spec.node("conv1").shape[1] ** 2


def test_a_network_without_pictures_is_told_of() -> None:
    network = opening.open_network("synthetic-10k")
    job = DeadUnits(network, place=CPU, lab=Lab(network, place=CPU))
    with pytest.raises(LesionError, match="there are no test pictures"):
        job.serve(CountDead(serial=1))
    assert not job.busy


def test_strokes_are_answered_while_it_counts(host: "Talk") -> None:
    host.loaded(Load(network="ana-small"))
    host.ask(CountDead(serial=1, pictures=2000))
    answered = host.ask(Infer(drawing=np.ones((28, 28), np.float32), serial=1))
    assert any(isinstance(reply, Inferred) for reply in answered)
    found = [reply for _ in range(300) for reply in host.ask() if isinstance(reply, DeadCounted)]
    assert found[-1].state == "finished"


def test_counting_that_is_stopped_says_no_more(host: "Talk") -> None:
    host.loaded(Load(network="ana-small"))
    host.ask(CountDead(serial=1))
    (reply,) = host.ask(CountDead(serial=2, stops=True))
    assert isinstance(reply, DeadCounted)
    assert (reply.serial, reply.state) == (2, "stopped")
    assert host.ask() == []


def test_without_a_network_nothing_is_counted(host: "Talk") -> None:
    (reply,) = host.ask(CountDead(serial=1))
    assert isinstance(reply, Failed)


def test_the_weights_of_a_map_and_of_its_layer_are_the_modules_own(host: "Talk", network: Network) -> None:
    host.loaded(Load(network="ana-small"))
    own = network.model.get_submodule("conv2").weight.detach().numpy()
    (one,) = host.ask(LookOver(node="conv2", map=1))
    (whole,) = host.ask(LookOver(node="conv2"))
    assert isinstance(one, LookedOver)
    assert isinstance(whole, LookedOver)
    assert np.array_equal(one.weights, own[1])
    assert np.array_equal(whole.weights, own)
    assert (whole.count, whole.inputs) == own.shape[:2]


def test_the_weights_of_a_dense_layer_are_a_table_of_neurons_and_inputs(network: Network) -> None:
    own = network.model.get_submodule("dense1").weight.detach().numpy()
    told = look_over.look_over(network.model, network.traced.spec, LookOver(node="dense1"))
    assert told.weights is not None
    assert np.array_equal(told.weights, own[: look_over.MOST_MAPS, : look_over.MOST_INPUTS])
    assert (told.count, told.inputs) == own.shape


def test_what_has_no_weights_has_none(network: Network) -> None:
    spec = network.traced.spec
    pool = next(node.name for node in spec.nodes if node.kind == "pool")
    for name in ("input", pool, "nowhere"):
        assert look_over.look_over(network.model, spec, LookOver(node=name)).weights is None

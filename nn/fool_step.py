"""Serve a Fool: some steps, then a look at what has become of the picture. Nothing is kept from one to the next."""

import time
from dataclasses import replace

from layerwalk.nn import fool
from layerwalk.nn.graph import Change
from layerwalk.nn.held import Held
from layerwalk.nn.messages import Fool, Fooled


def serve(holding: Held, request: Fool, *, change: Change | None = None) -> Fooled:
    """Return the picture after its steps and the answer to it. change: what is lesioned, see `lesion.change`.

    Steps and answer are those of the network as it is, lesions included. Raise AimError where nothing is aimed at.
    """
    start_s = time.perf_counter()
    pictures = request.begin if request.now is None else request.now
    *_, last = fool.fool(
        holding.network.traced,
        [request.aim],
        pictures[None],
        replace(request.config, steps=request.takes),
        way=fool.Way(place=holding.place, change=change, stays=request.stays),
        begin=request.begin[None],
    )
    answer = holding.answer(last.pictures[0], serial=request.serial, change=change)
    return Fooled(
        answer=replace(answer, duration_s=time.perf_counter() - start_s),
        begin=request.begin,
        aim=request.aim,
        config=request.config,
        step=request.step + last.step,
        reached=bool(last.reached[0]),
    )

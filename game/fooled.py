"""The picture that stands in place of the drawing after it was changed to fool the network: plain data."""

from dataclasses import dataclass
from typing import Literal

from layerwalk.nn.messages import Fooled, Inferred

Outcome = Literal["", "reached", "unreached"]
"""Whether what was aimed at was reached, or not in the steps that were to be taken; '' for neither yet."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FooledPicture:
    """Hold how it stands. before: the answer to the picture before its first step. goes_on: more steps follow."""

    now: Fooled
    before: Inferred
    outcome: Outcome = ""
    goes_on: bool = False

    def strengths(self) -> tuple[float, float]:
        """Return the value of what is aimed at, of a map its strongest, before and now."""
        aim = self.now.aim
        before, now = (
            float(answer.activations[aim.node][aim.index].max()) for answer in (self.before, self.now.answer)
        )
        return before, now

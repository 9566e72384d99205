"""The session's part in studies: which one was asked for, and what comes back of it."""

from collections.abc import Callable

from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.game.study_reports import Report
from layerwalk.nn.messages import Failed, Reply, Request, Restarted, StopStudy, Studied, Study, StudyConfig


class Studying(Part):
    """Ask for studies, and keep `studies` of the state up to date. Main thread."""

    hears = frozenset({Studied, Failed, Restarted})

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        """Ask for nothing yet."""
        self._state, self._submit = state, submit
        self._serial = 0

    def start(self, config: StudyConfig) -> None:
        """Ask for a study of the network as it is now, in place of the one that goes on."""
        self._serial += 1
        state = self._state
        title = state.blueprint.title if state.blueprint else state.spec.name
        begun = Studied(serial=self._serial, state="studying", network=state.spec.name, config=config)
        state.studies.begin(Report(number=self._serial, title=title, spec=state.spec, studied=begun))
        self._submit(Study(serial=self._serial, config=config))

    def stop(self) -> None:
        """Ask to study no more; nothing of the study that goes on is kept."""
        if self._state.studies.live is not None:
            self._state.studies.drop_live()
            self._serial += 1
            self._submit(StopStudy(serial=self._serial))

    def is_old(self, reply: Reply) -> bool:
        """Say whether a reply is about a study that was given up."""
        match reply:
            case Studied():
                return reply.serial != self._serial
            case Failed(request=Study() as request):
                return request.serial != self._serial
        return False

    def hear(self, reply: Reply) -> bool:
        """Take note of how a study stands."""
        match reply:
            case Studied():
                self._state.studies.hear(reply)
            case Failed(request=Study()):
                self._state.studies.drop_live()
            case Restarted():
                self.stop()
        return False

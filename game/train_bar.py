"""How a training run is shown on a terminal: a bar that moves, or one line per epoch where nobody watches."""

from typing import TextIO

from layerwalk.nn.messages import Progress

WIDTH = 24


class TrainBar:
    """Show a run's reports on `out` as they come."""

    def __init__(self, out: TextIO) -> None:
        """Show nothing yet; the bar moves only on a terminal."""
        self._out, self._moves, self._shown = out, out.isatty(), ""

    def show(self, progress: Progress) -> None:
        """Show one report."""
        if self._moves:
            self._redraw(line(progress))
        elif progress.validated_epoch is not None:
            print(epoch_line(progress), file=self._out, flush=True)

    def close(self) -> None:
        """Leave the bar as it stands; whatever comes next begins on a new line."""
        if self._shown:
            print(file=self._out, flush=True)
            self._shown = ""

    def _redraw(self, text: str) -> None:
        print(f"\r{text:<{len(self._shown)}}", end="", file=self._out, flush=True)
        self._shown = text


def line(progress: Progress) -> str:
    """Return a report as one line with a bar."""
    done = progress.step / progress.steps
    filled = round(done * WIDTH)
    parts = [f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:4.0%}", f"epoch {progress.epoch} of {progress.epochs}"]
    if progress.loss is not None and progress.accuracy is not None:
        parts.append(f"loss {progress.loss:.3f}, accuracy {progress.accuracy:.1%}")
    if progress.seconds_left is not None:
        parts.append(f"{progress.seconds_left:.0f} s left")
    return ", ".join(parts)


def epoch_line(progress: Progress) -> str:
    """Return what an epoch came to, measured on the digits that were kept from training."""
    return (
        f"epoch {progress.validated_epoch} of {progress.epochs}: "
        f"validation loss {progress.validation_loss:.4f}, accuracy {progress.validation_accuracy:.2%}"
    )

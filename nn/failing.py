"""From an error to the reply that tells of it."""

import logging
import traceback

from layerwalk.nn.messages import Failed, Request
from layerwalk.nn.said import SaidError, say

logger = logging.getLogger(__name__)


def failed(request: Request, error: Exception) -> Failed:
    """Return what is said of an error: its own sentence where it was foreseen."""
    if not isinstance(error, SaidError):
        return unforeseen(request, error)
    logger.warning("%s", error)
    return Failed(request=request, sentence=str(error), said=error.said, details=traceback.format_exc())


def unforeseen(request: Request, error: Exception) -> Failed:
    """Return what is said of an error that nobody has thought of; it is logged."""
    logger.exception("The model loop could not serve %s", type(request).__name__)
    problem = f"{type(error).__name__}: {error}"
    return Failed(
        request=request,
        sentence=f"The network could not do this ({problem}).",
        said=say("failed.unforeseen", details=problem),
        details=traceback.format_exc(),
    )

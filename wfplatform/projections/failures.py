"""Counting failures that were handled: by an edge, by `on_error`, by a try, by a loop that collects.

A failure without a port travels outwards until a container completes all the same; only then is it handled.
"""

import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.projections.paths import is_within


class FailureAccount(msgspec.Struct, omit_defaults=True):
    """`pending` are the paths whose failure nobody has handled so far."""

    handled: int = 0
    pending: list[str] = []

    def add(self, event: v.Event) -> None:
        """Take in the next event; most change nothing."""
        match event:
            case v.StepFailed(step=path, port=port):
                inner = self._take(path)
                if port is not None:
                    self.handled += inner or 1
                elif inner:
                    self.pending.extend([path] * inner)
                else:
                    self.pending.append(path)
            case v.StepSkipped(step=path, error=error):
                self.handled += self._take(path) or (1 if error is not None else 0)
            case v.StepCompleted(step=path):
                self.handled += self._take(path)
            case _:
                pass

    def _take(self, container: str) -> int:
        if not self.pending:
            return 0
        inner = [path for path in self.pending if is_within(path, container)]
        self.pending = [path for path in self.pending if path not in inner]
        return len(inner)

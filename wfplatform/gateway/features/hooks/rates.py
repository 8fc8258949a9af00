"""Limits on how often a webhook is called: one bucket of tokens each, in this process."""

import math
from typing import Final

from wfplatform.gateway.features.hooks.ports import Hook, Rate

_MOST_BUCKETS: Final = 10_000


class Rates:
    """Buckets by webhook. A webhook whose rate is published anew begins with a full bucket."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, str, Rate], list[float]] = {}

    def retry_after(self, hook: Hook, now_seconds: float) -> int | None:
        """Take a token; None when there was one, otherwise the whole seconds until there is. Monotonic time."""
        rate = hook.rate
        if rate is None:
            return None
        key = (hook.project_id, hook.workflow, hook.trigger, rate)
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._buckets.clear()
            bucket = self._buckets[key] = [float(rate.burst), now_seconds]
        tokens, since = bucket
        a_second = rate.limit / rate.per_seconds
        tokens = min(float(rate.burst), tokens + (now_seconds - since) * a_second)
        if tokens < 1.0:
            bucket[:] = tokens, now_seconds
            return max(1, math.ceil((1.0 - tokens) / a_second))
        bucket[:] = tokens - 1.0, now_seconds
        return None

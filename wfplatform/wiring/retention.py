"""Keeps histories for as long as the policy says: what goes, what stays and why, and the doing of it.

A day goes as a whole. It stays while anything needs it: an execution of it that is not over or has ended lately,
whatever refers to it from a day that stays (a child to its parent, a restart to what it restarts), and for a while
when somebody has brought it back. What goes is exported and read back before a row of it is dropped.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from wfplatform.kernel.clock import MICROSECONDS_PER_S, Instant, SystemClock, after_ms, to_datetime
from wfplatform.kernel.codes.sto import DAY_CHANGED, RETENTION_BUSY
from wfplatform.kernel.codes.sys import NO_RETENTION
from wfplatform.kernel.errors import Conflict, Misconfigured, WfplatformError
from wfplatform.settings import Settings
from wfplatform.store import archives, days
from wfplatform.wiring.database import home_of
from wfplatform.wiring.reports import KeptDay, Tell

_LOGGER = logging.getLogger(__name__)
_DAY: Final = 86_400 * MICROSECONDS_PER_S
HOLD_DAYS: Final = 7
"""How long a day that was brought back stays."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a day before it is decided about. `ended`: when its last execution ended."""

    day: date
    live: int = 0
    ended: Instant | None = None
    whole: bool = True
    held_until: Instant | None = None


def decide(
    found: Iterable[Found],
    references: Iterable[tuple[date | None, date]],
    now: Instant,
    keep_days: int,
) -> dict[date, str]:
    """For each day why it stays; an empty reason says that it goes. Pure.

    A day whose drop was interrupted goes, whatever the policy says by now: half of it is of no use.
    """
    found = tuple(found)
    today = to_datetime(now).date()
    reasons = {one.day: _reason(one, now, today, keep_days) for one in found}
    half_gone = {one.day for one in found if not one.whole}
    pairs = [(by, to) for by, to in references if by != to]
    changed = True
    while changed:
        changed = False
        for by, to in pairs:
            goes = reasons.get(to) == "" and to not in half_gone
            if goes and (by is None or reasons.get(by, "") != ""):
                reasons[to] = f"executions of {by} refer to it" if by else "executions that are not over refer to it"
                changed = True
    return reasons


def _reason(one: Found, now: Instant, today: date, keep_days: int) -> str:
    if not one.whole:
        return ""
    if one.day + timedelta(days=keep_days) >= today:
        return f"it is not older than {keep_days} days"
    if one.live:
        return f"{one.live} of its executions are not over"
    if one.ended is not None and one.ended + keep_days * _DAY >= now:
        return f"an execution of it ended on {to_datetime(one.ended).date()}"
    if one.held_until is not None and one.held_until > now:
        return f"it was brought back, and stays until {to_datetime(one.held_until).date()}"
    return ""


class Retention:
    """The policy of one installation, over its database. All methods block; none is for an event loop's thread."""

    def __init__(self, settings: Settings, dsn: str, *, keep_days: int | None = None) -> None:
        self._dsn = dsn
        self._keep_days = keep_days if keep_days is not None else settings.retention_days
        self._folder = export_folder(settings)
        self._clock = SystemClock()

    def plan(self) -> tuple[KeptDay, ...]:
        """Every day, whether it goes, and why it stays."""
        with days.session(self._dsn) as session:
            return self._plan(session)

    def export(self, tell: Tell) -> tuple[KeptDay, ...]:
        """Export what goes by now, and drop nothing. The days that are exported."""
        with days.session(self._dsn, exclusive=True) as session:
            going = [one for one in self._plan(session) if one.goes and one.rows]
            return tuple(self._exported(session, one, tell) for one in going)

    def apply(self, tell: Tell, *, export: bool = True) -> tuple[KeptDay, ...]:
        """Export what goes by now, and drop it. What was interrupted is finished. The days that went."""
        gone: list[KeptDay] = []
        with days.session(self._dsn, exclusive=True) as session:
            for planned in self._plan(session):
                if not planned.goes:
                    continue
                one = self._exported(session, planned, tell) if export and planned.rows else planned
                # Exporting takes a while: it goes only if it still goes, and is still what was exported.
                if not any(other.goes and other.day == one.day for other in self._plan(session)):
                    continue
                if one.exported_to and not self._is_exported(session, one.day):
                    raise Conflict(DAY_CHANGED, f"{one.day} has changed while it was exported; nothing of it went.")
                days.drop_day(session, one.day)
                tell(f"{one.day}: dropped, {one.rows} rows")
                gone.append(one)
        return tuple(gone)

    def restore(self, day: date, tell: Tell, *, hold_days: int = HOLD_DAYS) -> KeptDay:
        """Bring an exported day back; the policy leaves it alone for `hold_days`."""
        until = after_ms(self._clock.now(), hold_days * 86_400_000)
        with days.session(self._dsn, exclusive=True) as session:
            manifest = archives.restore_day(session, day, self._folder, until)
        reason = f"it was brought back, and stays until {to_datetime(until).date()}"
        tell(f"{day}: brought back, {manifest.rows} rows")
        return KeptDay(day=day, goes=False, rows=manifest.rows, reason=reason)

    def _plan(self, session: days.Session) -> tuple[KeptDay, ...]:
        if self._keep_days is None:
            raise Misconfigured(NO_RETENTION, "Nothing says for how many days histories are kept.")
        now = self._clock.now()
        held, listed = days.holds(session), days.days(session)
        young = to_datetime(now).date() - timedelta(days=self._keep_days)
        found = [
            Found(
                one.day,
                one.live,
                days.last_end(session, one.day) if one.whole and one.day < young else None,
                one.whole,
                held.get(one.day),
            )
            for one in listed
        ]
        reasons = decide(found, days.references(session), now, self._keep_days)
        return tuple(
            KeptDay(
                day=one.day,
                goes=not reasons[one.day],
                rows=None if reasons[one.day] else sum(days.rows_of(session, one.day, one.tables).values()),
                reason=reasons[one.day],
            )
            for one in listed
        )

    def _exported(self, session: days.Session, one: KeptDay, tell: Tell) -> KeptDay:
        archives.export_day(session, one.day, self._folder, self._clock.now())
        place = self._folder / str(one.day)
        tell(f"{one.day}: exported to {place}")
        return replace(one, exported_to=str(place))

    def _is_exported(self, session: days.Session, day: date) -> bool:
        manifest = archives.read_manifest(self._folder, day)
        return manifest is not None and archives.fits(session, manifest)


def export_folder(settings: Settings) -> Path:
    """Where days are exported to."""
    return settings.export_folder if settings.export_folder is not None else home_of(settings) / "exports"


def keep_by_policy(settings: Settings, dsn: str) -> None:
    """What the hourly housekeeping does: nothing without a policy. Blocks. Raises nothing; the log says what failed."""
    if settings.retention_days is None:
        return
    try:
        Retention(settings, dsn).apply(_LOGGER.info)
    except WfplatformError as problem:
        if problem.code is not RETENTION_BUSY:
            _LOGGER.warning("days could not be dropped by policy: %s", problem)
    except Exception:
        _LOGGER.exception("days could not be dropped by policy")

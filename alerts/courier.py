"""The courier: looks for concerns that are to be told, and tries each until it has arrived or has been read."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.channel import Channel
from records.alerts import Alert
from records.database import StoreUnavailable
from records.store import Store

POLL_SECONDS, RENEW_SECONDS, CLAIM_SECONDS, STOP_SECONDS = 0.25, 5.0, 20.0, 5.0


@dataclass(frozen=True)
class Pauses:
    """Seconds before another try: the first, then each twice as long as the last, up to the longest."""

    first: float = 5.0
    longest: float = 300.0

    def after(self, tries: int) -> float:
        """The pause after that many tries have failed before."""
        return min(self.longest, self.first * 2.0 ** min(tries, 20))


class Courier:
    """One thread a channel, so that one that hangs holds up no other; several couriers may share a store."""

    def __init__(
        self, store: Store, channels: Sequence[Channel], say: Callable[[str], None], pauses: Pauses | None = None
    ) -> None:
        self._store, self._channels, self._say, self._pauses = store, channels, say, pauses or Pauses()
        self._stopping = threading.Event()
        self._sending: dict[str, Alert] = {}

    def run(self) -> bool:
        """Deliver until told to stop; False where a thread has died, so that the process must be started anew."""
        threads = [threading.Thread(target=self._deliver, args=(channel,), daemon=True) for channel in self._channels]
        for thread in threads:
            thread.start()
        alive = True
        while alive and not self._stopping.wait(RENEW_SECONDS):
            self._renew()
            alive = all(thread.is_alive() for thread in threads)
        self._stopping.set()
        until = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return alive

    def stop(self) -> None:
        """Make `run` return once what is being sent has gone."""
        self._stopping.set()

    def _deliver(self, channel: Channel) -> None:
        while not self._stopping.is_set():
            alert = self._next(channel)
            if alert is None:
                self._stopping.wait(POLL_SECONDS)
            else:
                self._try(channel, alert)

    def _next(self, channel: Channel) -> Alert | None:
        try:
            return self._store.alerts.claim(channel.name, channel.waits, CLAIM_SECONDS)
        except StoreUnavailable:
            return None

    def _try(self, channel: Channel, alert: Alert) -> None:
        self._sending[channel.name] = alert
        try:
            channel.send(alert)
        except Exception as error:  # noqa: BLE001  # whatever went wrong, it has not arrived and is tried again
            kind, pause = kind_of(error), self._pauses.after(alert.tries)
            self._say(f"An alert has not arrived ({channel.name}: {kind}); trying again in {pause:.0f} s")
            self._keep(lambda: self._store.alerts.failed(alert, kind, pause))
        else:
            self._keep(lambda: self._store.alerts.delivered(alert, channel.to_lead))
        finally:
            del self._sending[channel.name]

    def _keep(self, note: Callable[[], None]) -> None:
        """Write down how it went; a store that is away is waited for, lest a delivered alert be sent again."""
        while True:
            try:
                return note()
            except StoreUnavailable:
                if self._stopping.wait(POLL_SECONDS):
                    return None

    def _renew(self) -> None:
        """Hold on to what is being sent; were we gone, another courier could claim it when our claim runs out."""
        for alert in list(self._sending.values()):
            try:
                self._store.alerts.renew(alert, CLAIM_SECONDS)
            except StoreUnavailable:
                return


def kind_of(error: Exception) -> str:
    """What went wrong, without the text of whoever refused it."""
    code = getattr(error, "smtp_code", None)
    detail = f" {code}" if code else f" {error}" if type(error).__name__ == "NotTaken" else ""
    return type(error).__name__ + detail

"""The courier's process: `python -m alerts`, which `mysay serve` starts where somebody is to be alerted."""

import logging
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from alerts.channel import channels_of
from alerts.courier import Courier
from operating.parent import end_with_parent
from operating.quiet import keep_words_out_of_logs
from operating.schools import places
from operating.settings import SettingWrong, read_settings
from records.store import Store

UNUSABLE = 2


def main() -> int:
    """Deliver until told to stop; the exit status."""
    keep_words_out_of_logs(logging.ERROR)
    try:
        alerted = [at for at in places(read_settings()) if at.alerting.configured]
        couriers = [Courier(Store(at.database, at.database_key), channels_of(at), _say) for at in alerted]
    except SettingWrong as error:
        _say(str(error))
        return UNUSABLE
    if not couriers:
        _say("Nobody is to be alerted: set MYSAY_ALERT_EMAIL or MYSAY_ALERT_WEBHOOK")
        return UNUSABLE
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _stop(couriers))
    with ThreadPoolExecutor(len(couriers)) as pool:
        running = [pool.submit(courier.run) for courier in couriers]
        wait(running, return_when=FIRST_COMPLETED)  # one that ends, however, ends all: they are started anew
        _stop(couriers)
    return 0 if all(courier.result() for courier in running) else 1


def _stop(couriers: Sequence[Courier]) -> None:
    for courier in couriers:
        courier.stop()


def _say(line: str) -> None:
    """A line for the operator; nobody's words are ever in it."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    end_with_parent()
    sys.exit(main())

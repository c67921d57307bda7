"""The courier's process: `python -m alerts`, which `mysay serve` starts where somebody is to be alerted."""

import logging
import signal
import sys

from alerts.channel import channels_of
from alerts.courier import Courier
from operating.parent import end_with_parent
from operating.quiet import keep_words_out_of_logs
from operating.settings import SettingWrong, read_settings
from records.store import Store

UNUSABLE = 2


def main() -> int:
    """Deliver until told to stop; the exit status."""
    keep_words_out_of_logs(logging.ERROR)
    try:
        settings = read_settings()
    except SettingWrong as error:
        _say(str(error))
        return UNUSABLE
    if not settings.alerting.configured:
        _say("Nobody is to be alerted: set MYSAY_ALERT_EMAIL or MYSAY_ALERT_WEBHOOK")
        return UNUSABLE
    courier = Courier(Store(settings.database, settings.database_key), channels_of(settings), _say)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: courier.stop())
    return 0 if courier.run() else 1


def _say(line: str) -> None:
    """A line for the operator; nobody's words are ever in it."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    end_with_parent()
    sys.exit(main())

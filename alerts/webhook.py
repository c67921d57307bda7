"""A webhook: one notice as JSON to one address; `text` is what chat programs show of it."""

import json
from dataclasses import asdict

import urllib3

from alerts.notice import Notice

TIMEOUT = urllib3.Timeout(connect=10, read=15)


class NotTaken(Exception):
    """The address answered, but did not take it."""


def send_webhook(pool: urllib3.PoolManager, url: str, notice: Notice) -> None:
    """Returns once the address has answered 2xx; raises NotTaken or HTTPError. It is not led elsewhere."""
    fields = {
        "kind": "concern",
        **asdict(notice),
        "level": notice.level.value,
        "text": f"{notice.subject}\n\n{notice.text}",
    }
    headers = {"Content-Type": "application/json", "Idempotency-Key": notice.id, "User-Agent": "MySay"}
    reply = pool.request(
        "POST", url, body=json.dumps(fields).encode(), headers=headers, timeout=TIMEOUT, retries=False, redirect=False,
        preload_content=False,
    )  # fmt: skip
    reply.close()  # whatever it says besides is not read
    if not 200 <= reply.status < 300:
        raise NotTaken(f"status {reply.status}")

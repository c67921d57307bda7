"""Metrics for Prometheus: how many requests, how they ended, how long they took, and what waits for somebody.

Without a word, an id or a name: a route is told of by the name that it has in the code.
"""

import hmac
import os
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing.sharedctypes import RawArray

from flask import Flask, Response, current_app, g, request, request_finished, request_started

from operating.environment import is_loopback
from records.database import StoreUnavailable
from web.limits import FORWARDED
from web.problems import Problem
from web.services import services

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, float("inf"))
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PROCESSES = 64
COUNTERS = "mysay.counters"
NOWHERE, SOCKET = "none", "api.listen"
TOLD = {
    "mysay_requests_total": ("counter", "Requests by route and by how they ended."),
    "mysay_request_seconds": ("histogram", "How long requests took, by part of the site."),
    "mysay_waiting": ("gauge", "What waits: messages for the engine, concerns and alerts for somebody."),
    "mysay_conversations": ("gauge", "Conversations by where they stand."),
    "mysay_part_ready": ("gauge", "Whether the store, an engine and its actions answer."),
    "mysay_engines": ("gauge", "How many engines this page knows, and how many of them answer with their actions."),
}  # fmt: skip


class Counters:
    """Numbers that every worker adds to, each in a row of its own; made before the workers are forked."""

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(dict.fromkeys(names))}
        self._rows = RawArray("d", PROCESSES * len(self._place))
        self._lock = threading.Lock()

    def add(self, name: str, amount: float = 1.0) -> None:
        """Count."""
        with self._lock:
            self._rows[os.getpid() % PROCESSES * len(self._place) + self._place[name]] += amount

    def totals(self) -> Iterator[tuple[str, float]]:
        """Each name with what all workers have counted."""
        for name, place in self._place.items():
            yield name, sum(self._rows[place :: len(self._place)])


def init_app(app: Flask) -> None:
    """Count every request, and add /metrics; after all other routes, since each has a number of its own."""
    app.get("/metrics")(metrics)
    app.extensions[COUNTERS] = Counters(list(_names(app)))
    request_started.connect(_begin, app)
    request_finished.connect(_end, app)


def count_with(app: Flask, other: Flask) -> None:
    """Count into the numbers of another application with the same routes, made before the workers were forked."""
    app.extensions[COUNTERS] = other.extensions[COUNTERS]


def metrics() -> Response:
    """For this machine, or for whoever has the token; raises Problem 403."""
    if not _may_see():
        raise Problem(403, "not_allowed")
    counters: Counters = current_app.extensions[COUNTERS]
    lines = dict(counters.totals()) | dict(_gauges())
    text = "".join(_with_heads(f"{name} {value:.15g}" for name, value in lines.items()))
    return Response(text, content_type=CONTENT_TYPE)


def _may_see() -> bool:
    wanted = services().settings.metrics_token
    if wanted:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(given.encode(), wanted.encode())
    return is_loopback(request.remote_addr or "") and not any(name in request.headers for name in FORWARDED)


def _names(app: Flask) -> Iterator[str]:
    endpoints = [*(rule.endpoint for rule in app.url_map.iter_rules()), NOWHERE]
    yield from (_request_name(endpoint, status) for endpoint in endpoints for status in range(1, 6))
    for part in sorted({_part(endpoint) for endpoint in endpoints}):
        yield from (_bucket(part, bound) for bound in BOUNDS)
        yield from (f'mysay_request_seconds_{name}{{part="{part}"}}' for name in ("sum", "count"))


def _request_name(endpoint: str, status: int) -> str:
    return f'mysay_requests_total{{route="{endpoint}",status="{status}xx"}}'


def _bucket(part: str, bound: float) -> str:
    told = "+Inf" if bound == BOUNDS[-1] else f"{bound:g}"
    return f'mysay_request_seconds_bucket{{part="{part}",le="{told}"}}'


def _part(endpoint: str) -> str:
    return endpoint.partition(".")[0] if "." in endpoint else "other"


def _begin(_: Flask, **__: object) -> None:
    g.began = time.perf_counter()


def _end(app: Flask, response: Response, **__: object) -> None:
    counters: Counters = app.extensions[COUNTERS]
    endpoint = request.endpoint or NOWHERE
    counters.add(_request_name(endpoint, min(max(response.status_code // 100, 1), 5)))
    if endpoint == SOCKET:
        return  # as long as somebody speaks
    part, seconds = _part(endpoint), time.perf_counter() - g.began
    for bound in BOUNDS:
        if seconds <= bound:
            counters.add(_bucket(part, bound))
    counters.add(f'mysay_request_seconds_sum{{part="{part}"}}', seconds)
    counters.add(f'mysay_request_seconds_count{{part="{part}"}}')


def _gauges() -> Iterator[tuple[str, float]]:
    try:
        tally = services().store.tally()
    except StoreUnavailable:
        yield 'mysay_part_ready{part="store"}', 0
    else:
        yield 'mysay_part_ready{part="store"}', 1
        yield from ((f'mysay_waiting{{what="{what}"}}', many) for what, many in tally.waiting.items())
        yield from ((f'mysay_conversations{{state="{state}"}}', many) for state, many in tally.conversations.items())
    engines = services().engine.health()
    whole = sum(engine is not None and engine.actions for engine in engines)
    yield 'mysay_part_ready{part="engine"}', any(engines)
    yield 'mysay_part_ready{part="actions"}', whole > 0
    yield 'mysay_engines{state="whole"}', whole
    yield 'mysay_engines{state="known"}', len(engines)


def _with_heads(lines: Iterator[str]) -> Iterator[str]:
    """Each family of numbers after two lines that say what it is."""
    last = ""
    for line in lines:
        family = next(name for name in TOLD if line.startswith(name))
        if family != last:
            kind, what = TOLD[family]
            yield f"# HELP {family} {what}\n# TYPE {family} {kind}\n"
            last = family
        yield f"{line}\n"

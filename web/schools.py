"""Several schools on one installation: the host name that a request came to says whose application answers it."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from flask import Flask, Response, jsonify, request
from werkzeug.wrappers import Response as Plain

from operating.schools import School, schools_of
from operating.settings import Settings
from records.database import StoreUnavailable
from records.store import Store
from records.tally import Tally
from web import create_app
from web.problems import RETRY_SECONDS, Problem
from web.services import Services

Environment = dict[str, Any]
Wsgi = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
FOR_ALL = frozenset({"static", "healthz", "readyz", "metrics"})
"""What is answered under a name that is no school's: whether the installation is well, and how the refusal looks."""
MISDIRECTED = 421


def application(settings: Settings) -> Wsgi:
    """The one application that there is, or one for each school; raises SettingWrong."""
    schools = schools_of(settings)
    return Schools(settings, schools) if schools else create_app(settings)


class Schools:
    """A WSGI application; each school's is made when somebody first comes to it, in each process.

    One that cannot be made holds up no other.
    """

    def __init__(self, settings: Settings, schools: Sequence[School]) -> None:
        self._schools = {host: school for school in schools for host in school.hosts}
        self._hall = _hall(settings, {school.name: school for school in schools})
        self._made: dict[str, Flask] = {}
        self._lock = threading.Lock()
        self._log = logging.getLogger("mysay.web")

    def __call__(self, environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as the school whose name stands in `Host`; nothing else in a request says whose it is."""
        school = self._schools.get(host_of(environ))
        try:
            app = self._of(school) if school else self._hall
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one, the others go on
            self._log.error("a school cannot be opened: %s", type(error).__name__)
            return Plain("", 503, {"Retry-After": str(RETRY_SECONDS)})(environ, start_response)
        return app(environ, start_response)

    def services(self, wanted: Callable[[Store], bool]) -> Iterator[Services]:
        """Those of each school whose store is `wanted`, made like its application; one that fails holds up no other."""
        stores = cast(Services, self._hall.extensions["mysay"]).store
        for school in {school.name: school for school in self._schools.values()}.values():
            try:
                if wanted(cast(AllStores, stores).of(school.name)):
                    yield cast(Services, self._of(school).extensions["mysay"])
            except Exception as error:  # noqa: BLE001  # as above
                self._log.error("a school cannot be opened: %s", type(error).__name__)

    def _of(self, school: School) -> Flask:
        with self._lock:
            if school.name not in self._made:
                self._made[school.name] = create_app(school.settings, like=self._hall)
            return self._made[school.name]


def host_of(environ: Environment) -> str:
    """The host name of a request in small letters, without a port and without the dot that a name may end in."""
    given = str(environ.get("HTTP_HOST", "")).lower()
    name, colon, port = given.rpartition(":")
    return (name if colon and port.isdecimal() else given).removesuffix(".")


class AllStores:
    """The stores of all schools, as far as it is told whether and what they keep."""

    def __init__(self, stores: Mapping[str, Store]) -> None:
        self._stores = stores

    def of(self, school: str) -> Store:
        """That of the school of this name."""
        return self._stores[school]

    def ready_ones(self) -> int:
        """How many can be read and written now."""
        return sum(_ready(store) for store in self._stores.values())

    def ready(self) -> bool:
        """Whether any can: where one school's is broken, the others are still served."""
        return self.ready_ones() > 0

    def tally(self) -> Tally:
        """All together, of those that can be read; raises StoreUnavailable where none can."""
        found = [tally for store in self._stores.values() if (tally := _tally(store))]
        if not found:
            raise StoreUnavailable("none")
        return Tally(_sum([one.conversations for one in found]), _sum([one.waiting for one in found]))


def _hall(settings: Settings, schools: Mapping[str, School]) -> Flask:
    """What answers where no school does; its voices, ears and counters are those of every school."""
    app = create_app(replace(settings, schools=None))
    stores = AllStores({
        name: Store(school.settings.database, school.settings.database_key) for name, school in schools.items()
    })  # fmt: skip
    app.extensions["mysay"] = replace(cast(Services, app.extensions["mysay"]), store=cast(Store, stores))
    app.before_request_funcs.setdefault(None, []).insert(0, _nobody_lives_here)
    ready = app.view_functions["readyz"]

    def readyz() -> tuple[Response, int]:
        reply, status = cast("tuple[Response, int]", ready())
        counted = {"ready": stores.ready_ones(), "of": len(schools)}
        return jsonify({**cast("dict[str, Any]", reply.get_json()), "schools": counted}), status

    app.view_functions["readyz"] = readyz
    return app


def _nobody_lives_here() -> None:
    if request.endpoint not in FOR_ALL:
        raise Problem(MISDIRECTED, "no_school")


def _ready(store: Store) -> bool:
    try:
        return store.ready()
    except StoreUnavailable:
        return False


def _tally(store: Store) -> Tally | None:
    try:
        return store.tally()
    except StoreUnavailable:
        return None


def _sum(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(count[name] for count in counts) for name in counts[0]}

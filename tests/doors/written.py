"""`make doors ARGS=--table`: who is let in by which door, tried at every one and written to docs/doors.md."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import click
from flask.testing import FlaskClient

from operating.settings import ROOT, Settings
from records.store import Store
from tests.doors.conftest import NOWHERE, SECRET
from tests.doors.school import School, open_school
from tests.doors.table import CALLERS, Door, doors
from tests.doors.test_doors import asked, refused
from web import create_app

FILE = ROOT / "docs" / "doors.md"
HEAD = """# Doors

Every route of the application and every method, tried with each of seven callers: **+** comes in, **.** is turned away
(401, 403, or led to the sign-in). Made by `make doors ARGS=--table`, which asks the application itself.
`tests/doors/test_doors.py` holds each line to `tests/doors/routes.txt` in every run of the tests, with the ids of other
families and of nobody in every place too, and `tests/doors/test_schools.py` with what somebody holds at another school.

`stranger` holds the token of another conversation; `owner` that of this one; `lead` is the safeguarding lead;
`signed_out` is a session that was ended. Whoever comes in may still be told that there is nothing (404) or that it does
not fit (422).

"""


def tried(client: FlaskClient, door: Door, school: School) -> bool:
    """Whether this caller comes in."""
    return not refused(asked(client, door, school.ids))


def table(found: Mapping[tuple[str, str], bool]) -> Iterator[str]:
    """Markdown, one line a door."""
    yield f"| door | {' | '.join(CALLERS)} |"
    yield f"|---|{':-:|' * len(CALLERS)}"
    for door in doors():
        marks = " | ".join("+" if found[str(door), name] else "." for name in CALLERS)
        yield f"| `{door}` | {marks} |"
    let_in = sum(found.values())
    yield f"\n{len(doors())} doors, {len(found)} tries: {let_in} let in, {len(found) - let_in} turned away.\n"


def walked(folder: Path) -> dict[tuple[str, str], bool]:
    """Every door with every caller, each in a school that nobody has touched."""
    school = open_school(folder / "mysay.db")
    whole = (folder / "mysay.db").read_bytes()
    app = create_app(Settings(folder, secret_key="only for this walk", engines=(NOWHERE,)))
    found = {}
    for number, (door, name) in enumerate((door, name) for door in doors() for name in CALLERS):
        path = folder / f"{number}.db"
        path.write_bytes(whole)
        app.extensions["mysay"] = replace(app.extensions["mysay"], store=Store(path))
        found[str(door), name] = tried(_browser(cast(FlaskClient, app.test_client()), school, name), door, school)
        for one in folder.glob(f"{number}.db*"):
            one.unlink()
    return found


def _browser(client: FlaskClient, school: School, name: str) -> FlaskClient:
    client.environ_base = {**client.environ_base, "wsgi.url_scheme": "https"}
    page = client.get("/portal/sign-in").text
    client.form_secret = SECRET.search(page)[1]  # type: ignore[attr-defined, index]
    if name in school.tokens:
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {school.tokens[name]}"
        for cookie in ("mysay", "mysay_staff"):
            client.set_cookie(cookie, school.tokens[name])
    return client


def write() -> None:
    """Walk through every door; ends with 1 where one lets in whom tests/doors/routes.txt does not name."""
    with tempfile.TemporaryDirectory() as place:
        found = walked(Path(place))
    FILE.write_text(HEAD + "\n".join(table(found)), "utf-8")
    wrong = [f"{door} {name}" for door in doors() for name in CALLERS if found[str(door), name] != (name in door.who)]
    click.echo(f"{FILE.relative_to(ROOT)} is written. " + ("\n".join(wrong) or "All doors are as routes.txt has them."))
    sys.exit(bool(wrong))

"""`make doors`: the API as it runs against its own description, by schemathesis, with the token of each caller."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from operating.settings import DATA, ROOT
from records.staff import Role
from records.store import Store
from tests.doors.written import write
from tests.installation import Installation
from tests.person import API, Person, call

PASSWORD = "a long enough password"
PROGRAM = ROOT / ".venv-doors" / "bin" / "schemathesis"
NOT_ASKED = "positive_data_acceptance"
"""What fits the form of a message may still be refused for what it says: a choice that the question does not have."""
REFUSALS = ["400", "401", "403", "404", "405", "409", "411", "413", "415", "422", "429", "503"]
"""A text that is too long is a 413, whatever else is wrong; 503 says when to come back."""
PARTICIPANTS = "^/api/v1/(conversations|questions|symbols|resume|openid|schema|speech/voices)|z$"
STAFF = "^/api/v1/(records|reviews|invitations|concerns|audit|insight|staff)"


def people(installation: Installation) -> dict[str, tuple[str, str, str]]:
    """Each caller with a token, and a conversation and a question to ask about."""
    person, done = Person.asked(installation.base), Person.asked(installation.base)
    question = done.question
    done.say("some words", question_id=question)
    done.call("PATCH", "", {"state": "finished"})
    found = {"participant": (person.token, person.id, person.question)}
    staff = Store(installation.home / "mysay.db").staff
    for role in Role:
        staff.add(role.value, "Mx Jones", role, PASSWORD)
        login = call(installation.base, "POST", f"{API}/staff/login", {"username": role.value, "password": PASSWORD})
        found[role.value] = (login.json["token"], done.id, question)
    return found


def configured(folder: Path, name: str, token: str, conversation: str, question: str) -> Path:
    """A configuration of schemathesis for one caller."""
    path = folder / f"{name}.toml"
    path.write_text(
        f'headers = {{ Authorization = "Bearer {token}" }}\n[parameters]\n"path.conversation_id" = "{conversation}"\n'
        f'"path.question_id" = "{question}"\n[checks]\n'
        f"negative_data_rejection.expected-statuses = {json.dumps(REFUSALS)}\n"
    )
    return path


def tried(base: str, config: Path, examples: int, paths: str) -> tuple[bool, str]:
    """Whether all was as described, and what schemathesis said."""
    command = [
        str(PROGRAM), "--no-color", "--config-file", str(config), "run", str(DATA / "schema" / "openapi.json"),
        "--url", base, "--max-examples", str(examples), "--phases", "coverage,fuzzing", "--continue-on-failure",
        "--warnings", "off", "--exclude-checks", NOT_ASKED, "--include-path-regex", paths, "--exclude-path-regex",
        "/staff/logout$", "--generation-database", "none",
    ]  # fmt: skip
    if config.stem == "participant":
        command += ["--exclude-operation-id", "erase", "--exclude-operation-id", "draw"]  # it can make no picture
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=config.parent)
    return done.returncode == 0, done.stdout + done.stderr


@click.command()
@click.option("--examples", default=20, help="how many of each call, beside those that cover the description")
@click.option("--only", default="", help="one caller alone")
@click.option("--table", is_flag=True, help="write who is let in by which door to docs/doors.md, and no more")
def main(examples: int, only: str, table: bool) -> None:
    """Say of each caller what was tried, and everything that was not as described."""
    if table:
        write()
    fine = True
    with tempfile.TemporaryDirectory() as place, Installation.started(Path(place) / "home") as installation:
        for name, who in people(installation).items():
            if only in {"", name}:
                config = configured(Path(place), name, *who)
                good, said = tried(
                    installation.base, config, examples, PARTICIPANTS if name == "participant" else STAFF
                )
                tested, generated = (re.search(pattern, said) for pattern in (r"Tested: (\d+)", r"(\d+) generated"))
                told = (found[1] if found else "?" for found in (tested, generated))
                click.echo("{:20} {} calls, {} requests, {}".format(name, *told, "as described" if good else "NOT:"))
                click.echo("" if good else said)
                fine = fine and good
    sys.exit(not fine)


if __name__ == "__main__":
    main()

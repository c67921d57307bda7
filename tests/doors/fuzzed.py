"""`make fuzz`: every parser is given so many hostile inputs, slice by slice, and a table says how many each has had.

What was reached is kept in a file, so that it goes on where it was stopped, on as many days as it takes.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from operating.settings import ROOT

FILES = ("tests/doors/test_parsers.py", "tests/doors/test_requests.py", "tests/doors/test_more_parsers.py")
NO_PARSERS = (
    "::test_somebody_who_is_gone_ends_the_talk_as_sockets_end",
    "::test_a_provider_that_tells_nonsense_of_a_token_is_away",
    "::test_an_address_that_cannot_be_read_is_told",
    "::test_a_bracket_that_is_not_closed_leads_nowhere_else",
    "::test_a_provider_that_tells_no_list_of_its_ways_is_asked_in_the_usual_one",
)
"""Without inputs that are made: these are tried once."""
TOLD = re.compile(r"^(\d+) inputs$", re.MULTILINE)


@dataclass(frozen=True)
class Slice:
    """One run: which parser, how many inputs it took, how many made it fail, and in how many seconds of a core.

    `whole`: there are no other inputs of the kind, so that more runs would try the same again.
    """

    parser: str
    tried: int
    failed: int
    seconds: float
    whole: bool = False


def parsers() -> list[str]:
    """The names of the tests, as pytest knows them."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *FILES]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return [line for line in said.splitlines() if "::" in line and not line.partition("[")[0].endswith(NO_PARSERS)]


def tried(parser: str, examples: int) -> tuple[Slice, str]:
    """One slice, and all that pytest said."""
    command = [
        sys.executable, "-m", "pytest", parser, "-q", "-rP", "--tb=short", "-p", "no:cacheprovider",
        "-p", "tests.doors.thrown",
    ]  # fmt: skip
    began = _processor()
    done = subprocess.run(
        ["env", f"MYSAY_EXAMPLES={examples}", *command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    taken, failed = sum(map(int, TOLD.findall(done.stdout))), int(done.returncode != 0)
    whole, seconds = not failed and taken < examples, round(_processor() - began, 1)
    return Slice(parser.partition("::")[2], taken, failed, seconds, whole), done.stdout


def _processor() -> float:
    """The time that all programs started here took of a core: the machine may be busy, or this held up, meanwhile."""
    used = os.times()
    return used.children_user + used.children_system


def kept(file: Path) -> list[Slice]:
    """What was tried before."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [Slice(**json.loads(line)) for line in lines]


def table(names: list[str], slices: list[Slice]) -> Iterator[str]:
    """How many inputs each parser has had, as Markdown."""
    yield "| parser | inputs | that made it fail | minutes of a core |\n|---|---:|---:|---:|"
    for parser in (name.partition("::")[2] for name in names):
        mine = [one for one in slices if one.parser == parser]
        whole = " (there are no others)" if any(one.whole for one in mine) else ""
        inputs, failed, minutes = (sum(getattr(one, what) for one in mine) for what in ("tried", "failed", "seconds"))
        yield f"| `{parser}` | {inputs:,}{whole} | {failed} | {minutes / 60:.0f} |"


@click.command()
@click.option("--examples", default=100_000, show_default=True, help="inputs for each parser")
@click.option("--at-once", default=10_000, show_default=True, help="in one run, after which what was reached is kept")
@click.option("--only", default="", help="parsers whose names hold this")
@click.option("--kept", "file", default=ROOT / "var" / "fuzzed.jsonl", type=click.Path(path_type=Path))
@click.option("--table", "table_alone", is_flag=True, help="say what was reached, and try nothing")
def main(examples: int, at_once: int, only: str, file: Path, table_alone: bool) -> None:
    """Try every parser until it has had so many inputs; stops at the first that fails."""
    names = [name for name in parsers() if only in name]
    file.parent.mkdir(parents=True, exist_ok=True)
    for name in [] if table_alone else names:
        while (left := _left(name, examples, kept(file))) > 0:
            done, said = tried(name, min(left, at_once))
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(done)) + "\n")
            if done.failed:
                click.echo(said)
                sys.exit(1)
    click.echo("\n".join(table(names, kept(file))))


def _left(name: str, examples: int, slices: list[Slice]) -> int:
    mine = [one for one in slices if one.parser == name.partition("::")[2]]
    return 0 if any(one.whole for one in mine) else examples - sum(one.tried for one in mine)


if __name__ == "__main__":
    main()

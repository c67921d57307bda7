"""The README cannot drift: every command, setting and task is in it."""

import re

import click

from mysay import main
from operating.settings import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def commands(group: click.Group, before: str = "mysay") -> list[str]:
    """Every command as one types it."""
    names: list[str] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            names += commands(command, f"{before} {name}")
        else:
            names.append(f"{before} {name}")
    return names


def test_every_command_is_documented() -> None:
    """Each command stands in the README, as one types it."""
    assert [name for name in commands(main) if f"`{name}" not in README] == []


def test_every_command_has_help() -> None:
    """Each command says in one sentence what it does."""
    for name in commands(main):
        command: click.Command = main
        for word in name.split()[1:]:
            assert isinstance(command, click.Group)
            command = command.commands[word]
        assert command.help, name


def test_every_setting_is_documented() -> None:
    """Each MYSAY_ variable that an operator may set stands in the README's table."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "operating").glob("*.py"))
    sources += (ROOT / "bot" / "engine" / "without_tensorflow.py").read_text("utf-8")
    inner = {"MYSAY_SUPERVISED", "MYSAY_INSTANCE", "MYSAY_ACTIONS_URL", "MYSAY_ENGINE_SECRET"}
    named = set(re.findall(r"MYSAY_[A-Z_]+", sources)) - inner
    assert {name for name in named if f"`{name}`" not in README} == set()


def test_every_task_is_listed() -> None:
    """Each target of the Makefile that does something for people is told by `make help`."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    told = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert phony == told


def test_folders_named_in_the_readme_are_there() -> None:
    """A folder or file that the README names exists."""
    named = re.findall(r"^\| `([a-z_./]+)` \|", README, re.MULTILINE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_links_between_documents_lead_somewhere() -> None:
    """A file, or picture, that a document links to is there."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link.partition("#")[0])
        for page in pages
        for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", page.read_text("utf-8"))
        for link in filter(None, link)
    ]
    local = [(page, link) for page, link in links if link and "://" not in link]
    assert local
    assert [(page.name, link) for page, link in local if not (page.parent / link).exists()] == []

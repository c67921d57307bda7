"""`--school NAME`: which of several schools a command is about."""

import click

from operating.environment import SettingWrong
from operating.schools import schools_of
from operating.settings import Settings

ASKED = "mysay school"
"""Where click keeps what was given, for the length of one command."""


def of_a_school(command: click.Command, or_all: bool = False) -> click.Command:
    """The command, or each command of a group, with the option; `school_asked` finds what was given.

    `or_all`: without a name it is about the whole installation.
    """
    if isinstance(command, click.Group):
        for one in command.commands.values():
            of_a_school(one, or_all)
    elif not any("--school" in parameter.opts for parameter in command.params):
        of_which = "Of this school alone, else of all" if or_all else "Of this school"
        command.params.append(click.Option(
            ["--school"], metavar="NAME", expose_value=False, callback=_note_given if or_all else _note,
            help=f"{of_which}, where there are several: a name in the file of MYSAY_SCHOOLS.",
        ))  # fmt: skip
    return command


def of_a_school_or_all(command: click.Command) -> click.Command:
    """The same, where no name means all of them."""
    return of_a_school(command, or_all=True)


def school_asked(settings: Settings) -> Settings:
    """The settings of the school that this command was told of; the installation's where it takes none.

    `settings`: the installation's, with its key. Raises SettingWrong where no school is named and there are several.
    """
    meta = click.get_current_context().meta
    if ASKED not in meta:
        return settings
    schools, name = {school.name: school.settings for school in schools_of(settings)}, meta[ASKED]
    if not schools and not name:
        return settings
    if name not in schools:
        known = ", ".join(sorted(schools)) or "none: MYSAY_SCHOOLS is not set"
        raise SettingWrong(f"Say which school with --school (there are: {known})")
    return schools[name]


def _note_given(context: click.Context, option: click.Parameter, name: str | None) -> None:
    if name is not None:
        _note(context, option, name)


def _note(context: click.Context, _: click.Parameter, name: str | None) -> None:
    context.meta[ASKED] = name

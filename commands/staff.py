"""`mysay staff`: who may sign in to read records."""

import sys

import click

from commands.installation import give_up, usable_settings, usable_store
from records.staff import SHORTEST_PASSWORD, PasswordTooShort, Role, UsernameTaken


@click.group()
def staff() -> None:
    """The people who may sign in to read records."""


@staff.command()
@click.argument("username")
@click.option("--name", help="The name that others see (default: the user name).")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.PRACTITIONER.value)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(username: str, name: str | None, role: str, password_stdin: bool) -> None:
    """Add somebody; the password is asked for, and never given on the command line."""
    store = usable_store(usable_settings())
    asked = f"Password (at least {SHORTEST_PASSWORD} characters)"
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt(asked, hide_input=True, confirmation_prompt=True)
    try:
        member = store.staff.add(username, name or username, Role(role), password)
    except UsernameTaken:
        give_up(f"There is a {username} already.")
    except PasswordTooShort:
        give_up(f"The password is too short: use at least {SHORTEST_PASSWORD} characters.")
    store.audit.note("command line", "added staff", detail=f"{member.username} {role}")
    click.echo(f"{member.username} may sign in as {role} on the page /portal")

"""`mysay staff`: who may sign in to read records, and helping those who cannot."""

import sys

import click

from commands.installation import give_up, usable_settings, usable_store
from records.openid import SubjectTaken
from records.staff import SHORTEST_PASSWORD, Member, PasswordRefused, Role, UsernameTaken, WasRemoved
from records.store import Store

HERE = "command line"
from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking."
)


@click.group()
def staff() -> None:
    """The people who may sign in to read records."""


@staff.command()
@click.argument("username")
@click.option("--name", help="The name that others see (default: the user name).")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.PRACTITIONER.value)
@from_stdin
@click.option("--no-password", is_flag=True, help="They sign in by your authority's own sign-in alone.")
@click.option("--again", is_flag=True, help="They were removed before, and this is the same person.")
def add(  # noqa: PLR0913, PLR0917  # one for each option
    username: str, name: str | None, role: str, password_stdin: bool, no_password: bool, again: bool
) -> None:
    """Add somebody; the password is asked for, and never given on the command line."""
    store = _store()
    password = None if no_password else _password(password_stdin)
    try:
        member = store.staff.add(username, name or username, Role(role), password, again)
    except UsernameTaken:
        give_up(f"There is a {username} already.")
    except WasRemoved:
        give_up(
            f"There was a {username} before, and the audit still names them. If this is the same person, add --again; "
            "otherwise choose another name."
        )
    except PasswordRefused as refused:
        give_up(f"The password will not do: {refused}.")
    store.audit.note(HERE, "added staff", detail=f"{member.username} {role}")
    click.echo(f"{member.username} may sign in as {role} on the page /portal")


@staff.command("list")
def list_() -> None:
    """List who may sign in: user name, role, name, and how."""
    store = _store()
    for member in store.staff.everyone():
        ways = ", ".join(store.staff.ways_in(member)) or "no way to sign in yet"
        click.echo(f"{member.username}\t{member.role.value}\t{member.name}\t{ways}")


@staff.command()
@click.argument("username")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(username: str, yes: bool) -> None:
    """Take somebody's way in away, and sign them out at once; the audit keeps their name."""
    store = _store()
    member = _member(store, username)
    if not yes:
        click.confirm(f"Shall {member.name} ({member.username}) no longer sign in?", abort=True)
    store.staff.remove(member)
    store.audit.note(HERE, "removed staff", detail=member.username)
    click.echo(f"{member.username} is signed out and can no longer sign in.")
    if member.role not in {other.role for other in store.staff.everyone()}:
        click.echo(f"Nobody is {member.role.value} any more: add somebody with `mysay staff add`.", err=True)


@staff.command()
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def role(username: str, role: str) -> None:
    """Say what somebody may do from now on; they sign in again for it."""
    store = _store()
    member = _member(store, username)
    store.staff.change_role(member, Role(role))
    _done(store, member, f"is now {role}")


@staff.command()
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Take off the code at sign-in: the telephone is lost.")
@click.option("--password", is_flag=True, help="Set a new password, which is asked for.")
@from_stdin
def reset(username: str, second_factor: bool, password: bool, password_stdin: bool) -> None:
    """Let somebody in again who lost their telephone or password, and sign them out everywhere."""
    store = _store()
    member = _member(store, username)
    if not second_factor and not password and not password_stdin:
        give_up("Say what: --second-factor, --password, or both.")
    if password or password_stdin:
        try:
            store.staff.change_password(member, _password(password_stdin))
        except PasswordRefused as refused:
            give_up(f"The password will not do: {refused}.")
        _done(store, member, "set a new password")
    if second_factor:
        taken_off = store.second_factors.take_off(member.id)
        _done(store, member, "took off a second factor" if taken_off else "found no second factor to take off")
    store.sessions.end_all(member.id)


@staff.command()
@click.argument("username")
@click.argument("reference", required=False)
@click.option("--off", is_flag=True, help="Your authority's sign-in no longer lets them in.")
def link(username: str, reference: str | None, off: bool) -> None:
    """Say who somebody is at your authority's own sign-in, by the reference that it shows to whoever is not linked."""
    store = _store()
    member = _member(store, username)
    if off == (reference is not None):
        give_up("Give the reference, or --off.")
    if reference is None:
        store.openid.unlink(member)
        store.sessions.end_all(member.id)
        _done(store, member, "unlinked staff")
        return
    try:
        store.openid.link(member, reference)
    except SubjectTaken:
        give_up("That reference belongs to somebody else here: see `mysay staff list`.")
    _done(store, member, "linked staff")


def _store() -> Store:
    return usable_store(usable_settings())


def _member(store: Store, username: str) -> Member:
    found = store.staff.find(username)
    if found is None:
        give_up(f"There is no {username}: see `mysay staff list`.")
    return found


def _password(from_standard_input: bool) -> str:
    if from_standard_input:
        return sys.stdin.readline().rstrip("\n")
    asked = f"Password (at least {SHORTEST_PASSWORD} characters)"
    return str(click.prompt(asked, hide_input=True, confirmation_prompt=True))


def _done(store: Store, member: Member, did: str) -> None:
    store.audit.note(HERE, did, detail=member.username)
    click.echo(f"{member.username}: {did}")

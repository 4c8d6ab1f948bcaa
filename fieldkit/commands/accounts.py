"""`fieldkit account`: people who sign in at the desk, for when no browser is at hand."""

import sys
from pathlib import Path

import click

from fieldkit.commands.answer import Answer, json_option, moment, opened, project_argument


@click.group()
def account() -> None:
    """Make accounts and list them; list invitations and take them back."""


@account.command()
@project_argument
@click.option("--name", required=True, help="The person's name.")
@click.option("--email", required=True, help="The address with which they sign in.")
@click.option("--role", type=click.Choice(["coordinator", "partner"]), default="coordinator", show_default=True)
@click.option("--language", default="en", show_default=True, metavar="CODE", help="The language of their pages.")
@json_option
def add(folder: Path, name: str, email: str, role: str, language: str) -> Answer:
    """Make an account. The password is read from standard input, or asked for at a terminal."""
    import uuid

    from fieldkit.services.accounts import NewAccount, create_account

    new = NewAccount(name=name, email=email, role=role, language=language, password=_password())
    with opened(folder) as project:
        made = create_account(project, new, actor="command", now=moment(), account_id=str(uuid.uuid4()))
    data = {"account_id": made.id, "name": made.name, "email": made.email, "role": made.role}
    return Answer(data, f"{made.name} can sign in as {made.email} ({made.role}).")


@account.command("list")
@project_argument
@json_option
def list_(folder: Path) -> Answer:
    """List the accounts."""
    from fieldkit.services.accounts import list_accounts

    with opened(folder) as project:
        accounts = list_accounts(project)
    text = "\n".join(f"{each.name} <{each.email}> ({each.role})" for each in accounts) or "There is no account yet."
    rows = [{"account_id": each.id, "name": each.name, "email": each.email, "role": each.role} for each in accounts]
    return Answer({"accounts": rows}, text)


@account.command()
@project_argument
@json_option
def invitations(folder: Path) -> Answer:
    """List the invitations that nobody has taken up yet."""
    from fieldkit.services.accounts import list_open_invitations

    with opened(folder) as project:
        waiting = list_open_invitations(project, now=moment())
    lines = [f"{each.id} {each.name} <{each.email}> ({each.role}), until {each.expires_at}" for each in waiting]
    rows = [
        {"id": each.id, "name": each.name, "email": each.email, "role": each.role, "expires_at": each.expires_at}
        for each in waiting
    ]
    return Answer({"invitations": rows}, "\n".join(lines) or "No invitation waits.")


@account.command()
@project_argument
@click.argument("invitation_id")
@json_option
def uninvite(folder: Path, invitation_id: str) -> Answer:
    """Take an invitation back: its link opens nothing any more. INVITATION_ID stands in `account invitations`."""
    from fieldkit.services.accounts import take_invitation_back

    with opened(folder) as project:
        take_invitation_back(project, invitation_id=invitation_id, actor="command", now=moment())
    return Answer({"ended": invitation_id}, f"The invitation {invitation_id} was taken back.")


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")

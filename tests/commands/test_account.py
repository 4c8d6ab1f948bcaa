"""Accounts from the command line."""

import io
from pathlib import Path

import pytest

from fieldkit.commands.answer import moment, opened
from fieldkit.services.accounts import NewAccount, create_account, invite

from .conftest import Run

PASSWORD = "the ferry leaves at nine"
WHO = ("--name", "Noor Haddad", "--email", "noor@example.org")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


@pytest.mark.usefixtures("typed")
def test_an_account_is_made_with_a_password_from_standard_input(run: Run, project_folder: Path) -> None:
    made = run("account", "add", project_folder, *WHO, "--json")
    assert made.exit == 0
    assert PASSWORD not in made.out
    listed = run("account", "list", project_folder, "--json").object["accounts"]
    assert listed == [{"account_id": made.object["account_id"], "name": WHO[1], "email": WHO[3], "role": "coordinator"}]


@pytest.mark.usefixtures("typed")
def test_the_same_address_twice_is_refused(run: Run, project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("account", "add", project_folder, *WHO)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run("account", "add", project_folder, *WHO, "--json").object["code"] == "409.email-taken"


def test_an_empty_password_is_refused(run: Run, project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run("account", "add", project_folder, *WHO).exit == 1
    assert run("account", "list", project_folder, "--json").object["accounts"] == []


def test_invitations_are_listed_and_taken_back(run: Run, project_folder: Path) -> None:
    with opened(project_folder) as project:
        ada = NewAccount("Ada", "ada@example.org", "coordinator", "en", "four plain words here")
        actor = create_account(project, ada, actor="command", now=moment(), account_id="ada")
        fields = {"name": "Bea", "email": "bea@example.org", "role": "partner", "language": "en"}
        invite(project, **fields, actor=actor, now=moment(), token="t" * 43)
    [waiting] = run("account", "invitations", project_folder, "--json").object["invitations"]
    assert (waiting["name"], waiting["role"]) == ("Bea", "partner")
    assert run("account", "uninvite", project_folder, waiting["id"], "--json").object == {"ended": waiting["id"]}
    assert run("account", "invitations", project_folder, "--json").object == {"invitations": []}
    again = run("account", "uninvite", project_folder, waiting["id"], "--json")
    assert (again.exit, again.object["code"]) == (1, "404.invitation")

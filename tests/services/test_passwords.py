"""Passwords: how many are hashed at once, and what costs the same."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from fieldkit.errors import Problem
from fieldkit.services import passwords


class Slow:
    """Stands where the hasher stands and counts how many are inside at once."""

    def __init__(self) -> None:
        self.inside, self.most, self.lock = 0, 0, threading.Lock()

    def hash(self, password: str) -> str:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.02)
        with self.lock:
            self.inside -= 1
        return password


def test_only_a_few_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Slow()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    with ThreadPoolExecutor(24) as pool:
        hashed = list(pool.map(passwords.hash_password, [f"password {number}" for number in range(24)]))
    assert len(hashed) == 24
    assert hasher.most <= passwords.SIMULTANEOUS_HASHES


def test_who_waits_too_long_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    with passwords._turn(), pytest.raises(Problem) as refused:
        passwords.hash_password("four plain words here")
    assert refused.value.code == "503.busy"


def test_a_hash_says_how_it_was_made() -> None:
    assert passwords.hash_password("four plain words here").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_hashes_of_one_password_differ_and_both_fit() -> None:
    hashes = {passwords.hash_password("four plain words here") for _ in range(2)}
    assert len(hashes) == 2
    assert all(passwords.password_fits("four plain words here", one) for one in hashes)


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$broken"])
def test_what_is_no_hash_fits_no_password(stored: str | None) -> None:
    assert not passwords.password_fits("four plain words here", stored)


def test_an_overlong_guess_is_not_even_hashed() -> None:
    assert not passwords.password_fits("x" * 10_000_000, passwords.hash_password("four plain words here"))

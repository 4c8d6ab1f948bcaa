"""Passwords: the rule for new ones, and Argon2id hashes whose making is limited to a few at a time."""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fieldkit.errors import Problem

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 1024
SIMULTANEOUS_HASHES = 4
PATIENCE_SECONDS = 10.0

# 19 MiB, two passes, one lane: the OWASP recommendation for Argon2id.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(SIMULTANEOUS_HASHES)
_NOBODY = _hasher.hash("nobody has this password")


def require_good_password(password: str) -> None:
    """Accept a new password by its length alone, so that people can choose words they remember.

    Raises:
        Problem: `422.password-short` under 12 characters; `422.password-long` over 1024 (nothing is ever cut off).
    """
    if len(_normalised(password)) < MINIMUM_LENGTH:
        raise Problem(
            "422.password-short",
            "The password is too short.",
            where="password",
            remedy="Use at least 12 characters; a few words in a row are good.",
        )
    if len(password) > MAXIMUM_LENGTH:
        raise Problem(
            "422.password-long",
            "The password is too long.",
            where="password",
            remedy="Use at most 1024 characters.",
        )


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, with its salt and settings inside."""
    with _turn():
        return _hasher.hash(_normalised(password))


def password_fits(password: str, password_hash: str | None) -> bool:
    """Tell whether a password fits its hash; without a hash (nobody has that address) it takes as long and says no."""
    if len(password) > MAXIMUM_LENGTH:
        return False
    with _turn():
        try:
            _hasher.verify(password_hash or _NOBODY, _normalised(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def _normalised(password: str) -> str:
    """Return one spelling of the same letters, whichever keyboard typed them."""
    return unicodedata.normalize("NFC", password)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise Problem(
            "503.busy", "Too many people are signing in at this moment.", remedy="Try again in a few seconds."
        )
    try:
        yield
    finally:
        _turns.release()

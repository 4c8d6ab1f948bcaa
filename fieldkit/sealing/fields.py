"""Sealing single fields of a database: AES-256-GCM under a 32-byte key, bound to the place where the field stands.

A sealed field is the 12-byte nonce, then ciphertext and tag. Its place (table, row, column) is additional data, so that
a field that was moved or swapped does not open.
"""

import hashlib
import hmac
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldkit.errors import Problem

NONCE_BYTES = 12


def seal_field(key: bytes, value: bytes, *, table: str, row: str, column: str, nonce: bytes) -> bytes:
    """Return `value` sealed for its place.

    Args:
        key: 32 bytes.
        value: the plaintext.
        table: where it stands.
        row: the row's primary key.
        column: the column's name.
        nonce: 12 fresh random bytes, never used twice with this key.
    """
    if len(nonce) != NONCE_BYTES:
        raise ValueError("the nonce has 12 bytes")
    return nonce + AESGCM(key).encrypt(nonce, value, _place(table, row, column))


def open_field(key: bytes, sealed: bytes, *, table: str, row: str, column: str) -> bytes:
    """Return what `seal_field` sealed for the same place.

    Raises:
        Problem: `500.vault-field` when the key is another one, or the field was changed or moved.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(table, row, column))
    except (InvalidTag, ValueError) as error:
        raise Problem(
            "500.vault-field",
            "A field of the identity vault cannot be opened.",
            where=f"{table}.{column}",
            remedy="Check that the project's key file is the right one; if it is, restore vault.db from a backup.",
        ) from error


def blind_key(key: bytes, value: str) -> str:
    """Return a keyed hash by which equal words find each other; case, spaces and composition do not count."""
    words = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return hmac.new(hmac.digest(key, b"fieldkit blind index", "sha256"), words.encode(), hashlib.sha256).hexdigest()


def _place(table: str, row: str, column: str) -> bytes:
    return "\x1f".join(("fieldkit-vault/1", table, row, column)).encode()

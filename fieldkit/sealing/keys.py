"""A project's keys. They live outside its folder, so that a copied folder alone opens nothing.

One JSON file per project, mode 0600, in `$FIELDKIT_KEYS`, else `$XDG_CONFIG_HOME/fieldkit/keys`, else
`~/.config/fieldkit/keys`. Losing it means that sealed records still on tablets and the identity vault can never be
opened again; that is why `fieldkit doctor` checks it and the documentation says how to back it up.
"""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.errors import EnvironmentProblem


@dataclass(frozen=True)
class ProjectKeys:
    """The secrets of one project.

    Attributes:
        sealing: P-256 key to which tablets seal records (HPKE, RFC 9180).
        receipts: P-256 key that signs receipts (ECDSA with SHA-256).
        vault: 32 bytes for the field encryption of the identity vault.
        sessions: 32 bytes that sign cookies.
        tombstones: 32 bytes that key the hashes of withdrawn codes, and of what people said in the log.
    """

    sealing: ec.EllipticCurvePrivateKey
    receipts: ec.EllipticCurvePrivateKey
    vault: bytes
    sessions: bytes
    tombstones: bytes

    @property
    def sealing_key_id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the public sealing key."""
        return hashlib.sha256(public_bytes(self.sealing)).hexdigest()[:16]

    def log_mark(self, sha256: str) -> str:
        """Return what the log keeps of the hash of something that people said: a keyed hash of it, 64 hex digits.

        The log is never shortened. A bare hash of a short answer would let whoever holds the project's folder find out,
        by trying, what was said long after it was withdrawn; this takes the key file too.
        """
        key = hmac.digest(self.tombstones, b"fieldkit log", "sha256")
        return hmac.new(key, sha256.encode(), hashlib.sha256).hexdigest()

    def release_secret(self) -> str:
        """Return the text that has a say in which cells of a release are hidden (`fieldkit.release.records.Rule`)."""
        return hmac.digest(self.tombstones, b"fieldkit release", "sha256").hex()


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public half as an uncompressed SEC 1 point (65 bytes), which WebCrypto imports as `raw`."""
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def generate_keys() -> ProjectKeys:
    """Make new keys from the operating system's randomness."""
    return ProjectKeys(
        sealing=ec.generate_private_key(ec.SECP256R1()),
        receipts=ec.generate_private_key(ec.SECP256R1()),
        vault=os.urandom(32),
        sessions=os.urandom(32),
        tombstones=os.urandom(32),
    )


def key_file(project_id: str) -> Path:
    """Return the place of the project's key file on this machine."""
    if folder := os.environ.get("FIELDKIT_KEYS"):
        return Path(folder) / f"{project_id}.json"
    config_home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config_home) / "fieldkit" / "keys" / f"{project_id}.json"


def save_keys(project_id: str, keys: ProjectKeys) -> Path:
    """Write the key file, readable by its owner only; an existing one is never overwritten.

    Raises:
        EnvironmentProblem: `500.keys-exist` when there already is one.
    """
    path = key_file(project_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = json.dumps(
        {
            "sealing": _private_text(keys.sealing),
            "receipts": _private_text(keys.receipts),
            "vault": base64.b64encode(keys.vault).decode(),
            "sessions": base64.b64encode(keys.sessions).decode(),
            "tombstones": base64.b64encode(keys.tombstones).decode(),
        },
        indent=1,
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise EnvironmentProblem(
            "500.keys-exist",
            "This project already has keys on this machine.",
            where=str(path),
            remedy="Keep them: without them nothing that was sealed can be opened.",
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def load_keys(project_id: str) -> ProjectKeys:
    """Read the project's key file.

    Raises:
        EnvironmentProblem: `500.keys-missing` or `500.keys-unreadable`, saying where they were looked for.
    """
    path = key_file(project_id)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return ProjectKeys(
            sealing=_private_key(values["sealing"]),
            receipts=_private_key(values["receipts"]),
            vault=base64.b64decode(values["vault"]),
            sessions=base64.b64decode(values["sessions"]),
            tombstones=base64.b64decode(values["tombstones"]),
        )
    except FileNotFoundError as error:
        raise EnvironmentProblem(
            "500.keys-missing",
            "The project's keys are not on this machine.",
            where=str(path),
            remedy="Copy the key file from its backup to this place, or set FIELDKIT_KEYS to the folder that holds it.",
        ) from error
    except (OSError, ValueError, KeyError) as error:
        raise EnvironmentProblem(
            "500.keys-unreadable",
            "The project's key file cannot be read.",
            where=str(path),
            remedy="Restore it from its backup.",
        ) from error


def _private_text(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _private_key(text: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic-curve key")
    return key

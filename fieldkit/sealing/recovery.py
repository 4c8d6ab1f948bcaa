"""Helping who forgot a PIN: their data key, sealed to the project, is sealed anew to a fresh key of the tablet.

Both ways are HPKE as in envelopes. The number that people compare is made from the tablet's public key, so that nobody
in between can put in another one unseen.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.errors import Problem
from fieldkit.sealing.envelope import SUITE

DATA_KEY_BYTES = 32


def rewrap_data_key(
    wrapped: bytes, private_key: ec.EllipticCurvePrivateKey, *, public_key: bytes, person_id: str
) -> bytes:
    """Open a person's data key and seal it to the tablet's fresh key; it is in the clear in memory only.

    Args:
        wrapped: the data key, sealed to the project (info `fieldkit-recovery/1 <person id>`).
        private_key: the project's sealing key.
        public_key: the tablet's fresh key, an uncompressed P-256 point (65 bytes).
        person_id: whose key it is.

    Raises:
        Problem: `422.recovery` when either key is not what it should be.
    """
    try:
        tablet = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
        data_key = SUITE.decrypt(wrapped, private_key, _info("fieldkit-recovery/1", person_id))
    except (ValueError, InvalidTag) as error:
        raise _refused() from error
    if len(data_key) != DATA_KEY_BYTES:
        raise _refused()
    return SUITE.encrypt(data_key, tablet, _info("fieldkit-recovery-answer/1", person_id))


def number_to_compare(public_key: bytes) -> str:
    """Return the six digits that tablet and desk both show, e.g. `042 917`.

    They are the first four bytes of the key's SHA-256, big-endian, modulo a million.
    """
    number = int.from_bytes(hashlib.sha256(public_key).digest()[:4], "big") % 1_000_000
    return f"{number // 1000:03} {number % 1000:03}"


def _info(purpose: str, person_id: str) -> bytes:
    return f"{purpose} {person_id}".encode()


def _refused() -> Problem:
    return Problem(
        "422.recovery",
        "The keys of this request cannot be used.",
        remedy="Ask again on the tablet; if it fails again, what is behind this PIN cannot be opened.",
    )

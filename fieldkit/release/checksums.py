"""Check digits of numbers that name one person or account; written from the published rules."""

import re

_ODD = dict(
    zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True),
) | dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)
_EVEN = {character: number for number, character in enumerate("0123456789")} | {
    character: number for number, character in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
_CODICE_FISCALE = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")


def is_codice_fiscale(text: str) -> bool:
    """Whether `text` is an Italian tax code whose check character fits (DM 23.12.1976)."""
    code = text.upper()
    if not _CODICE_FISCALE.fullmatch(code):
        return False
    total = sum(_ODD[character] for character in code[0:15:2]) + sum(_EVEN[character] for character in code[1:15:2])
    return code[15] == chr(ord("A") + total % 26)


def is_iban(text: str) -> bool:
    """Whether `text`, spaces apart, is an account number with the right check digits (ISO 13616: remainder 1 by 97)."""
    compact = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    digits = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(digits) % 97 == 1

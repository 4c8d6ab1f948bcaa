"""Suggestions of what in a text may name a person directly: for English, Italian, Arabic and Ukrainian.

These are suggestions, not a judgement. They are rules over the shape of words and numbers; on held-out English text the
union of such methods found about four in five identifiers. They do not know who "the only plumber from Asmara in town"
is, nor a name that the project has not been told, a nickname, or a misspelt street. So each text is read by a person,
twice, whatever is suggested.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldkit.release.checksums import is_codice_fiscale, is_iban


class Kind(StrEnum):
    """What a suggestion takes a stretch of text for."""

    NAME = "name"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    LINK = "link"
    IBAN = "bank account"
    TAX_CODE = "tax code"
    NUMBER = "document or case number"
    DATE = "exact date"
    ADDRESS = "street address"


@dataclass(frozen=True)
class Suggestion:
    """A stretch [start, end) of a text, in code points, that may be a direct identifier."""

    start: int
    end: int
    kind: Kind


REGIONS = ("IT", "GB", "UA", "FR", "DE", "EG", "MA", "SY")
"""Where a number without a country code is tried."""

_ASCII_DIGITS = {
    ord(digit): str(unicodedata.decimal(digit)) for block in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for digit in block
}

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>«»\"']+|\b[\w-]+\.(?:com|org|net|it|uk|ua|eu|info)(?:/[^\s<>]*)?\b", re.I)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b", re.I)
_TAX_CODE = re.compile(r"\b[A-Z]{6}[A-Z0-9]{10}\b", re.I)
_NUMBER = re.compile(
    r"\b(?=(?:[\w/-]*\d){4})[^\W\d_]{0,4}[-/ ]?\d[A-Z0-9]*(?:[-/][A-Z0-9]+)*\b",
    re.I,
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
    "|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    "|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d{{2}}\b|\b(?:19|20)\d{{2}}-\d{{1,2}}-\d{{1,2}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|°|º)?\s+(?:of\s+)?(?:{_MONTHS})(?:\s+(?:19|20)\d{{2}})?\b"
    rf"|\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s+(?:19|20)\d{{2}})?\b",
    re.I,
)
_ADDRESS = re.compile(
    r"\b\d{1,4}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Terrace|Close|Drive)\b"
    r"|\b(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Pp]iazzale|[Cc]orso|[Vv]icolo|[Ll]argo)\s+(?:[\w'’.]+\s+){0,4}?[\w'’.]+,?\s+\d{1,4}\b"
    r"|\b(?:вул\.|вулиця|вулиці|просп\.|проспект|площа|провулок)\s+[\w'’ʼ.-]+(?:\s+[\w'’ʼ.-]+)?,?\s*(?:буд\.\s*)?\d{1,4}\b"
    r"|(?:شارع|حارة|زقاق|ميدان)\s+\w+(?:\s+\w+)?"
)
_ADDRESS_WORDS = (
    *("St", "Road", "Rd", "Ave", "Lane", "Square", "Terrace", "Close", "Drive"),
    *("Via", "via", "iazza", "orso", "icolo", "argo", "вул", "просп", "площа", "провулок"),
    *("شارع", "حارة", "زقاق", "ميدان"),
)
_LINK_PARTS = ("://", "www.", ".com", ".org", ".net", ".it", ".uk", ".ua", ".eu", ".info")
_FIGURES_OF_DATE = re.compile(r"\d[./-]\d")
_MONTH_WORDS = tuple(_MONTHS.split("|"))
_PHONE_DIGITS = 7


def suggest_identifiers(text: str, *, names: Iterable[str] = (), regions: Sequence[str] = REGIONS) -> list[Suggestion]:
    """Return stretches of `text` that may name somebody, in order, none overlapping another.

    Args:
        text: any text; positions are its code points.
        names: names that the project knows, each also found by its single words of three letters or more.
        regions: countries whose phone numbers are recognised without their code; with none, no phone number is.
    """
    plain = text.translate(_ASCII_DIGITS)
    found = [*_checked_numbers(plain), *_patterns(plain), *_phones(plain, regions), *_known_names(text, names)]
    return _without_overlaps(found)


def _checked_numbers(text: str) -> Iterator[Suggestion]:
    for pattern, kind, fits in ((_IBAN, Kind.IBAN, is_iban), (_TAX_CODE, Kind.TAX_CODE, is_codice_fiscale)):
        for match in pattern.finditer(text):
            if fits(match[0]):
                yield Suggestion(match.start(), match.end(), kind)


def _patterns(text: str) -> Iterator[Suggestion]:
    for pattern, kind in _worth_trying(text):
        for match in pattern.finditer(text):
            if kind is not Kind.NUMBER or not re.fullmatch(r"(?:19|20)\d{2}", match[0]):
                yield Suggestion(match.start(), match.end(), kind)


def _worth_trying(text: str) -> Iterator[tuple[re.Pattern[str], Kind]]:
    """The patterns of which `text` holds a part without which they cannot match; that is found out much faster."""
    folded = _without_case(text)
    if "@" in text:
        yield _EMAIL, Kind.EMAIL
    if _holds_one(folded, _LINK_PARTS):
        yield _LINK, Kind.LINK
    if _holds_one(text, _ADDRESS_WORDS):
        yield _ADDRESS, Kind.ADDRESS
    if _FIGURES_OF_DATE.search(text) or _holds_one(folded, _MONTH_WORDS):
        yield _DATE, Kind.DATE
    yield _NUMBER, Kind.NUMBER


def _without_case(text: str) -> str:
    """To a pattern without case İ and ı are an i; to `casefold` they are not."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


def _holds_one(text: str, parts: Iterable[str]) -> bool:
    return any(part in text for part in parts)


def _phones(text: str, regions: Sequence[str]) -> Iterator[Suggestion]:
    if not regions or sum(character.isdigit() for character in text) < _PHONE_DIGITS:
        return
    import phonenumbers

    for region in regions:
        for match in phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.POSSIBLE):
            if sum(character.isdigit() for character in match.raw_string) >= _PHONE_DIGITS:
                yield Suggestion(match.start, match.end, Kind.PHONE)


def _known_names(text: str, names: Iterable[str]) -> Iterator[Suggestion]:
    words = {word for name in names for word in (name, *name.split()) if len(word.strip()) > 2}
    if not words:
        return
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    # Arabic joins "and", "to", "with" to the name that follows.
    for match in re.finditer(rf"(?<!\w)[وفبلك]?({alternatives})(?!\w)", text, re.I):
        yield Suggestion(match.start(1), match.end(1), Kind.NAME)


def _without_overlaps(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Keep the longest of those that overlap; of equals the one whose kind says more."""
    order = list(Kind)
    kept: list[Suggestion] = []
    for one in sorted(found, key=lambda item: (item.start - item.end, order.index(item.kind), item.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda item: item.start)

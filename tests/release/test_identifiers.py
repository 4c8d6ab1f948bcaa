"""Suggestions of direct identifiers in four languages."""

import re
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.release import identifiers
from fieldkit.release.checksums import is_codice_fiscale, is_iban
from fieldkit.release.identifiers import Kind, suggest_identifiers


def found(text: str, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind.value) for one in suggest_identifiers(text, names=names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Call +39 06 698 2345 or a.b@example.org.",
            [("+39 06 698 2345", "phone number"), ("a.b@example.org", "e-mail address")],
        ),
        (
            "CF RSSMRA85T10A562S, IBAN IT60X0542811101000000123456",
            [("RSSMRA85T10A562S", "tax code"), ("IT60X0542811101000000123456", "bank account")],
        ),
        ("Abito in via Giuseppe Garibaldi, 12.", [("via Giuseppe Garibaldi, 12", "street address")]),
        ("I live at 12 Harbour Lane Street.", [("12 Harbour Lane Street", "street address")]),
        (
            "Живу на вул. Шевченка, 5, паспорт МЕ123456.",
            [("вул. Шевченка, 5", "street address"), ("МЕ123456", "document or case number")],
        ),
        ("رقمي ٠٦٩٨٢٣٤٥٦٧ وأسكن في شارع النصر", [("٠٦٩٨٢٣٤٥٦٧", "phone number"), ("شارع النصر", "street address")]),
        (
            "Born on 5 May 1985, permit A1234567.",
            [("5 May 1985", "exact date"), ("A1234567", "document or case number")],
        ),
        ("It was 2019, at 13:00, ten people and 5 floors.", []),
    ],
)
def test_what_looks_like_an_identifier_is_suggested(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_names_known_to_the_project_are_found_also_behind_an_arabic_particle() -> None:
    assert found("وفاطمة كتبت إلى Fatima.", ("Fatima Haddad", "فاطمة")) == [("فاطمة", "name"), ("Fatima", "name")]


@pytest.mark.parametrize("code", ["RSSMRA85T10A562T", "RSSMRA85T10A562", "ABCDEF85T10A562S"])
def test_a_tax_code_with_a_wrong_check_letter_is_none(code: str) -> None:
    assert is_codice_fiscale("RSSMRA85T10A562S")
    assert not is_codice_fiscale(code)


@pytest.mark.parametrize(
    ("number", "right"), [("GB82 WEST 1234 5698 7654 32", True), ("GB82 WEST 1234 5698 7654 33", False)]
)
def test_an_account_number_needs_its_check_digits(number: str, right: bool) -> None:
    assert is_iban(number) is right


@given(st.text(max_size=60), st.sampled_from(["a.b@example.org", "٠٦٩٨٢٣٤٥٦٧", "RSSMRA85T10A562S"]))
def test_spans_are_code_points_whatever_stands_before(before: str, identifier: str) -> None:
    text = f"{before} {identifier} 𝄞"
    suggestions = suggest_identifiers(text)
    assert all(0 <= one.start < one.end <= len(text) for one in suggestions)
    assert all(first.end <= second.start for first, second in pairwise(suggestions))
    place = len(before) + 1
    assert any(one.start <= place and one.end >= place + len(identifier) for one in suggestions)


def every_pattern(_: str) -> Iterator[tuple[re.Pattern[str], Kind]]:
    yield identifiers._EMAIL, Kind.EMAIL
    yield identifiers._LINK, Kind.LINK
    yield identifiers._ADDRESS, Kind.ADDRESS
    yield identifiers._DATE, Kind.DATE
    yield identifiers._NUMBER, Kind.NUMBER


PIECES = [
    *("12", "5", "2025", "1/2/2025", "A1234567", "a.b", "@", "example", ".org", ".İT", "http://x", "WWW.", "Harbour"),
    *("Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Square", "Terrace", "Close", "Drive", "Via", "viale"),
    *("Piazza", "piazzale", "Corso", "vicolo", "Largo", "вул.", "вулиця", "просп.", "проспект", "площа", "провулок"),
    *(
        "شارع",
        "حارة",
        "زقاق",
        "ميدان",
        "النصر",
        "Aprıl",
        "AUGUST",
        "auguſt",
        "of",
        "th",
        *identifiers._MONTHS.split("|"),
    ),
]
spoken = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " ", "\t", ", ", "\u00a0")))).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


@given(spoken)
def test_no_pattern_is_left_out_that_would_have_found_something(text: str) -> None:
    quick = suggest_identifiers(text, regions=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identifiers, "_worth_trying", every_pattern)
        assert suggest_identifiers(text, regions=()) == quick


def test_whatever_a_pattern_takes_for_a_letter_is_folded_to_it() -> None:
    letters = sorted({letter for part in (*identifiers._MONTH_WORDS, *identifiers._LINK_PARTS) for letter in part})
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in letters:
        for alike in re.findall(re.escape(letter), everything, re.I):
            assert letter in identifiers._without_case(alike)

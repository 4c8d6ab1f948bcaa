"""Identifiers of the raw data are recognised however they are written."""

import pytest

from fieldkit.release.canaries import Canaries, Canary

SEEDS = [
    Canary("name", "Fatima Haddad"),
    Canary("name", "فاطمة"),
    Canary("phone", "+39 06 5555 1234"),
    Canary("code", "KX7Q2"),
    Canary("record", "uuid:0b8c1c1e-5f5a-4a53-9a39-3b5ad6f1d2aa"),
    Canary("time", "2026-05-04T09:30"),
    Canary("file", "IMG_Fatima_2033.jpg"),
    Canary("coordinate", "44.4056"),
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Then FATIMA came", "name"),
        ("قالت وفاطمة هنا", "name"),
        ("fatima   haddad", "name"),
        ("ring 06-5555.1234 now", "phone"),
        ("ring ٠٦٥٥٥٥١٢٣٤ now", "phone"),
        ("(kx7q2)", "code"),
        ("UUID:0B8C1C1E-5F5A-4A53-9A39-3B5AD6F1D2AA", "record"),
        ("at 2026-05-04T09:30:12.000Z", "time"),
        ("see img_fatima_2033.jpg", "file"),
        ("44.40561 north", "coordinate"),
    ],
)
def test_a_canary_is_found(text: str, kind: str) -> None:
    found = Canaries(SEEDS).found_in(text)
    assert found == {kind}


@pytest.mark.parametrize("text", ["Papers take months.", "fatimah", "KX7Q21", "N = 44", "13:00", ""])
def test_what_is_none_is_not_found(text: str) -> None:
    assert Canaries(SEEDS).found_in(text) == set()


def test_words_of_the_forms_own_labels_prove_nothing() -> None:
    canaries = Canaries([Canary("name", "Rosa Library")], known_words=["The library desk"])
    assert canaries.found_in("The library works") == set()
    assert canaries.found_in("Rosa works") == {"name"}


def test_bytes_are_searched_without_a_gap_around_the_value() -> None:
    content = b"\x00\x17xuuid:0b8c1c1e-5f5a-4a53-9a39-3b5ad6f1d2aaNext"
    assert Canaries(SEEDS).found_in_bytes(content) == {"record"}
    assert Canaries(SEEDS).found_in_bytes(b"x" + "Fatima Haddad".encode("utf-16-le")) == {"name"}

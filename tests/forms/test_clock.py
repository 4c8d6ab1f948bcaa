"""What a record says of the clock of the tablet that sealed it."""

import pytest

from fieldkit.forms.clock import clock_ahead

RECORD = b'<data id="visit"><what>Open</what></data>'
SALT = b"<!--" + b"0f" * 16 + b" " * 900 + b"-->"


@pytest.mark.parametrize(
    ("tail", "seconds"),
    [
        (b"<!-- clock ahead by 86400 s -->" + SALT, 86_400),
        (b"<!-- clock ahead by -7200 s -->" + SALT, -7200),
        (b"<!-- clock ahead by 61 s -->", 61),
        (SALT, 0),
        (b"", 0),
        (b"<!-- clock ahead by soon s -->", 0),
    ],
)
def test_it_is_read_behind_the_last_tag(tail: bytes, seconds: int) -> None:
    assert clock_ahead(RECORD + tail) == seconds


def test_no_answer_can_say_it() -> None:
    said = RECORD.replace(b"Open", b"<![CDATA[<!-- clock ahead by 900 s -->]]><!-- clock ahead by 900 s -->")
    assert clock_ahead(said + SALT) == 0

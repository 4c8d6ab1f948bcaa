"""Phone numbers as people write them: an emergency number of three digits, or a whole one with its country's code."""

import re

from fieldkit.errors import Problem

_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]*")
FEWEST_DIGITS, MOST_DIGITS = 2, 15
"""Of the shortest emergency number, and of the longest that exists (ITU-T E.164)."""


def checked_phone(text: str, where: str) -> str:
    """Return a phone number with single spaces; an empty one stays empty.

    Args:
        text: as it was typed.
        where: the field, for the problem.

    Raises:
        Problem: `422.phone`.
    """
    number = " ".join(text.split())
    digits = sum(character.isdigit() for character in number)
    if number and not (_NUMBER.fullmatch(number) and FEWEST_DIGITS <= digits <= MOST_DIGITS):
        raise Problem(
            "422.phone",
            "This is not a phone number.",
            where=where,
            remedy="Write digits and spaces, with + and the country’s code in front if it is a whole number.",
        )
    return number

"""Code points here, UTF-16 units in browsers and in other programs' files.

`tests/vectors/offsets.json` holds the cases on which this module and `fieldkit/web/scripts/coding/offsets.js` agree.
"""


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units `text` takes."""
    return len(text) + sum(character > "\uffff" for character in text)


def to_utf16(text: str, offset: int) -> int:
    """Return the UTF-16 offset of the code point `offset` of `text`.

    Raises:
        ValueError: when `offset` is outside the text.
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} is outside a text of {len(text)} code points")
    return utf16_length(text[:offset])


def from_utf16(text: str, offset: int) -> int:
    """Return the code point at the UTF-16 `offset` of `text`; within a surrogate pair, the one it belongs to.

    Raises:
        ValueError: when `offset` is outside the text.
    """
    units = 0
    for position, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if units <= offset < units + width:
            return position
        units += width
    if offset != units:
        raise ValueError(f"offset {offset} is outside a text of {units} UTF-16 units")
    return len(text)

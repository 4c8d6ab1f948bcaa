"""Sentences, for coding without a pointer: a person picks from one to another."""

import re

_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…؟۔。！？።፧]+[\"'”’»)\]]*(?=\s|$)|(?=\n)|$)")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of [start, end) of `text` as stretches, without the white space around them.

    A sentence ends with its punctuation before white space, or with the line. Abbreviations are not known: what is cut
    in two is picked as two.
    """
    found: list[tuple[int, int]] = []
    position = start
    while position < end:
        match = _SENTENCE.match(text, position, end)
        stop = match.end() if match and match.end() > position else position + 1
        piece = text[position:stop]
        if piece.strip():
            found.append((position + len(piece) - len(piece.lstrip()), position + len(piece.rstrip())))
        position = stop
    return found

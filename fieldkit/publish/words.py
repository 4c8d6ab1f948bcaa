"""The words that stand in every release, whatever was collected; they prove nothing about anybody."""

from collections.abc import Iterator
from typing import Any

from fieldkit.publish.metadata import QUERIES, load_base
from fieldkit.publish.method import LINES
from fieldkit.publish.shape import HIDDEN_IN_WORDS, REASONS, WORDS


def fixed_words() -> Iterator[str]:
    """Yield the texts of the metadata's base, the method card, the reasons and the canned queries."""
    yield from _texts(load_base())
    yield from _texts(QUERIES)
    yield from (text for line in LINES.values() for text in line)
    yield from (*REASONS.values(), *WORDS.values(), HIDDEN_IN_WORDS)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)

"""The codebook: a tree of codes and the rules that keep it one."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldkit.errors import Problem

COLOURS = 8
LONGEST_NAME = 100
LONGEST_TEXT = 5_000


@dataclass(frozen=True)
class Code:
    """One code.

    Attributes:
        id: a GUID, stable through every interchange.
        parent_id: the code above it, or None at the top.
        definition: what it means.
        include: when to use it.
        exclude: when not to.
        colour: 1 to `COLOURS`; each has its own kind of line too.
        key: one character that codes from the keyboard, or an empty string.
        position: orders it among its siblings.
        retired: no longer for new segments; those it has stay.
    """

    id: str
    name: str
    parent_id: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    colour: int = 1
    key: str = ""
    position: int = 0
    retired: bool = False


def with_code(codes: Sequence[Code], code: Code) -> tuple[Code, ...]:
    """Return the codebook with `code` added, or put in the place of the one with its id.

    Raises:
        Problem: when the result would break a rule of `check_codebook`.
    """
    known = any(other.id == code.id for other in codes)
    result = tuple(code if other.id == code.id else other for other in codes) if known else (*codes, code)
    check_codebook(result)
    return result


def check_codebook(codes: Sequence[Code]) -> None:
    """Accept `codes` as a codebook.

    Every code has a name of one line; a parent exists and no code is above itself; among the codes in use, siblings
    have different names, keys are different, and none stands below a retired one.

    Raises:
        Problem: `422.code-…`, naming the code.
    """
    by_id = {code.id: code for code in codes}
    for code in codes:
        _check_fields(code)
        _check_place(code, by_id)
    _check_unique(codes)


def walk(codes: Sequence[Code], *, retired: bool = False) -> Iterator[tuple[int, Code]]:
    """Yield (depth, code) of a valid codebook, parents before children, siblings by position, then name.

    Retired codes are left out unless `retired`.
    """
    children: dict[str | None, list[Code]] = {}
    for code in codes:
        if retired or not code.retired:
            children.setdefault(code.parent_id, []).append(code)
    for siblings in children.values():
        siblings.sort(key=lambda code: (code.position, folded(code.name), code.id))
    pending = [(0, code) for code in reversed(children.get(None, []))]
    while pending:
        depth, code = pending.pop()
        yield depth, code
        pending += [(depth + 1, child) for child in reversed(children.get(code.id, []))]


def next_position(codes: Sequence[Code], parent_id: str | None) -> int:
    """Return the position after the last child of `parent_id`."""
    return max((code.position for code in codes if code.parent_id == parent_id), default=-1) + 1


def folded(name: str) -> str:
    """Return `name` as it is compared: composed, without case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _check_fields(code: Code) -> None:
    if not code.name.strip() or "\n" in code.name or len(code.name) > LONGEST_NAME:
        raise Problem(
            "422.code-name",
            "A code needs a name of one line.",
            where=code.name[:LONGEST_NAME],
            remedy=f"Write one to {LONGEST_NAME} characters.",
        )
    if max(len(code.definition), len(code.include), len(code.exclude)) > LONGEST_TEXT:
        raise Problem(
            "422.code-text-too-long",
            "A description of this code is too long.",
            where=code.name,
            remedy=f"Shorten it to {LONGEST_TEXT:,} characters.",
        )
    if not 1 <= code.colour <= COLOURS:
        raise Problem("422.code-colour", "There is no such colour.", where=code.name, remedy="Choose one of the list.")
    if code.key and (len(code.key) != 1 or not (code.key.isalpha() or code.key.isdigit())):
        raise Problem(
            "422.code-key",
            "A key is one letter or digit.",
            where=code.name,
            remedy="Choose a letter or digit that your keyboard types with one stroke.",
        )


def _check_place(code: Code, by_id: dict[str, Code]) -> None:
    seen = {code.id}
    parent_id = code.parent_id
    while parent_id is not None:
        parent = by_id.get(parent_id)
        if parent is None or parent.id in seen:
            raise Problem(
                "422.code-place",
                "A code cannot stand below itself, or below one that does not exist.",
                where=code.name,
                remedy="Choose another place for it.",
            )
        if parent.retired and not code.retired:
            raise Problem(
                "422.code-below-retired",
                "A code in use cannot stand below a retired one.",
                where=f"{parent.name} › {code.name}",
                remedy="Move or retire the codes below it first, or bring the one above back.",
            )
        seen.add(parent.id)
        parent_id = parent.parent_id


def _check_unique(codes: Sequence[Code]) -> None:
    names: set[tuple[str | None, str]] = set()
    keys: dict[str, Code] = {}
    for code in codes:
        if code.retired:
            continue
        name = (code.parent_id, folded(code.name))
        if name in names:
            raise Problem(
                "422.code-name-taken",
                "There is already a code of this name in this place.",
                where=code.name,
                remedy="Use that one, or choose another name.",
            )
        names.add(name)
        if code.key and (other := keys.setdefault(code.key.casefold(), code)) is not code:
            raise Problem(
                "422.code-key-taken",
                "Two codes cannot have the same key.",
                where=f"{code.key}: {other.name}, {code.name}",
                remedy="Choose another key, or none.",
            )

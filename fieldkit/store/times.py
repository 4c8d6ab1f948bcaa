"""Times as they are stored: UTC, ISO 8601, milliseconds, a final Z; they sort as text."""

from datetime import UTC, datetime


def as_text(moment: datetime) -> str:
    """Return `moment` (aware) as it is stored.

    Raises:
        ValueError: when `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_text(text: str) -> datetime:
    """Return the moment that `as_text` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))

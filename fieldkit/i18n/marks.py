"""A mark for texts that are written in one place and translated in another."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Return `text` as it is; the catalogue collects it, and whoever shows it translates it."""
    return text

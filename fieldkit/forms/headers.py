"""How the author of a spreadsheet may spell a header."""


def snake_case(header: str) -> str:
    """Return a header as it is compared: lower case, words joined by underscores."""
    return "_".join(header.split()).lower()

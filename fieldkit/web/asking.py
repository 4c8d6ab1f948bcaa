"""Who is asking, a person with a browser or a program, and for which row."""

from flask import request

LARGEST_ROW_NUMBER = 2**63 - 1


def wants_object() -> bool:
    """Tell whether a program is asking, which is answered with JSON."""
    if request.path.startswith("/tablet/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def wants_text() -> bool:
    """Tell whether an OpenRosa client is asking: a page would repeat its address in forms, and that holds its token."""
    return request.path.startswith("/key/")


def row_number(text: str) -> int:
    """Return the number of a row that stands in an address, for `request.args.get(…, type=row_number)`.

    Raises:
        ValueError: when it is none, or one that no row of a database can have.
    """
    number = int(text)
    if abs(number) > LARGEST_ROW_NUMBER:
        raise ValueError("no row has this number")
    return number

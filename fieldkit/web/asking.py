"""Who is asking: a person with a browser, or a program."""

from flask import request


def wants_object() -> bool:
    """Tell whether a program is asking, which is answered with JSON."""
    if request.path.startswith("/tablet/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"

"""What a form is called in the reader's language, where its author says so."""

from collections.abc import Mapping
from typing import cast

from flask import Flask, g

from fieldkit.services.forms import form_titles
from fieldkit.web.context import project
from fieldkit.web.languages import page_language


def install_titles(app: Flask) -> None:
    """Let templates ask."""
    app.context_processor(lambda: {"form_name": form_name})


def form_name(form_id: str, title: str) -> str:
    """Return the title in the reader's language; `title`, the form's own, where it has none."""
    titles = _titles().get(form_id, {})
    language = page_language()
    return next((words for code, words in titles.items() if code.split("-")[0] == language.split("-")[0]), title)


def _titles() -> Mapping[str, Mapping[str, str]]:
    if "form_titles" not in g:
        g.form_titles = form_titles(project())
    return cast("Mapping[str, Mapping[str, str]]", g.form_titles)

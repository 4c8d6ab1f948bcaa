"""The settings as a form sends them, when a project is set up and later."""

from werkzeug.datastructures import MultiDict

from fieldkit.services.settings import SettingsForm, read_languages


def read_form(form: MultiDict[str, str]) -> SettingsForm:
    """Return what was filled in; nothing is checked yet."""
    return SettingsForm(
        title=form.get("title", ""),
        base_url=form.get("base_url", ""),
        languages=read_languages(form.getlist("languages")),
        time_zone=form.get("time_zone", ""),
    )

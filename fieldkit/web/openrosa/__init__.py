"""OpenRosa, for ODK Collect, KoboCollect and Enketo."""

from fieldkit.web.openrosa.views import blueprint

__all__ = ["blueprint"]

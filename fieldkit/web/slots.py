"""How many uploads one device may have under way, so that a broken or hostile one leaves threads for the others."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import current_app
from flask_babel import gettext as _

from fieldkit.errors import Problem

UPLOADS_PER_DEVICE = 96
"""Of the server's 128 threads."""


class UploadSlots:
    """Counts the uploads of each device."""

    def __init__(self, limit: int = UPLOADS_PER_DEVICE) -> None:
        self._limit = limit
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def take(self, device_id: str) -> Iterator[None]:
        """Hold a slot for the length of a `with` block.

        Raises:
            Problem: `429.too-many-uploads`.
        """
        with self._lock:
            if self._taken[device_id] >= self._limit:
                raise Problem(
                    "429.too-many-uploads",
                    _("This device is sending too many things at once."),
                    remedy=_("Wait a moment, then send again."),
                )
            self._taken[device_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[device_id] -= 1
                if not self._taken[device_id]:
                    del self._taken[device_id]


_MAKING = threading.Lock()


def upload_slot(device_id: str) -> AbstractContextManager[None]:
    """Hold one of the device's slots in the running application."""
    with _MAKING:
        slots: UploadSlots = current_app.extensions.setdefault("fieldkit_upload_slots", UploadSlots())
    return slots.take(device_id)

"""Takes a multipart body apart as it arrives: the XML into memory up to a limit, every file onto the disk.

Flask's own parser would hold form fields in memory and decode their text; here each part is bytes, whatever the client
calls it, and no more than a few hundred KiB of the body are in memory at once.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from flask_babel import gettext as _
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio import multipart

from fieldkit.errors import Problem
from fieldkit.forms.submission_xml import MAX_XML_BYTES
from fieldkit.services.receive import ReceivedFile
from fieldkit.store.media import IncomingWriter

XML_PART = "xml_submission_file"
FLAGS = frozenset({"*isIncomplete*", "Date", "deviceID"})
"""Fields that clients send beside a submission; none of them is believed. Whatever else comes is kept as a file."""

PARTS_LIMIT = 1000
READ_BYTES = 64 * 1024
BUFFER_LIMIT = 4 * READ_BYTES
"""Bounds a preamble, a part's headers and a boundary that never comes."""

LONGEST_NAME = 1000


@dataclass(frozen=True)
class SubmittedParts:
    """A submission as it came over the wire; `files` are temporary."""

    xml: bytes
    files: tuple[ReceivedFile, ...]


def read_submission(stream: IO[bytes], content_type: str, new_file: Callable[[], IncomingWriter]) -> SubmittedParts:
    """Read a whole OpenRosa submission from `stream`.

    Raises:
        Problem: `400.multipart` when the body is none or is cut short, `400.xml-part-missing`, `400.xml-part-twice`,
            `413.…` beyond the limits, `507.disk-full`. The temporary files are gone then.
    """
    parts = _Parts(new_file)
    try:
        for event in _events(stream, _boundary(content_type)):
            parts.take(event)
        return parts.finish()
    except RequestEntityTooLarge as error:
        raise _too_large() from error
    except (ValueError, TypeError, AttributeError) as error:  # what the decoder says of broken bodies
        raise _broken() from error
    finally:
        parts.let_go()


def discard(files: tuple[ReceivedFile, ...]) -> None:
    """Remove temporary files that were not kept."""
    for file in files:
        file.path.unlink(missing_ok=True)


class _Parts:
    """Collects the parts of one body."""

    def __init__(self, new_file: Callable[[], IncomingWriter]) -> None:
        self._new_file = new_file
        self._xml: bytearray | None = None
        self._sink: bytearray | IncomingWriter | None = None
        self._name = self._content_type = ""
        self._files: list[ReceivedFile] = []
        self._finished = False

    def take(self, event: multipart.Event) -> None:
        if isinstance(event, multipart.File | multipart.Field):
            self._name, self._content_type = _name(event), _content_type(event.headers)
            self._sink = self._open(event)
        elif isinstance(event, multipart.Data):
            self._write(event.data)
            if not event.more_data:
                self._close()

    def finish(self) -> SubmittedParts:
        if self._xml is None:
            raise Problem(
                "400.xml-part-missing",
                _("What was sent has no part named xml_submission_file."),
                remedy=_("Send it with an app that follows OpenRosa, such as ODK Collect."),
            )
        self._finished = True
        return SubmittedParts(bytes(self._xml), tuple(self._files))

    def let_go(self) -> None:
        if isinstance(self._sink, IncomingWriter):
            self._sink.__exit__(None, None, None)
        if not self._finished:
            discard(tuple(self._files))

    def _open(self, part: multipart.File | multipart.Field) -> bytearray | IncomingWriter | None:
        if part.name == XML_PART:
            if self._xml is not None:
                raise Problem("400.xml-part-twice", _("What was sent holds more than one submission."))
            self._xml = bytearray()
            return self._xml
        is_flag = isinstance(part, multipart.Field) and part.name in FLAGS
        return None if is_flag else self._new_file()

    def _write(self, data: bytes) -> None:
        if isinstance(self._sink, bytearray):
            if len(self._sink) + len(data) > MAX_XML_BYTES:
                raise _too_large()
            self._sink.extend(data)
        elif self._sink is not None:
            self._sink.write(data)

    def _close(self) -> None:
        if isinstance(self._sink, IncomingWriter):
            file = self._sink.finish()
            self._files.append(ReceivedFile(self._name, file.path, file.sha256, file.bytes, self._content_type))
        self._sink = None


def _events(stream: IO[bytes], boundary: bytes) -> Iterator[multipart.Event]:
    decoder = multipart.MultipartDecoder(boundary, BUFFER_LIMIT, max_parts=PARTS_LIMIT)
    decoder.boundary_re = _QuickBoundary(decoder.boundary_re, b"--" + boundary)  # type: ignore[assignment]
    while True:
        data = stream.read(READ_BYTES)
        decoder.receive_data(data or None)
        event = decoder.next_event()
        while not isinstance(event, multipart.NeedData):
            yield event
            if isinstance(event, multipart.Epilogue):
                return
            event = decoder.next_event()


class _QuickBoundary:
    """The decoder's own pattern, tried only where the boundary stands: on a photo that is twenty times as fast."""

    def __init__(self, pattern: re.Pattern[bytes], marker: bytes) -> None:
        self._pattern, self._marker = pattern, marker

    def search(self, data: bytes | bytearray) -> re.Match[bytes] | None:
        """Return the first match, as the pattern's `search` would."""
        found = data.find(self._marker)
        while found >= 0:
            for start in (found - 2, found - 1):  # after CR LF, or after one of them
                if start >= 0 and (match := self._pattern.match(data, start)):
                    return match
            found = data.find(self._marker, found + 1)
        return None


def _boundary(content_type: str) -> bytes:
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind.lower() != "multipart/form-data" or not 0 < len(boundary) <= 200:
        raise Problem(
            "400.multipart",
            _("What was sent is not a multipart form."),
            remedy=_("Send it with an app that follows OpenRosa, such as ODK Collect."),
        )
    return boundary.encode("latin-1", "replace")


def _name(part: multipart.File | multipart.Field) -> str:
    name = part.filename if isinstance(part, multipart.File) else ""
    name = name or part.name or "unnamed"
    if len(name) > LONGEST_NAME:
        raise Problem("400.file-name", _("The name of a file is longer than 1,000 characters."))
    return name


def _content_type(headers: Headers) -> str:
    return parse_options_header(headers.get("content-type", ""))[0][:100] or "application/octet-stream"


def _broken() -> Problem:
    return Problem(
        "400.multipart",
        _("What was sent was cut short, or is not a multipart form."),
        remedy=_("Nothing was stored. Send it again."),
    )


def _too_large() -> Problem:
    return Problem("413.too-large", _("What was sent is too large."), remedy=_("Nothing was stored."))

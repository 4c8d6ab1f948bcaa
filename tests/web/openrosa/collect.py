"""ODK Collect's requests, as it sends them: its headers, its multipart bodies, byte by byte."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

HEADERS = {
    "User-Agent": "org.odk.collect.android/v2025.2.3 Dalvik/2.1.0 (Linux; U; Android 13; SM-T225 Build/TP1A)",
    "X-OpenRosa-Version": "1.0",
    "Date": "Mon, 04 May 2026 09:30:00 GMT",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True)
class Part:
    """One part of a body."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


def photo(name: str, content: bytes) -> Part:
    return Part(name, content, filename=name, content_type="image/jpeg")


def body(xml: bytes, files: Sequence[Part] = (), *, incomplete: bool = False) -> tuple[bytes, str]:
    """Return a submission's body and its content type."""
    parts = [Part("xml_submission_file", xml, filename="visit_2026-05-04.xml", content_type="text/xml"), *files]
    if incomplete:
        parts.append(Part("*isIncomplete*", b"yes"))
    return encode(parts)


def encode(parts: Sequence[Part]) -> tuple[bytes, str]:
    """Write a multipart body as OkHttp does: names in raw UTF-8."""
    boundary = str(uuid.uuid4())
    pieces = []
    for part in parts:
        disposition = f'form-data; name="{part.name}"'
        if part.filename is not None:
            disposition += f'; filename="{part.filename}"'
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\n"
        if part.content_type:
            head += f"Content-Type: {part.content_type}\r\n"
        pieces.append(f"{head}Content-Length: {len(part.content)}\r\n\r\n".encode() + part.content + b"\r\n")
    return b"".join(pieces) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"

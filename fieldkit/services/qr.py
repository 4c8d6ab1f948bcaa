"""QR codes for enrolment: a tablet reads an address, ODK Collect reads its settings."""

import base64
import io
import json
import zlib

import segno


def collect_settings(openrosa_url: str, project_title: str) -> str:
    """Return the text of a settings QR code for ODK Collect.

    The format is Collect's own (https://docs.getodk.org/collect-import-export/): JSON, deflated by zlib, in base64.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": openrosa_url,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "project": {"name": project_title},
        "admin": {},
    }
    return base64.b64encode(zlib.compress(json.dumps(settings).encode(), 9)).decode()


def qr_svg(text: str, *, title: str) -> str:
    """Return an SVG element that holds `text` as a QR code, with `title` for those who cannot see it.

    Dark on white whatever the page's colours are, for cameras need the contrast.
    """
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", title=title, omitsize=True))


def qr_png(text: str) -> bytes:
    """Return a PNG that holds `text` as a QR code, eight pixels a module."""
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="png", scale=8, border=4)
    return image.getvalue()


def qr_terminal(text: str) -> str:
    """Return lines of half blocks that a camera reads from a terminal."""
    lines = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out=lines, compact=True, border=2)
    return lines.getvalue()

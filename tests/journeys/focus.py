"""The focus ring in pixels: what a screen shows before and after a control has the focus."""

import io
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import ElementHandle, Page

from tests.journeys.faults import probe

AROUND = 12
"""CSS pixels around a control that are looked at."""

LEAST_CHANGE = 3.0
"""Contrast between a pixel before and after."""

LEAST_THICKNESS = 2
"""CSS pixels: the changed area is at least that of a line so thick around the control."""

CONTROLS = """() => {
  const shown = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((one) => one.checkVisibility() && !one.disabled);
  return shown.filter((one) => !document.querySelector('dialog[open]') || one.closest('dialog[open]'));
}"""

# A control that is laid invisibly over its label is as large as that label.
WHOLE = "one.closest('label.choice, label.picker, label.btn') ?? one"
NAME = "(whole.id || whole.innerText || one.getAttribute('aria-label') || '').slice(0, 40)"
ON = f"""(one) => {{
  document.activeElement?.blur();
  const whole = {WHOLE};
  one.scrollIntoView({{ block: 'center', behavior: 'instant' }});
  const {{ x, y, width, height }} = whole.getBoundingClientRect();
  return {{ kind: `${{whole.tagName}}.${{whole.className}}`, name: {NAME}, x, y, width, height }};
}}"""
FOCUS = "(one) => { one.focus({ preventScroll: true, focusVisible: true }); return document.activeElement === one; }"


class Ring(NamedTuple):
    """How much of the screen a focus changes.

    Attributes:
        changed: pixels whose contrast before and after is 3 to 1 or more.
        needed: pixels of a line 2 px thick around the control, as far as it lies on the screen.
    """

    changed: int
    needed: int


def luminance(picture: bytes) -> NDArray[np.float64]:
    """Return relative luminance, as WCAG 2.2 defines it, of each pixel of a PNG."""
    colours = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=np.float64) / 255
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    weighted: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighted


def ring_between(before: bytes, after: bytes, width: float, height: float) -> Ring:
    """Compare two pictures of the same place, around a control of `width` and `height` CSS pixels."""
    one, other = luminance(before), luminance(after)
    contrast = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return Ring(int((contrast >= LEAST_CHANGE).sum()), int(2 * LEAST_THICKNESS * (width + height)))


def focus_faults(page: Page, known: set[str]) -> list[str]:
    """Look at every control of the screen; each kind of control (`known`) is measured in pixels once.

    Returns what is wrong. The page must stand still: motion reduced, nothing under way.
    """
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    faults: list[str] = page.evaluate(probe("covered"))
    for control in page.evaluate_handle(CONTROLS).get_properties().values():
        element = control.as_element()
        if element is None:
            continue
        about: dict[str, Any] = element.evaluate(ON)
        if about["kind"] not in known:
            found = ring_fault(page, element, about)
            # Drawn anew meanwhile, for the network answered: it is measured on another screen.
            if element.evaluate("(one) => one.isConnected"):
                known.add(about["kind"])
                faults += found
    page.evaluate("document.activeElement?.blur(), scrollTo(0, 0)")
    return faults


def ring_fault(page: Page, element: ElementHandle, about: dict[str, Any]) -> list[str]:
    """Measure the ring of one control that stands in the middle of the screen."""
    clip = around(page, about)
    before = page.screenshot(clip=clip, animations="disabled")
    if not element.evaluate(FOCUS):
        return [f"{about['name']} ({about['kind']}) takes no focus"]
    ring = ring_between(before, page.screenshot(clip=clip, animations="disabled"), about["width"], about["height"])
    if ring.changed >= ring.needed:
        return []
    return [f"the ring of {about['name']} ({about['kind']}) changes {ring.changed} of {ring.needed} pixels"]


def around(page: Page, box: dict[str, Any]) -> Any:
    """Return the control with some air, cut at the edges of the window."""
    size = page.viewport_size or {"width": 0, "height": 0}
    left, top = max(0, box["x"] - AROUND), max(0, box["y"] - AROUND)
    right = min(size["width"], box["x"] + box["width"] + AROUND)
    bottom = min(size["height"], box["y"] + box["height"] + AROUND)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}

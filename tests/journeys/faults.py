"""What is wrong with a screen as it stands: for a thumb, an eye, a reader of screens, large text, a narrow phone."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

PROBES = Path(__file__).parent / "probes"
AXE = Path(__file__).parent.parent.parent / "node_modules/axe-core/axe.min.js"
EVERYWHERE = ("targets", "primary", "contrast", "controls", "texts", "spoken", "reflow")
NARROWEST: ViewportSize = {"width": 320, "height": 640}
"""CSS pixels; every screen is looked at in it, whatever the tablet's own size is."""

SPACED = """(size) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { font-size: ${size} } * { letter-spacing: .12em !important; word-spacing: .16em !important;
    line-height: 2 !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
UNSPACED = "document.adoptedStyleSheets = []"


def bare(name: str) -> str:
    source = (PROBES / f"{name}.js").read_text(encoding="utf-8")
    return "\n".join(line for line in source.splitlines() if not line.startswith("//"))


@cache
def probe(name: str) -> str:
    """A function that looks for faults in the page as it stands."""
    return f"(given) => {{\n{bare('shared')}\nreturn ({bare(name)})(given);\n}}"


def axe_faults(page: Page) -> list[str]:
    """Return what axe finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [f"axe {one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


def faults_of(page: Page, *, axe: bool = True) -> list[str]:
    """Return what is wrong with the screen in its own size, with larger and spaced text, and on a narrow phone."""
    faults = axe_faults(page) if axe else []
    for name in EVERYWHERE:
        faults += page.evaluate(probe(name))
    size = page.viewport_size or NARROWEST
    page.evaluate(SPACED, "200%" if size["width"] >= 640 else "100%")
    faults += [f"with more space and larger text {fault}" for fault in page.evaluate(probe("reflow"))]
    page.evaluate(UNSPACED)
    return faults + narrow_faults(page, size)


def narrow_faults(page: Page, size: ViewportSize) -> list[str]:
    """Return what is wrong on the narrowest phone, where bars take much of the screen."""
    page.set_viewport_size(NARROWEST)
    names = ("covered",) if size == NARROWEST else ("targets", "reflow", "covered")
    faults = [f"at 320 px {fault}" for name in names for fault in page.evaluate(probe(name))]
    page.set_viewport_size(size)
    return faults

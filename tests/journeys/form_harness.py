"""A page in a real browser with one form on it: the tablet's adapter and screen, bundled as the tablet bundles them."""

import base64
import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from hatch_build import node_environment

ROOT = Path(__file__).parent.parent.parent
BUNDLER = """
import { build } from 'esbuild';
import { engineParts } from './fieldkit/tablet/build/engine.js';
const [entry, outdir] = process.argv.slice(1);
await build({
  entryPoints: { app: entry, style: 'fieldkit/tablet/app.css' }, outdir, bundle: true, format: 'esm', splitting: true,
  conditions: ['solid', 'browser'], target: 'chrome123', external: ['*.woff2'], logLevel: 'warning', charset: 'utf8',
  minify: true, plugins: [engineParts()],
});
"""
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' blob:; media-src blob:"
)
SHELL = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Form</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"></head>
<body><div id="app"></div><script type="module" src="/app.js"></script></body></html>"""


def build_harness(folder: Path) -> None:
    """Bundle the page on which forms are tried, with the conditions of the real bundle."""
    node, _, environment = node_environment()
    command = [*node, "--input-type=module", "-e", BUNDLER, "tests/tablet/form/harness.js", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    (folder / "index.html").write_text(SHELL, encoding="utf-8")
    (folder / "favicon.ico").touch()
    fonts = ROOT / "fieldkit/look/fonts"
    if fonts.is_dir():
        (folder / "fonts").symlink_to(fonts)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the folder under the policy that the tablet's own page has."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; yield its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://localhost:{httpd.server_port}"
        httpd.shutdown()


def packed(files: Mapping[str, bytes], type_: str = "application/octet-stream") -> dict[str, dict[str, str]]:
    """Write files as the harness takes them."""
    return {name: {"base64": base64.b64encode(content).decode(), "type": type_} for name, content in files.items()}


class Harness:
    """The page with one form on it; every method speaks to the engine, not to the screen."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.load()

    def load(self) -> None:
        """Load the page anew, as after a crash."""
        self.page.goto(self.url)
        self.page.locator("html[data-started=yes]").wait_for(state="attached")

    def open(self, form: Mapping[str, Any], **options: Any) -> str:
        """Open a form and return its instanceID."""
        return str(self.call("open", {"form": form, **options}))

    def call(self, method: str, *arguments: Any) -> Any:
        return self.page.evaluate(f"(arguments_) => window.harness.{method}(...arguments_)", list(arguments))

    def submission(self) -> dict[str, Any]:
        """Wait until the record is locked, and return it."""
        self.page.locator("html[data-ready=yes]").wait_for(state="attached")
        submission: dict[str, Any] = self.call("submission")
        return submission


def form_of(markdown: str, *, name: str = "data", **more: Any) -> dict[str, Any]:
    """Compile an XLSForm written as Markdown tables to what the harness opens."""
    from pyxform.xls2xform import convert

    result = convert(markdown, validate=False, file_type=".md", form_name=name)
    return {"xform": result.xform, **more}

"""Writes NOTICE from what is installed: `python docs/make_notice.py`, after `make lock` and `make setup`."""

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent

PREAMBLE = """Fieldkit
Copyright the Fieldkit authors
Licensed under the Apache License, Version 2.0 (see LICENSE).

Fieldkit runs with the packages below. They are not part of this repository; the set-up installs them, checked by hash,
and the built wheel carries the bundled JavaScript and the fonts. Each keeps its own licence. The JavaScript is bundled
without its comments, so its licences are named here. Tools that only check the code (djlint among them, which is GPL)
are installed in environments of their own and never run with Fieldkit.
"""

FONTS = """Fonts: Noto Sans, Noto Sans Arabic and Noto Sans Ethiopic, copyright the Noto Project Authors,
SIL Open Font License, Version 1.1."""

KNOWN = {
    "click-default-group": "Public Domain",
    "pysqlite3": "Zlib",
    "pyxform": "BSD-2-Clause",
    "scipy": "BSD-3-Clause",
    "xlrd": "BSD-3-Clause AND BSD-4-Clause",
    "mergedeep": "MIT",
}
"""Packages whose metadata do not say it in a word; read in their own licence files."""


def runtime_packages() -> set[str]:
    """Return the names of everything that installing Fieldkit brings on this machine, without pip and setuptools."""
    found: set[str] = set()
    waiting = ["fieldkit"]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            requirements = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # its marker does not hold here
        found.add(name)
        waiting += [
            re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0] for text in requirements if "extra ==" not in text
        ]
    return found - {"fieldkit", "pip", "setuptools"}


def licence_of(name: str) -> str:
    """Return the licence of an installed package in a few words."""
    about = metadata.metadata(name)
    said = about.get("License-Expression") or about.get("License") or ""
    classifiers = [
        text.split(" :: ")[-1] for text in about.get_all("Classifier") or [] if text.startswith("License ::")
    ]
    return KNOWN.get(name) or said.split("\n", 1)[0].strip() or ", ".join(classifiers)


def python_lines() -> list[str]:
    """Return one line for each Python package: name, licence."""
    return [f"  {name:<28}{licence_of(name)}" for name in sorted(runtime_packages())]


def npm_lines() -> list[str]:
    """Return one line for each npm package that may end in the bundle: name, licence."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    used = {
        path.removeprefix("node_modules/"): about for path, about in packages.items() if path and not about.get("dev")
    }
    return [f"  {name:<52}{about['license']}" for name, about in sorted(used.items()) if not name.startswith("@types/")]


def notice() -> str:
    """Return the whole text of NOTICE."""
    parts = [PREAMBLE, FONTS, "", "Python", *python_lines(), "", "JavaScript and fonts", *npm_lines(), ""]
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "NOTICE").write_text(notice(), encoding="utf-8")

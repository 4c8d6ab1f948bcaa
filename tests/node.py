"""Runs an npm script with the Node.js that the build found: `python -m tests.node run test`."""

import subprocess
import sys
from pathlib import Path

from hatch_build import node_environment

if __name__ == "__main__":
    _, npm, environment = node_environment()
    root = Path(__file__).parent.parent
    sys.exit(subprocess.run([*npm, *sys.argv[1:]], cwd=root, env=environment, check=False).returncode)

"""The house rules that a machine can hold: layers, where SQL stands, licences, locks, what a request may load.

Each rule is also tried on a copy of the package into which a violation was planted, so that a rule that stopped
looking would be noticed.
"""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from docs.make_notice import npm_lines, runtime_packages

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "fieldkit"
ROOMS_WITH_SQL = ("store", "publish", "site")
LOCKS = ("requirements.lock", "build.lock", "djlint.lock", "package-lock.json")


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(root / "pyproject.toml"),
    ]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copy_of_the_package(tmp_path: Path) -> Path:
    """The Python sources and the contract, somewhere else."""
    shutil.copytree(
        PACKAGE, tmp_path / "fieldkit", ignore=lambda folder, names: [n for n in names if _is_left_out(folder, n)]
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _is_left_out(folder: str, name: str) -> bool:
    path = Path(folder) / name
    return (path.is_file() and path.suffix != ".py") or name in ("__pycache__", "node_modules", "fonts", "static")


def test_the_layers_hold(copy_of_the_package: Path) -> None:
    outcome = lint_imports(copy_of_the_package)
    assert outcome.returncode == 0, outcome.stdout


LAYERS = "A room imports from the floors below it, never from above or beside"
PURE = "The pure rooms import no framework, database or command line"
PUBLISHING = "Publishing cannot open the project"


@pytest.mark.parametrize(
    ("module", "planted", "broken"),
    [
        ("publish/planted.py", "import fieldkit.store.project", PUBLISHING),
        ("publish/planted.py", "import fieldkit.store.project", LAYERS),
        ("site/planted.py", "import fieldkit.services.create", PUBLISHING),
        ("forms/planted.py", "import flask", PURE),
        ("release/planted.py", "import sqlite3", PURE),
        ("coding/planted.py", "import click", PURE),
        ("forms/planted.py", "import fieldkit.coding", LAYERS),
        ("services/planted.py", "import fieldkit.web.context", LAYERS),
        ("errors.py", "import fieldkit.config", LAYERS),
        ("basement.py", "FLOOR = None", LAYERS),
    ],
)
def test_a_planted_violation_of_the_layers_is_caught(
    copy_of_the_package: Path, module: str, planted: str, broken: str
) -> None:
    with (copy_of_the_package / "fieldkit" / module).open("a") as file:
        file.write(f"\n{planted}\n")
    outcome = lint_imports(copy_of_the_package)
    assert outcome.returncode != 0
    assert f"{broken} BROKEN" in outcome.stdout, outcome.stdout


# --- SQL stands in store/, publish/ and site/ ------------------------------------------------------------------------

STATEMENT = re.compile(
    r"""^\s*(?:
        SELECT\s+.+?\s+FROM\s | SELECT\s+(?:\w+\(|\d) | INSERT\s+(?:OR\s+\w+\s+)?INTO\s | REPLACE\s+INTO\s
        | UPDATE\s+\S+\s+SET\s | DELETE\s+FROM\s | WITH\s+\w+(?:\s*\([^)]*\))?\s+AS\s*\(
        | (?:CREATE|DROP|ALTER)\s+(?:TEMP\s+|TEMPORARY\s+|UNIQUE\s+|VIRTUAL\s+)*(?:TABLE|INDEX|VIEW|TRIGGER)\s
        | PRAGMA\s+\w+
        | BEGIN\s+(?:IMMEDIATE|EXCLUSIVE|DEFERRED) | SAVEPOINT\s+\w+ | VACUUM\b | ATTACH\s+(?:DATABASE\s+)?'
    )""",
    re.VERBOSE | re.DOTALL,
)
HEAVY = {"pandas", "scipy", "sklearn", "textblob", "datasette", "sqlite_utils", "pyxform"}
DATABASE_MODULES = {"sqlite3", "pysqlite3", "sqlite_utils"}


def sql_in(source: str) -> Iterator[int]:
    """Yield the lines on which a module writes SQL, runs it, or reaches for a database; docstrings may talk of it."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            if id(node) not in docstrings and STATEMENT.match(_written(node)):
                yield node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("execute", "executemany", "executescript"):
                yield node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            if any(name.split(".")[0] in DATABASE_MODULES for name in names):
                yield node.lineno


def _written(node: ast.AST) -> str:
    """Return what a string literal says, an `x` in the place of each value that an f-string fills in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(part) for part in node.values)
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "x"


def modules_without_sql() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ROOMS_WITH_SQL and "static" not in path.parts
    ]


def test_sql_stands_in_the_store_the_publisher_and_the_site_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules_without_sql()
        for line in sql_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'ROWS = "SELECT name FROM form WHERE id = ?"',
        'ROWS = f"SELECT {columns} FROM {table}"',
        'ROWS = "SELECT count(*)" + rest',
        'def f(db):\n    """Fine."""\n    return db.execute(query)',
        'TEXT = "DELETE FROM submission"',
        'TEXT = """\n  WITH newest AS (SELECT 1) SELECT * FROM newest"""',
        'TEXT = "UPDATE form SET title = ?"',
        "import sqlite3",
        "from pysqlite3 import connect",
        "def f():\n    from sqlite_utils import Database",
    ],
)
def test_planted_sql_is_caught(planted: str) -> None:
    assert list(sql_in(planted))


@pytest.mark.parametrize(
    "harmless",
    [
        '"""SELECT a FROM b is what the store runs."""',
        'TEXT = "Select the form from the list"',
        'TEXT = "Update the settings of this project"',
        'TEXT = "Delete from the tablet what was sent?"',
        'LABEL = "with care"',
    ],
)
def test_words_that_are_no_sql_are_left_alone(harmless: str) -> None:
    assert not list(sql_in(harmless))


# --- what is installed and what is locked ----------------------------------------------------------------------------


def licence_texts(name: str) -> list[str]:
    about = metadata.metadata(name)
    licence = about.get_all("License-Expression") or about.get_all("License") or []
    return [*licence, *(text for text in about.get_all("Classifier") or [] if text.startswith("License ::"))]


def test_nothing_that_runs_with_fieldkit_is_gpl() -> None:
    copyleft = {
        name: text
        for name in runtime_packages()
        for text in licence_texts(name)
        if re.search(r"(?<!L)GPL|(?<!Lesser )General Public License", text.split("\n", 1)[0])
    }
    assert copyleft == {}


def test_the_notice_names_every_package_with_its_licence() -> None:
    named = dict(
        line.split(maxsplit=1) for line in (ROOT / "NOTICE").read_text(encoding="utf-8").splitlines() if "  " in line
    )
    expected = {*runtime_packages(), *(line.split()[0] for line in npm_lines())}
    assert sorted(expected - set(named)) == []
    assert [name for name in expected if not named[name]] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_records_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "sha256:" in text or '"integrity"' in text
    outside = [line for line in text.splitlines() if "://" in line and '"url": ' not in line]
    assert outside == []


def test_no_gpl_tool_is_in_the_products_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    for name in ("djlint", "krippendorff", "pycanon"):
        assert not re.search(rf"(?m)^{name}==", lock)


# --- what a request pays for -----------------------------------------------------------------------------------------


def test_the_application_loads_nothing_that_requests_do_not_need() -> None:
    probe = "import sys, fieldkit.web.app as app\nfrom importlib import import_module\n"
    probe += "for name in app.BLUEPRINTS: import_module(name)\n"
    probe += f"print(sorted({HEAVY!r} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_architecture_page_names_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    diagram = page.split("## Conventions", 1)[0]
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    rooms -= {"__init__", "__pycache__"}
    assert sorted(room for room in rooms if not re.search(rf"\b{room}\b", diagram)) == []

"""Small XLSForms by chance, with what a person answers to them and the rows that must come of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

Rows = dict[str, list[dict[str, str]]]

ANSWERS: dict[str, tuple[Any, str]] = {
    "text": ("Nour & <co>", "Nour & <co>"),
    "integer": ("7", "7"),
    "decimal": ("2,5", "2.5"),
    "date": ("2026-05-04", "2026-05-04"),
    "time": ("09:30", "09:30:00.000+01:00"),
    "select_one abc": ("Ant", "a"),
    "select_multiple abc": (["Bee", "Cow"], "b c"),
    "range": ("4", "4"),
    "acknowledge": (None, "OK"),
    "note": (None, ""),
    "calculate": (None, "14"),
}
"""By the type of a question: what is typed or tapped, and what the record holds, in the time zone of Tunis."""

CONDITIONS = {"integer": ("> 3", "> 30"), "select_one abc": ("= 'a'", "= 'b'"), "text": ("!= ''", "= ''")}
"""By the type of the question that another hangs on: what holds of its answer, and what does not."""

DEEPEST, MOST = 2, 4
ENGLISH, ARABIC = "label::English (en)", "label::Arabic (ar)"
COLUMNS = ("type", "name", ENGLISH, ARABIC, "relevant", "required", "constraint", "calculation", "parameters")
COLUMNS = (*COLUMNS, "appearance", "repeat_count")
CHOICES = f"""
| choices |
| | list_name | name | {ENGLISH} | {ARABIC} |
| | abc | a | Ant | Ant |
| | abc | b | Bee | Bee |
| | abc | c | Cow | Cow |
"""


@dataclass
class Node:
    """A row: a question, or a group or repeat with what is in it; `asked` when its own condition holds."""

    kind: str
    cells: dict[str, str]
    asked: bool = True
    turns: int = 1
    children: "list[Node]" = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.cells["name"]


class GeneratedForm:
    """A form drawn by chance; the same chance gives the same form."""

    def __init__(self, chance: Random, form_id: str) -> None:
        self._chance, self.form_id = chance, form_id
        self._count = 0
        first = self._question([], "integer")
        self.nodes = [first, *self._nodes([first], 0)]

    def markdown(self) -> str:
        """The form as tables, with its settings and its one list of choices."""
        rows = [_row(cells) for node in self.nodes for cells in _rows(node)]
        head = f"| settings |\n| | form_title | form_id | version |\n| | By chance | {self.form_id} | 1 |\n"
        return head + "\n".join(["| survey |", _row({one: one for one in COLUMNS}), *rows]) + CHOICES

    def answers(self) -> dict[str, Any]:
        """What a person answers, by the words of the question in either language."""
        given: dict[str, Any] = {}
        for node in _flat(self.nodes):
            for label in (ENGLISH, ARABIC):
                if node.kind in ANSWERS and ANSWERS[node.kind][0] is not None and node.cells.get(label):
                    given[node.cells[label]] = ANSWERS[node.kind][0]
        return given

    def rows(self) -> Rows:
        """The flat rows that these answers give, without keys and without tables that stay empty."""
        rows: Rows = {"/data": [{}]}
        _collect(self.nodes, "/data", "/data", rows["/data"][0], rows)
        return rows

    def _nodes(self, before: list[Node], depth: int) -> list[Node]:
        made: list[Node] = []
        for _ in range(self._chance.randint(1, MOST)):
            made.append(self._node([*before, *made], depth))
        return made

    def _node(self, before: list[Node], depth: int) -> Node:
        if depth < DEEPEST and self._chance.random() < 0.3:
            return self._group(before, depth)
        return self._question(before, self._chance.choice(list(ANSWERS)))

    def _group(self, before: list[Node], depth: int) -> Node:
        kind = self._chance.choice(["group", "repeat"])
        node = Node(kind, self._cells(f"begin_{kind}"))
        self._hang(node, before)
        if kind == "repeat":
            node.turns = self._chance.randint(1, 2)
            node.cells["repeat_count"] = str(node.turns)
        if self._chance.random() < 0.4:
            node.cells["appearance"] = "field-list"
        node.children = self._nodes(before if kind == "group" else [], depth + 1)
        return node

    def _question(self, before: list[Node], kind: str) -> Node:
        node = Node(kind, self._cells(kind))
        self._hang(node, before)
        if kind == "range":
            node.cells["parameters"] = "start=1 end=5 step=1"
        elif kind == "calculate":
            node.cells |= {"calculation": "2 * 7", ENGLISH: "", ARABIC: ""}
        elif kind != "note" and self._chance.random() < 0.5:
            node.cells["required"] = self._chance.choice(["yes", "1 = 1", "no"])
        if kind == "integer" and self._chance.random() < 0.5:
            node.cells["constraint"] = ". >= 0 and . < 100"
        return node

    def _cells(self, kind: str) -> dict[str, str]:
        self._count += 1
        missing = self._chance.choice([ENGLISH, ARABIC, "", ""])
        labels = {ENGLISH: f"Question {self._count}", ARABIC: f"سؤال {self._count}"}
        labels[missing] = ""
        return {"type": kind, "name": f"q{self._count}", **labels}

    def _hang(self, node: Node, before: list[Node]) -> None:
        """Let it be asked only after an answer that is given, or never."""
        others = [one for one in before if one.kind in CONDITIONS and one.asked]
        if others and self._chance.random() < 0.4:
            other = self._chance.choice(others)
            node.asked = self._chance.random() < 0.6
            node.cells["relevant"] = f"${{{other.name}}} {CONDITIONS[other.kind][0 if node.asked else 1]}"


def _row(cells: dict[str, str]) -> str:
    return "| | " + " | ".join(cells.get(column, "") for column in COLUMNS) + " |"


def _rows(node: Node) -> Iterator[dict[str, str]]:
    yield node.cells
    if node.kind in {"group", "repeat"}:
        for child in node.children:
            yield from _rows(child)
        yield {"type": f"end_{node.kind}"}


def _flat(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _flat(node.children)


def _collect(nodes: list[Node], path: str, table: str, row: dict[str, str] | None, rows: Rows) -> None:
    """Put what was answered into its row; without a row nobody is asked, and only the tables are named."""
    for node in nodes:
        here = f"{path}/{node.name}"
        column = here.removeprefix(f"{table}/")
        asked = row if node.asked else None
        if node.kind == "repeat":
            if row is not None:
                row[f"{column}_count"] = str(node.turns)
            _turns(node, here, asked is not None, rows)
        elif node.kind == "group":
            _collect(node.children, here, table, asked, rows)
        elif asked is not None and ANSWERS[node.kind][1]:
            asked[column] = ANSWERS[node.kind][1]


def _turns(repeat: Node, path: str, asked: bool, rows: Rows) -> None:
    table = rows.setdefault(path, [])
    for _ in range(repeat.turns if asked else 0):
        table.append({})
        _collect(repeat.children, path, path, table[-1], rows)
    if not asked:
        _collect(repeat.children, path, path, None, rows)

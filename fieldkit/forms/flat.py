"""A submission as flat rows: one table for the form, one for each repeat.

Columns are paths relative to their table (`visit/outcome`). Four more begin with `@`, which no question can:

    @instance_id   the submission
    @key           the row: the instanceID, then each repeat around it with its number, `uuid:1/visit[2]/fact[1]`
    @parent_key    the row of the table above it, empty for the form's own
    @position      number of the repeat instance under its parent, from 1
"""

from collections.abc import Sequence

from fieldkit.forms.instance import GROUP_KINDS, Answer, read_answers, read_instance
from fieldkit.forms.model import Question

KEY_COLUMNS = ("@instance_id", "@key", "@parent_key", "@position")
SILENT_KINDS = GROUP_KINDS | {"note"}

FlatRow = dict[str, str | int | None]


def flat_columns(questions: Sequence[Question]) -> dict[str, list[str]]:
    """Return table path → its columns: the keys, then the questions in the form's order.

    The first table is the form's own, named by the path of its root (`/data`); the others by the path of their repeat.
    """
    if not questions:
        return {}
    root = _root(questions)
    tables = {root: list(KEY_COLUMNS)}
    for question in questions:
        if question.kind == "repeat":
            tables[question.path] = list(KEY_COLUMNS)
        elif question.kind not in SILENT_KINDS:
            table = question.repeat or root
            tables[table].append(_column(question.path, table))
    return tables


def flat_tables(questions: Sequence[Question], xml: bytes) -> dict[str, list[FlatRow]]:
    """Return table path → rows of one submission; every row has every column of its table, None where unanswered.

    Raises:
        Problem: when the XML cannot be parsed safely or has no instanceID.
    """
    columns = flat_columns(questions)
    if not columns:
        return {}
    instance_id = read_instance(xml).instance_id
    builder = _Builder(instance_id, _root(questions), columns, questions)
    builder.row(builder.root, ())
    for answer in read_answers(questions, xml):
        if answer.question.kind not in SILENT_KINDS:
            builder.put(answer)
    return builder.tables


class _Builder:
    def __init__(
        self, instance_id: str, root: str, columns: dict[str, list[str]], questions: Sequence[Question]
    ) -> None:
        self.instance_id, self.root, self.columns = instance_id, root, columns
        self.repeats = [question.path for question in questions if question.kind == "repeat"]
        self.tables: dict[str, list[FlatRow]] = {table: [] for table in columns}
        self._rows: dict[str, FlatRow] = {}

    def put(self, answer: Answer) -> None:
        table = answer.question.repeat or self.root
        row, column = self.row(table, answer.position), _column(answer.path, table)
        if row[column] is None and answer.value != "":
            row[column] = answer.value

    def row(self, table: str, position: tuple[int, ...]) -> FlatRow:
        """Return the row of a repeat instance, made with those above it at the first call."""
        key = self._key(table, position)
        if key not in self._rows:
            parent = self.row(self._parent(table), position[:-1])["@key"] if table != self.root else ""
            row: FlatRow = dict.fromkeys(self.columns[table])
            row |= {"@instance_id": self.instance_id, "@key": key, "@parent_key": parent}
            row["@position"] = position[-1] if position else 1
            self._rows[key] = row
            self.tables[table].append(row)
        return self._rows[key]

    def _parent(self, table: str) -> str:
        above = [repeat for repeat in self.repeats if table.startswith(f"{repeat}/")]
        return max(above, key=len, default=self.root)

    def _key(self, table: str, position: tuple[int, ...]) -> str:
        if table == self.root:
            return self.instance_id
        parent = self._parent(table)
        return f"{self._key(parent, position[:-1])}/{_column(table, parent)}[{position[-1]}]"


def _root(questions: Sequence[Question]) -> str:
    return "/" + questions[0].path.split("/")[1]


def _column(path: str, table: str) -> str:
    return path.removeprefix(f"{table}/")

"""What a reader can and cannot learn from the tables of a release."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldkit.release.audit import Status, hidden_intervals
from fieldkit.release.records import Category, Measure, Population, Record, Rule, TableSpec, Unit
from fieldkit.release.rounding import possible_counts, rounded
from fieldkit.release.suppression import protect
from fieldkit.release.system import EVERYBODY, build_system
from fieldkit.release.tables import PublishedTable, counted_openly, protect_tables
from tests.release.attacker import behind_means, hidden_values, possible, prints_as
from tests.release.building import CONTACTS, PEOPLE, contacts, one_way, people, two_way, variable

STAGE = variable("stage", "abcd")
TONGUE = variable("tongue", "stuv")
NEED = variable("need", ["n1", "n2", "n3"], several=True)


def counts(table: PublishedTable) -> dict[tuple[str, str], int | None]:
    return {(cell.row, cell.column): cell.count for cell in table.cells}


def test_nine_people_are_hidden_with_the_smallest_other_cell_and_ten_are_shown_rounded() -> None:
    [table] = protect_tables([people(one_way("stage", [9, 10, 12, 31]), TableSpec("1", "", STAGE))])
    assert counts(table) == {("a", ""): None, ("b", ""): None, ("c", ""): 10, ("d", ""): 30, ("", ""): 60}


def test_a_table_of_enough_people_everywhere_is_shown_whole() -> None:
    [table] = protect_tables([people(one_way("stage", [10, 11, 12, 13]), TableSpec("1", "", STAGE))])
    assert table.hidden == 0
    assert list(counts(table).values()) == [10, 10, 10, 15, 45]


def test_too_few_people_withhold_every_table() -> None:
    [table] = protect_tables([people(one_way("stage", [4, 5]), TableSpec("1", "", STAGE))])
    assert (table.withheld, table.cells, table.total) == ("too-few", (), None)


def test_an_answer_that_nobody_gave_is_said_to_be_so() -> None:
    [table] = protect_tables([people(one_way("stage", [20, 20, 0, 0]), TableSpec("1", "", STAGE))])
    assert {cell.row: cell.status for cell in table.cells if cell.count == 0} == {
        "c": Status.NOBODY,
        "d": Status.NOBODY,
    }


def test_a_single_answer_of_everybody_is_not_told() -> None:
    [table] = protect_tables([people(one_way("stage", [40, 0, 0, 0]), TableSpec("1", "", STAGE))])
    assert table.withheld == "all-hidden"


def test_a_row_in_which_all_gave_one_answer_does_not_tell_it() -> None:
    records = two_way("stage", "tongue", [[30, 0], [20, 25]])
    [table] = protect_tables([people(records, TableSpec("1", "", STAGE, TONGUE))])
    assert counts(table)["a", "s"] is None
    assert counts(table)["a", "t"] is None


def test_nearly_all_giving_an_answer_hides_it_because_the_others_are_few() -> None:
    needs = [({"n1"} if n < 55 else set()) | ({"n2"} if n % 2 else set()) for n in range(60)]
    given_by = [Record(f"p{n}", answers={"need": frozenset(chosen)}) for n, chosen in enumerate(needs)]
    [table] = protect_tables([people(given_by, TableSpec("1", "", NEED))])
    assert counts(table) == {("n1", ""): None, ("n2", ""): 30, ("n3", ""): None, ("", ""): 60}


def test_those_who_did_not_answer_are_counted_and_hidden_like_others() -> None:
    records = (*one_way("stage", [30, 20]), *(Record(f"q{n}") for n in range(4)))
    [table] = protect_tables([people(records, TableSpec("1", "", STAGE))])
    assert counts(table)["(no answer)", ""] is None
    assert counts(table)["b", ""] is None
    assert counts(table)["a", ""] == 30


def test_an_answer_outside_the_choices_never_becomes_a_row() -> None:
    strange = Record("q", answers={"stage": frozenset({"Fatima's flat"})})
    [table] = protect_tables([people((*one_way("stage", [30, 20]), strange), TableSpec("1", "", STAGE))])
    assert "Fatima's flat" not in {row.value for row in table.rows}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_brute_force_leaves_every_hidden_cell_of_a_one_way_table_wide_open(sizes: list[int]) -> None:
    [table] = protect_tables([people(one_way("stage", sizes), TableSpec("1", "", STAGE))])
    if table.withheld:
        return
    cells = [cell for cell in table.cells if cell.row and cell.status is not Status.NOBODY]
    assert table.total is not None
    found = hidden_values([cell.count for cell in cells], table.total, 5, 10)
    for cell, values in zip(cells, found, strict=True):
        if cell.status is Status.HIDDEN:
            assert max(values) - min(values) >= 10
        else:
            assert sizes["abcd".index(cell.row)] >= 10


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3),
    st.sampled_from([Rule(10, 5), Rule(5, 5), Rule(10, 1), Rule(3, 5)]),
)
def test_no_hidden_cell_of_a_crossed_table_is_narrower_than_the_threshold(sizes: list[list[int]], rule: Rule) -> None:
    records = two_way("stage", "tongue", sizes)
    tables = [TableSpec("1", "", STAGE, TONGUE), TableSpec("2", "", STAGE)]
    system = build_system(records, tables)
    protection = protect(system, rule)
    if protection.unprotected:
        return
    for interval in hidden_intervals(system, protection.status, rule).values():
        assert interval.width >= rule.minimum
    for cell, status in protection.status.items():
        assert status is not Status.SHOWN or system.count(cell) >= rule.minimum
        assert status is not Status.NOBODY or system.count(cell) == 0
    for line in system.lines:
        hidden = [cell for cell in (line.total, *line.parts) if protection.status[cell] is Status.HIDDEN]
        assert len(hidden) != 1
        if hidden and protection.status[line.total] is Status.SHOWN:
            assert sum(system.count(cell) for cell in hidden) >= rule.minimum


@given(st.integers(0, 100_000), st.integers(1, 50))
def test_rounding_moves_by_less_than_the_base_and_its_inverse_is_exact(count: int, base: int) -> None:
    shown = rounded(count, base)
    low, high = possible_counts(shown, base)
    assert abs(shown - count) < base
    assert shown == prints_as(count, base)
    assert low <= count <= high
    assert all(rounded(other, base) == shown for other in (low, high))
    assert rounded(high + 1, base) != shown


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_linked_tables_hide_the_same_margin_everywhere(dice: random.Random) -> None:
    records = [
        Record(
            f"p{number}",
            answers={
                "stage": frozenset(dice.choice("aaabbbccd")),
                "tongue": frozenset(dice.choice("sstuv")),
                "need": frozenset(need for need in ("n1", "n2", "n3") if dice.random() < 0.5),
            },
        )
        for number in range(dice.randint(20, 150))
    ]
    specs = (
        TableSpec("1", "", STAGE),
        TableSpec("2", "", STAGE, TONGUE),
        TableSpec("3", "", TONGUE),
        TableSpec("4", "", STAGE, NEED),
    )
    by_id = {table.spec.id: table for table in protect_tables([people(records, *specs)])}
    for first, second, margin in (("1", "2", "row"), ("1", "4", "row"), ("2", "3", "column")):
        left, right = by_id[first], by_id[second]
        if left.withheld or right.withheld:
            continue
        margins = {cell.row: cell.count for cell in left.cells if not cell.column}
        others = {cell.row: cell.count for cell in right.cells if not cell.column}
        if margin == "column":
            margins = {cell.column: cell.count for cell in left.cells if not cell.row}
        assert margins == {value: others[value] for value in margins}


def test_a_margin_hidden_in_one_table_cannot_be_read_in_another() -> None:
    # Alone, the language table would show everything; crossed with the stage, "s" of stage "a" is nine people.
    records = two_way("stage", "tongue", [[9, 40, 40], [31, 40, 40]])
    alone = protect_tables([people(records, TableSpec("1", "", TONGUE))])[0]
    crossed = protect_tables([people(records, TableSpec("1", "", TONGUE), TableSpec("2", "", STAGE, TONGUE))])[1]
    assert alone.hidden == 0
    inside = counts(crossed)
    assert inside["a", "s"] is None
    assert inside["b", "s"] is None
    assert sum(inside["a", column] is None for column in "stu") >= 2


def printed(sizes: Sequence[int]) -> set[tuple[tuple[str, int | None], ...]]:
    """Every way in which a one-way table of these sizes may be printed, whatever the project's secret is."""
    seen = set()
    for number in range(40):
        rule = replace(PEOPLE, secret=f"secret {number}")
        [table] = protect_tables([people(one_way("stage", sizes), TableSpec("1", "", STAGE), rule=rule)])
        seen.add(tuple((cell.row, cell.count) for cell in table.cells))
    return seen


@pytest.mark.parametrize(
    ("sizes", "others"),
    [([12, 12, 9], [9, 12, 14]), ([12, 9, 12], [14, 9, 11]), ([9, 12, 12], [2, 11, 20]), ([12, 12, 9], [20, 12, 1])],
)
def test_which_cell_is_hidden_beside_another_does_not_tell_a_reader_of_this_code_how_many_it_hides(
    sizes: list[int], others: list[int]
) -> None:
    """Were the smallest always hidden, 12, 12 and 9 would be the only people that print as they do."""
    assert printed(sizes) & printed(others)


def test_the_same_secret_hides_the_same_cells_and_is_in_no_table() -> None:
    rule = replace(PEOPLE, secret="only the project knows")
    first, second = (
        protect_tables([people(one_way("stage", [12, 12, 9]), TableSpec("1", "", STAGE), rule=rule)]) for _ in range(2)
    )
    assert first == second
    assert "only the project" not in repr((first, rule))


def test_tables_that_go_round_in_a_circle_are_not_published_together() -> None:
    third = variable("kind", "xy")
    records = [
        Record(
            f"p{n}",
            answers={
                "stage": frozenset("ab"[n % 2]),
                "tongue": frozenset("st"[n // 2 % 2]),
                "kind": frozenset("xy"[n // 4 % 2]),
            },
        )
        for n in range(240)
    ]
    specs = (
        TableSpec("1", "", STAGE, TONGUE),
        TableSpec("2", "", TONGUE, third),
        TableSpec("3", "", third, STAGE),
    )
    assert [table.withheld for table in protect_tables([people(records, *specs)])] == ["", "", "circle"]


def test_two_questions_with_several_answers_are_not_crossed() -> None:
    other = variable("help", ["h1", "h2"], several=True)
    [table] = protect_tables([people(one_way("stage", [40]), TableSpec("1", "", NEED, other))])
    assert table.withheld == "several-by-several"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.sampled_from(["n1", "n2", "n3"])), min_size=20, max_size=80))
def test_no_pair_of_options_can_be_pinned_down(choices: list[set[str]]) -> None:
    """Between shown options, the number who gave both lies in Fréchet's bounds, at least the minimum apart."""
    records = [Record(f"p{n}", answers={"need": frozenset(chosen)}) for n, chosen in enumerate(choices)]
    [table] = protect_tables([people(records, TableSpec("1", "", NEED))])
    shown = [cell.row for cell in table.cells if cell.row and cell.status is Status.SHOWN]
    given_by = {need: sum(need in chosen for chosen in choices) for need in shown}
    for first in shown:
        for second in shown:
            if first < second:
                low = max(0, given_by[first] + given_by[second] - len(choices))
                assert min(given_by[first], given_by[second]) - low >= 10


def test_two_forms_over_nearly_the_same_people_do_not_show_the_few_who_differ() -> None:
    everybody = one_way("stage", [30, 30])
    first = people(everybody, TableSpec("1", "", STAGE), name="first")
    second = people(everybody[:-4], TableSpec("2", "", STAGE), name="second")
    assert [table.withheld for table in protect_tables([first, second])] == ["overlap", "overlap"]


def test_how_many_took_part_does_not_tell_how_few_answered_a_withheld_form() -> None:
    """110 people in all beside a table of 100 would put the eight of the other form between six and nine."""
    many = people(one_way("stage", [60, 40]), TableSpec("1", "", STAGE), name="many")
    others = [replace(record, unit=f"other-{record.unit}") for record in one_way("stage", [4, 4])]
    few = people(others, TableSpec("2", "", STAGE), name="few")
    tables = protect_tables([many, few])
    assert [table.withheld for table in tables] == ["", "too-few"]
    assert counted_openly([many, few], tables, Unit.PEOPLE) == 100
    assert counted_openly([few], tables[1:], Unit.PEOPLE) is None
    assert counted_openly([many], tables, Unit.CONTACTS) is None


KIND = variable("kind", ["registry", "legal", "library"], kinds=True)
OUTCOME = variable("outcome", ["served", "sent"])


def visit(number: int, kind: str, *, researcher: str, place: str, clarity: float | None = None) -> Record:
    ratings = {} if clarity is None else {"clarity": clarity}
    return Record(f"c{number}", researcher, place, {"kind": frozenset({kind})}, ratings)


def test_contacts_need_three_by_two_researchers_and_a_kind_three_places() -> None:
    records = [visit(n, "registry", researcher=f"r{n % 2}", place=f"registry-{n % 3}") for n in range(12)]
    records += [visit(20 + n, "legal", researcher=f"r{n % 2}", place=f"legal-{n % 3}") for n in range(6)]
    records += [visit(40 + n, "library", researcher=f"r{n % 2}", place=f"library-{n % 2}") for n in range(30)]
    [table] = protect_tables([contacts(records, TableSpec("1", "", KIND))])
    assert counts(table) == {("registry", ""): 10, ("legal", ""): None, ("library", ""): None, ("", ""): 50}


def test_contacts_by_one_researcher_are_hidden() -> None:
    records = [visit(n, "registry", researcher=f"r{n % 2}", place=f"registry-{n % 3}") for n in range(12)]
    records += [visit(20 + n, "legal", researcher="r0", place=f"legal-{n % 4}") for n in range(12)]
    [table] = protect_tables([contacts(records, TableSpec("1", "", KIND))])
    assert table.withheld == "all-hidden"


def test_an_unknown_researcher_or_place_counts_as_one_and_the_same() -> None:
    assert not CONTACTS.allows([Record(f"c{n}", "", f"p{n}") for n in range(9)])
    assert not CONTACTS.allows([Record(f"c{n}", f"r{n}", "") for n in range(9)], names_organisations=True)
    assert CONTACTS.allows([Record(f"c{n}", f"r{n}", "") for n in range(9)])


def test_a_hidden_mean_cannot_be_worked_out_from_the_mean_over_all() -> None:
    records = [visit(n, "registry", researcher=f"r{n % 2}", place=f"a{n % 3}", clarity=3) for n in range(10)]
    records += [visit(20 + n, "legal", researcher=f"r{n % 2}", place=f"b{n % 3}", clarity=2) for n in range(5)]
    records += [visit(40 + n, "library", researcher="r1", place=f"c{n % 3}", clarity=0) for n in range(4)]
    spec = TableSpec("1", "", KIND, measure=Measure.MEAN, criteria=(Category("clarity"),))
    [table] = protect_tables([contacts(records, spec)])
    means = {cell.row: (cell.mean, cell.count) for cell in table.cells}
    assert means == {"registry": (3.0, 10), "legal": (None, None), "library": (None, None), "": (None, None)}


def rated_visits(counts: Sequence[int], marks: int, dice: random.Random) -> list[Record]:
    """Contacts by three researchers with three places of each kind, all rated on so many criteria."""
    return [
        Record(
            f"{kind}{number}",
            f"r{number % 3}",
            f"{kind}-{number % 3}",
            {"sort": frozenset("abcdefgh"[kind])},
            {f"m{mark}": dice.randint(0, 4) for mark in range(marks)},
        )
        for kind, count in enumerate(counts)
        for number in range(count)
    ]


@given(st.lists(st.integers(1, 8), min_size=3, max_size=6), st.randoms(use_true_random=False))
@example([7, 7, 5, 1, 2], random.Random(1))
def test_means_do_not_give_the_numbers_away_that_hide_others(sizes: list[int], dice: random.Random) -> None:
    """Means of whole ratings tell how many there were beyond the rounding; what is hidden must stay wide."""
    sort = variable("sort", "abcdefgh"[: len(sizes)], kinds=True)
    criteria = tuple(Category(f"m{mark}") for mark in range(12))
    spec = TableSpec("1", "", sort, measure=Measure.MEAN, criteria=criteria)
    [table] = protect_tables([contacts(rated_visits(sizes, len(criteria), dice), spec)])
    if table.withheld or table.total is None:
        return
    by_kind = [[cell for cell in table.cells if cell.row == kind] for kind in "abcdefgh"[: len(sizes)]]
    options = []
    for cells in by_kind:
        means = [cell.mean for cell in cells if cell.mean is not None]
        shown = cells[0].count
        known = behind_means(shown, means, CONTACTS.base, 4) if shown else set(range(1, 60))
        options.append(sorted(known))
    totals = list(possible(table.total, CONTACTS.base))
    for place, cells in enumerate(by_kind):
        if cells[0].status is Status.HIDDEN:
            others = [one for number, one in enumerate(options) if number != place]
            least, most = sum(one[0] for one in others), sum(one[-1] for one in others)
            low, high = max(1, totals[0] - most), totals[-1] - least
            assert high - low >= CONTACTS.minimum, (sizes, place, low, high)


def test_of_a_kind_that_is_hidden_it_is_not_said_that_nobody_rated_it() -> None:
    records = [
        visit(n, kind, researcher=f"r{n % 2}", place=f"{kind}-{n % 5}", clarity=n % 5)
        for kind, first in (("registry", 0), ("legal", 50))
        for n in range(first, first + 12)
    ]
    records += [visit(90 + n, "library", researcher="r1", place="library") for n in range(2)]
    spec = TableSpec("1", "", KIND, measure=Measure.MEAN, criteria=(Category("clarity"),))
    [table] = protect_tables([contacts(records, TableSpec("2", "", KIND), spec)])[1:]
    assert all(cell.status is not Status.NOBODY for cell in table.cells if cell.row == "library")


def test_means_are_shown_with_their_rounded_number() -> None:
    records = [
        visit(n, kind, researcher=f"r{n % 2}", place=f"{kind}-{n // 3 % 4}", clarity=n % 5)
        for n in range(24)
        for kind in ["registry", "legal", "library"][n % 3 : n % 3 + 1]
    ]
    spec = TableSpec("1", "", KIND, measure=Measure.MEAN, criteria=(Category("clarity"),))
    [table] = protect_tables([contacts(records, spec)])
    assert table.hidden == 0
    everything = next(cell for cell in table.cells if not cell.row)
    assert (everything.mean, everything.count) == (round(sum(n % 5 for n in range(24)) / 24, 1), 25)


def test_the_same_records_in_another_order_give_the_same_tables() -> None:
    records = list(two_way("stage", "tongue", [[9, 14, 3], [31, 0, 22], [12, 18, 7]]))
    specs = (TableSpec("1", "", STAGE, TONGUE), TableSpec("2", "", STAGE))
    first = protect_tables([people(records, *specs)])
    random.Random(3).shuffle(records)
    assert protect_tables([people(records, *specs)]) == first


def test_everybody_is_always_one_of_the_cells() -> None:
    system = build_system(one_way("stage", [10]), [TableSpec("1", "", STAGE)])
    assert system.count(EVERYBODY) == 10


@pytest.mark.parametrize("unit", list(Unit))
def test_a_population_without_records_is_withheld(unit: Unit) -> None:
    [table] = protect_tables([Population("x", unit, PEOPLE, (), (TableSpec("1", "", STAGE),))])
    assert table.withheld == "too-few"

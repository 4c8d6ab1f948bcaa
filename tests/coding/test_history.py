from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.history import Move, next_redo, next_undo


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=60))
def test_undo_and_redo_behave_as_two_stacks(wishes: list[str]) -> None:
    """Against the textbook: two stacks, and a new action empties the second."""
    log: list[tuple[Move, int]] = []
    meant: dict[int, int] = {}  # stroke → the action that it does, takes back or does again
    undoable: list[int] = []
    redoable: list[int] = []
    for number, wish in enumerate(wishes):
        newest_first = list(reversed(log))
        target = next_undo(newest_first) if wish == "undo" else next_redo(newest_first)
        if wish == "do":
            undoable.append(number)
            redoable.clear()
            meant[number] = number
        elif target is None:
            assert not (undoable if wish == "undo" else redoable)
            continue
        else:
            source, goal = (undoable, redoable) if wish == "undo" else (redoable, undoable)
            assert meant[target] == source[-1]
            goal.append(source.pop())
            meant[number] = meant[target]
        log.append((Move(wish), number))

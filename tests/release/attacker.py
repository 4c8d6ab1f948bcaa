"""An attacker of published tables who shares no code with the kit: brute force over whole counts.

It sees what is printed, knows the rules and adds up. For a small table it tries every way in which the hidden counts
could have come about, and keeps those that print the same.
"""

import itertools
from collections.abc import Iterator, Sequence


def prints_as(count: int, base: int) -> int:
    """Round to the nearest multiple, half upwards, written anew."""
    below = count - count % base
    return below if count - below < base - (count - below) else below + base


def possible(shown: int, base: int) -> Iterator[int]:
    return (count for count in range(max(0, shown - base), shown + base + 1) if prints_as(count, base) == shown)


def hidden_values(shown: Sequence[int | None], total: int, base: int, minimum: int) -> list[set[int]]:
    """Return, for each cell of a one-way table, the counts that it may have (those shown: as they may round)."""
    highest = max(possible(total, base))
    ranges = [
        range(0, highest + 1) if value is None else [count for count in possible(value, base) if count >= minimum]
        for value in shown
    ]
    totals = set(possible(total, base))
    # Sums that the other cells can reach, from both sides, keep this quick.
    before = [{0}]
    for options in ranges:
        before.append({left + option for left in before[-1] for option in options if left + option <= highest})
    after = [{0}]
    for options in reversed(ranges):
        after.append({right + option for right in after[-1] for option in options if right + option <= highest})
    after.reverse()
    return [
        {
            option
            for option in options
            if any(
                total_option - option - left in after[index + 1]
                for total_option, left in itertools.product(totals, before[index])
            )
        }
        for index, options in enumerate(ranges)
    ]


def behind_means(shown: int, means: Sequence[float], base: int, best: int) -> set[int]:
    """Return the numbers of contacts that fit a rounded number and the means, to one decimal, of ratings 0 … `best`."""
    return {
        count
        for count in possible(shown, base)
        if count and all(any(round(total / count, 1) == mean for total in range(best * count + 1)) for mean in means)
    }

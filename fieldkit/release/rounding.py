"""Counts rounded to a base, and what a rounded count still says about the true one."""


def rounded(count: int, base: int) -> int:
    """Return the multiple of `base` nearest to `count`, a tie upwards; it moves by at most half the base."""
    return (2 * count + base) // (2 * base) * base


def possible_counts(shown: int, base: int) -> tuple[int, int]:
    """Return the lowest and the highest count that `rounded` turns into `shown`."""
    return max(0, shown - base // 2), shown + (base - 1) // 2

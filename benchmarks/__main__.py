"""`python -m benchmarks`: every figure that the project claims, measured here and now."""

from benchmarks import coding, desk, release, submissions, tablet, trays

MEASUREMENTS = (submissions.main, tablet.main, trays.main, coding.main, desk.main, release.main)


def main() -> None:
    """Run one measurement after the other."""
    for measurement in MEASUREMENTS:
        measurement()


if __name__ == "__main__":
    main()

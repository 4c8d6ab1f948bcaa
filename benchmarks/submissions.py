"""Durable submissions per second, how long each takes, what the server weighs; beside the bare disk in the same run.

The clients share the machine with the server, and so may others: the processor time that the server, and the clients,
spend on one submission says more about the code than the rate does.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import Server, running_server

SECONDS = 6.0
WARM_UP_SECONDS = 1.0
CLIENTS = (1, 8, 32)
PHOTO_BYTES = 300_000
DISK_SECONDS = 2.0
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Figures:
    """One line of the table: rate per second, milliseconds; processor time of both sides for one submission."""

    clients: int
    photo: bool
    rate: float
    p50: float
    p99: float
    failures: int
    server_cpu: float
    clients_cpu: float


def measure(server: Server, clients: int, photo_bytes: int, seconds: float = SECONDS) -> Figures:
    """Let `clients` send for a while and count what was acknowledged."""
    command = [sys.executable, "-m", "benchmarks.load", str(server.port), str(clients), str(seconds), str(photo_bytes)]
    server_before, clients_before = server.cpu_seconds(), _cpu_of_children()
    done = subprocess.run(command, input="\n".join(server.tokens), capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    taken = result["seconds"]
    cuts = statistics.quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    sent = max(1, len(taken))
    return Figures(
        clients=clients,
        photo=photo_bytes > 0,
        rate=len(taken) / seconds,
        p50=cuts[49] * 1000,
        p99=cuts[98] * 1000,
        failures=len(result["failures"]),
        server_cpu=(server.cpu_seconds() - server_before) / sent * 1000,
        clients_cpu=(_cpu_of_children() - clients_before) / sent * 1000,
    )


def _cpu_of_children() -> float:
    """Return the processor time of the processes that were waited for up to now: the clients' one among them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def disk_rate(folder: Path) -> float:
    """Return how many times a second 4 kB can be appended and flushed, one after the other."""
    path, content, count = folder / "disk-rate", os.urandom(4096), 0
    with path.open("wb", buffering=0) as file:
        until = time.monotonic() + DISK_SECONDS
        while time.monotonic() < until:
            file.write(content)
            os.fsync(file.fileno())
            count += 1
    path.unlink()
    return count / DISK_SECONDS


def main() -> None:
    """Print the table."""
    with running_server() as server:
        measure(server, 1, 0, seconds=0.3)
        print(f"memory of main and worker after a first submission (PSS): {server.memory_bytes() / MEGABYTE:.0f} MB")
        print(f"disk: {disk_rate(server.folder):.0f} appends of 4 kB with fsync per second, one after the other")
        measure(server, 8, PHOTO_BYTES, seconds=WARM_UP_SECONDS)
        print(
            f"{'clients':>8} {'photo':>8} {'stored/s':>9} {'p50 ms':>8} {'p99 ms':>8} {'failed':>7}"
            f" {'server CPU ms':>14} {'clients CPU ms':>15}"
        )
        for photo_bytes in (0, PHOTO_BYTES):
            for clients in CLIENTS:
                _print(measure(server, clients, photo_bytes))
        print(f"disk: {disk_rate(server.folder):.0f} appends of 4 kB with fsync per second, again")
        print(f"memory at the end (PSS): {server.memory_bytes() / MEGABYTE:.0f} MB")


def _print(line: Figures) -> None:
    photo = "300 kB" if line.photo else "none"
    print(
        f"{line.clients:>8} {photo:>8} {line.rate:>9.0f} {line.p50:>8.1f} {line.p99:>8.1f} {line.failures:>7}"
        f" {line.server_cpu:>14.2f} {line.clients_cpu:>15.2f}"
    )


if __name__ == "__main__":
    main()

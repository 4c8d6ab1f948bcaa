"""Coding with 5,000 segments present: processor time of adding one and of listing all, through the application.

Processor time that the process spends between the request's arrival at the application and its answer: the request's
thread and the writer's together, the write durable. The targets are 2 ms and 50 ms.
"""

import os
import random
import re
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask.testing import FlaskClient

from fieldkit.coding.codebook import Code
from fieldkit.coding.segment import Segment
from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services import codebook
from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.transcribe import ImportedTranscript, import_transcript
from fieldkit.store.project import Project, open_project
from fieldkit.store.segments import put_segment
from fieldkit.web.app import create_app

SEGMENTS, CODES, WORDS, ADDED, LISTED = 5_000, 24, 20_000, 200, 30
PASSWORD = "four plain words here"


@dataclass(frozen=True)
class Bench:
    """A signed-in coder before a transcript that is full of segments.

    Attributes:
        taken: milliseconds of processor time of each request so far.
        length: of the text, in code points.
    """

    client: FlaskClient
    taken: list[float]
    proof: dict[str, str]
    made: ImportedTranscript
    length: int


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as parent, full_bench(Path(parent)) as bench:
        added = [adding_milliseconds(bench, number) for number in range(ADDED)]
        listed = [listing_milliseconds(bench) for _ in range(LISTED)]
    print(f"\nCoding, {SEGMENTS:,} segments on {WORDS:,} words, processor time per request (target):")
    _print_line("add a segment, durable", added, 2)
    _print_line(f"list {SEGMENTS + ADDED:,} segments", listed, 50)


def adding_milliseconds(bench: Bench, number: int) -> float:
    """Add one segment over the wire and return the processor time that it took."""
    start = 97 * number % (bench.length - 100)
    stroke = {"id": f"stroke-{number}", "kind": "add", "segment": f"added-{number}", "version": bench.made.version_id}
    place = {"start": start, "end": start + 60, "code": f"code-{number % CODES}"}
    answer = bench.client.post(
        f"/coding/transcripts/{bench.made.transcript_id}/strokes", json={**stroke, **place}, headers=bench.proof
    )
    if answer.status_code != 200:
        raise RuntimeError(answer.get_data(as_text=True))
    return bench.taken[-1]


def listing_milliseconds(bench: Bench) -> float:
    """List every segment over the wire and return the processor time that it took."""
    answer = bench.client.get(f"/coding/transcripts/{bench.made.transcript_id}/segments.json")
    if len(answer.get_json()) != SEGMENTS + ADDED:
        raise RuntimeError("segments are missing")
    return bench.taken[-1]


@contextmanager
def full_bench(parent: Path) -> Iterator[Bench]:
    """Make a project with one long transcript and its segments, and sign a coder in."""
    os.environ["FIELDKIT_KEYS"] = str(parent / "keys")
    folder = parent / "project"
    folder.mkdir()
    save_settings(folder, Settings(project_id="benchmark", title="Benchmark"))
    save_keys("benchmark", generate_keys())
    now = datetime.now(UTC)
    project = open_project(folder, now=now, mode="server")
    try:
        new = NewAccount(name="Ada", email="ada@example.org", role="coordinator", language="en", password=PASSWORD)
        create_account(project, new, actor="command", now=now, account_id="ada")
        made, length = _fill(project, now)
        app = create_app(project)
        taken: list[float] = []
        app.wsgi_app = _timed(app.wsgi_app, taken)  # type: ignore[method-assign]
        client = app.test_client()
        yield Bench(client, taken, _sign_in(client), made, length)
    finally:
        project.close()


def _timed(application: WSGIApplication, taken: list[float]) -> WSGIApplication:
    """Note the processor time of each request, the answer's body included."""

    def timed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.process_time()
        body = list(application(environ, start_response))
        taken.append((time.process_time() - began) * 1000)
        return body

    return timed


def _fill(project: Project, now: datetime) -> tuple[ImportedTranscript, int]:
    chance = random.Random(7)
    for number in range(CODES):
        codebook.add_code(
            project,
            stroke_id=f"make-{number}",
            revision_id=f"revision-{number}",
            code=Code(f"code-{number}", f"Code {number}", colour=number % 8 + 1),
            account="ada",
            now=now,
        )
    words = ["waiting", "at", "the", "registry", "انتظرنا", "ساعتين", "🌧", "neighbour", "papers", "again"]
    turns = [
        f"{'INT' if number % 2 else 'P1'}: " + " ".join(chance.choices(words, k=50)) for number in range(WORDS // 50)
    ]
    text = "\n".join(turns)
    made = import_transcript(
        project,
        name="long.txt",
        content=text.encode(),
        title="A long one",
        language="en",
        account="ada",
        now=now,
        new_id=lambda: str(uuid.uuid4()),
    )
    starts = [chance.randrange(len(text) - 400) for _ in range(SEGMENTS)]
    held = [
        Segment(
            f"s{number}", made.version_id, start, start + chance.randrange(20, 400), f"code-{number % CODES}", "ada"
        )
        for number, start in enumerate(starts)
    ]
    project.write(lambda db: [put_segment(db, segment, now=now) for segment in held])
    return made, len(text)


def _sign_in(client: FlaskClient) -> dict[str, str]:
    def proof(address: str) -> str:
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', client.get(address).get_data(as_text=True))
        if found is None:
            raise RuntimeError("a page without a form")
        return found[1]

    fields = {"email": "ada@example.org", "password": PASSWORD, "csrf_token": proof("/sign-in")}
    client.post("/sign-in", data=fields)
    return {"X-CSRF-Token": proof("/account")}


def _print_line(what: str, taken: list[float], target: float) -> None:
    slowest = statistics.quantiles(taken, n=20)[-1]
    print(f"  {what:<28} median {statistics.median(taken):6.2f} ms   95 % {slowest:6.2f} ms   ({target} ms)")


if __name__ == "__main__":
    main()

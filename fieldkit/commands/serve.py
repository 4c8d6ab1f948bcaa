"""`fieldkit serve`: one worker process behind Granian, drained before it ends."""

import multiprocessing
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import click

from fieldkit.commands.answer import Answer, Exit, json_option, opened, project_argument
from fieldkit.errors import EnvironmentProblem, UsageProblem

APP = "fieldkit.web.app:app_from_environment"
THREADS = 128
"""Requests served at once; with 32, fifty slow uploads made others wait ten seconds."""

CONNECTIONS = 2000
"""Open at once; one that says nothing costs no thread, and Granian ends it after 30 seconds."""

LONGEST_DRAIN_SECONDS = 25
TABLET_NEEDS = (
    "A real tablet needs a secure context: https with a certificate that it trusts, or localhost.\n"
    "Over plain http from another machine it cannot work offline, take photos or seal records.\n"
    "docs/operating.md shows two ways to get there."
)


@click.command()
@project_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8500, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--tls-cert", type=click.Path(path_type=Path), help="Certificate chain (PEM); at least TLS 1.2.")
@click.option("--tls-key", type=click.Path(path_type=Path), help="Its private key (PEM).")
@json_option
@click.pass_obj
def serve(as_json: bool, folder: Path, host: str, port: int, tls_cert: Path | None, tls_key: Path | None) -> int:
    """Serve the project in DIR until it is told to stop. Nothing that was accepted is lost then."""
    _require_tls_pair(tls_cert, tls_key)
    address = f"{'https' if tls_cert else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
    started = _make_ready(folder, address)
    require_free_port(host, port)
    os.environ["FIELDKIT_PROJECT"] = str(folder.resolve())
    _run_server(host, port, tls_cert, tls_key, lambda: started.show(as_json=as_json))
    return Exit.DONE


def require_free_port(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on (Granian would share it in silence).

    Raises:
        EnvironmentProblem: `500.port-taken`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EnvironmentProblem(
                "500.port-taken",
                f"Cannot listen on {host} port {port}: {error.strerror}.",
                where=f"{host}:{port}",
                remedy="Choose another with --port, or stop what uses it.",
            ) from error


def _make_ready(folder: Path, address: str) -> Answer:
    """Say what is wrong before the port is taken (no project, no keys, an unsafe SQLite), else what there is to say."""
    from fieldkit.services.accounts import needs_setup
    from fieldkit.services.create import setup_address

    with opened(folder) as project:
        settings = project.settings
        data = {"serving": str(project.folder), "address": address, "base_url": settings.base_url, "pid": os.getpid()}
        lines = [f"Serving {settings.title} at {address}; people and tablets use {settings.base_url}."]
        if needs_setup(project):
            data["setup_url"] = setup_address(address, project.keys)
            lines.append(f"To become its first coordinator open {data['setup_url']}")
    if not settings.secure_context:
        lines.append(TABLET_NEEDS)
    return Answer({**data, "secure_context": settings.secure_context}, "\n".join(lines))


def _require_tls_pair(certificate: Path | None, key: Path | None) -> None:
    if (certificate is None) != (key is None):
        raise UsageProblem(
            "400.tls-pair",
            "TLS needs a certificate and its key.",
            where="--tls-cert, --tls-key",
            remedy="Give both, or neither.",
        )
    for path in (certificate, key):
        if path is not None and not os.access(path, os.R_OK):
            raise EnvironmentProblem(
                "500.tls-unreadable", "This file cannot be read.", where=str(path), remedy="Check its name and rights."
            )


def _run_server(host: str, port: int, certificate: Path | None, key: Path | None, announce: Callable[[], None]) -> None:
    """Run Granian until a signal ends it; its own log says only what went wrong, never who asked for what."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, SSLProtocols
    from granian.log import LogLevels

    _allow_connections()
    server = Granian(
        APP,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,  # while it guesses the version, nothing limits the time of a silent connection
        websockets=False,
        factory=True,
        log_level=LogLevels.error,
        log_access=False,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,  # old tablets speak nothing newer
        workers_kill_timeout=LONGEST_DRAIN_SECONDS,
    )
    server.on_startup(announce)
    server.serve(spawn_target=_run_worker)


def _allow_connections() -> None:
    """Let this process and its worker open as many files as connections need, where the system lets them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 2 * THREADS + 256
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _run_worker(worker_id: int, process_name: str | None, load_app: Callable[[], Any], *rest: Any) -> None:
    """Run the worker process: end with the parent, and store what was accepted before ending.

    The application is closed here because Python's `atexit` does not run in a child process.
    """
    from granian import Granian

    from fieldkit.web.patience import Watch

    applications: list[Any] = []

    def load() -> Any:
        applications.append(load_app())
        known = applications[0].extensions
        Watch(known["fieldkit_arrivals"], known["fieldkit"].project.settings.server.patience_seconds).start()
        return applications[0]

    _end_with_parent()
    try:
        Granian._spawn_wsgi_worker(worker_id, process_name, load, *rest)
    finally:
        for application in applications:
            application.extensions["fieldkit"].project.close()


def _end_with_parent() -> None:
    """Stop this worker when its parent was killed, so that no orphan keeps the port and the database."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="fieldkit-parent-watch", daemon=True).start()

"""`dalil serve`: the site and the desk on one address of this machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import threading

import click

from dalil.jobs.giving_way import BEGIN_BEHIND, give_way_in_this_thread

THREADS = 64
"""Answers at once, shared by the processes. Each has one connection to the database; PostgreSQL allows 100 as it comes."""

WAITING = 4
"""Connections taken for each thread; further ones wait outside until one is done."""

RESTING = 2
"""Seconds before a worker of jobs that ended is begun again."""

STOPPING = 10
"""Seconds that a process told to stop may take to finish its answers, or its job."""


PARENT = "DALIL_SERVER"
"""Where the processes that answer find the id of the process that began them, which they do not outlive."""

SELDOM = 50_000
"""New objects between two looks of the garbage collector for circles. With its 700, following the log spent a quarter of its time on them."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site and the desk on this machine. A team's server puts a proxy with TLS before it (docs/operating.md)."""
    run(host, port, workers)


def run(host: str, port: int, workers: int) -> None:
    """Serve until interrupted."""
    from granian import Granian
    from granian.constants import Interfaces

    from dalil.bulletin.http.public_state import advance, forget_site, note_site
    from dalil.columns.following import follow_again_and_again

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
    # Else the C library keeps memory apart for each thread, and gives little of it back.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    gc.set_threshold(SELDOM)

    def follow() -> None:
        give_way_in_this_thread()
        follow_again_and_again(advance, at_each_look=note_site)

    forget_site()  # the database may be another one than when the home was last served
    # Here and not in the processes that answer: following takes nothing of theirs.
    threading.Thread(target=follow, daemon=True).start()
    announce(host, port)
    # A forked worker would inherit DuckDB without its threads, and wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    threading.Thread(target=_compile_kernels, daemon=True).start()
    threads = max(1, THREADS // workers)
    os.environ[PARENT] = str(os.getpid())
    os.environ["DALIL_THREADS"] = str(threads)  # `desk.sign_in.held_up` asks how many may wait
    server = Granian(
        "dalil.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=WAITING * threads,
        workers_kill_timeout=STOPPING,
        respawn_failed_workers=True,
        respawn_interval=RESTING,
        log_access=False,
        log_level="error",  # type: ignore[arg-type]
    )
    over = threading.Event()
    worker = threading.Thread(target=_keep_worker, args=(over,))
    worker.start()
    try:
        server.serve()
    finally:
        over.set()
        worker.join()


def _compile_kernels() -> None:
    """Compile what a search needs, in a process that ends with it; those that answer find it on the disk.

    Else the first reader of a new installation who searches would wait for it, or this process would hold the compiler for ever.
    """
    compiling = f"{BEGIN_BEHIND} from dalil.text.spelling import compile_kernels; compile_kernels()"
    subprocess.run([sys.executable, "-c", compiling], check=False)  # noqa: S603, our own words


def _keep_worker(over: threading.Event) -> None:
    """Keep a worker of jobs alive in a process of its own: what kills it does not kill the server. It ends with this one, however."""
    begin = f"{BEGIN_BEHIND} from dalil.cli import main; main()"
    command = [sys.executable, "-c", begin, "worker", "--parent", str(os.getpid())]
    while not over.is_set():
        with subprocess.Popen(command) as worker:  # noqa: S603, our own words
            while worker.poll() is None and not over.wait(0.5):
                pass
            _end(worker)
        if not over.wait(RESTING):
            click.echo("The worker of jobs ended; it is begun again", err=True)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Let the worker finish its job, but no longer than `STOPPING`; a job that was cut off is begun again (`jobs.reaping`)."""
    worker.terminate()
    try:
        worker.wait(STOPPING)
    except subprocess.TimeoutExpired:
        worker.kill()


def announce(host: str, port: int) -> None:
    """Print where readers and staff go."""
    shown = "localhost" if host in ("127.0.0.1", "::1") else host
    click.echo(f"Site:  http://{shown}:{port}/en/   http://{shown}:{port}/ar/")
    click.echo(f"Desk:  http://{shown}:{port}/desk/")
    click.echo("Stop with Ctrl+C.")

"""Reading the archive again: `dalil verify`'s way with files beside sha256sum, one of it and as many as there are cores.

    python benchmarks/verify.py [--files 64] [--megabytes 16] [--rounds 3]

The files are in the cache of the system, so that hashing is measured and not the disk. Each runs in turns, and the fastest of each counts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def seconds(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Make an archive, check it in three ways, and print megabytes a second and ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=64)
    options.add_argument("--megabytes", type=int, default=16)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as home:
        os.environ["DALIL_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = home, "dalil.settings"
        os.environ.pop("DALIL_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        from dalil.archive.folder_store import path_of
        from dalil.archive.models import Document
        from dalil.archive.store import keep
        from dalil.verification.file_check import check_files

        call_command("migrate", verbosity=0, interactive=False)
        part = Path(home) / "part"
        for number in range(asked.files):
            part.write_bytes(os.urandom(asked.megabytes << 20))
            with part.open("rb") as stream:
                sha256, size = keep(stream)[:2]
            Document.objects.create(sha256=sha256, size=size, media_type="x/x", title=str(number))
        part.unlink()
        files = [str(path_of(each)) for each in Document.objects.values_list("sha256", flat=True)]
        listed = "\n".join(files).encode()
        cores = os.cpu_count() or 1

        def ours() -> None:
            assert not list(check_files(lambda done: None))

        ways = {
            "sha256sum": lambda: subprocess.run(["sha256sum", *files], check=True, capture_output=True),
            f"sha256sum, {cores} at once": lambda: subprocess.run(
                ["xargs", "-P", str(cores), "-n", "4", "sha256sum"], input=listed, check=True, capture_output=True
            ),
            "dalil verify": ours,
        }
        taken = {name: min(seconds(work) for _ in range(asked.rounds)) for name, work in ways.items()}
    total = asked.files * asked.megabytes
    for name, took in taken.items():
        print(f"{name:24}{total / took:10,.0f} MB/s")
    one, all_cores, own = taken.values()
    print(
        f"dalil verify is {all_cores / own:.2f} times as fast as sha256sum on all cores, {one / own:.2f} times as one sha256sum"
    )


if __name__ == "__main__":
    main()

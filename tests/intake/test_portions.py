"""While people work at the desk, an import writes portions that hold the lock no longer than they may wait; what it brings is the same."""

from dalil.archive.protection import Viewer
from dalil.intake import runs, workers
from dalil.intake.workers import BATCH, HOLDING, LEAST_PORTION, Portions
from dalil.record.models import Report

ROWS = 950
MAPPING = {
    "kind": "incident",
    "columns": {"day": {"field": "when"}, "killed": {"field": "killed"}, "who": {"origin": True}},
}


def test_a_portion_follows_how_fast_the_last_one_was_written():
    portions = Portions(beside_others=True)
    portions.note(500, 5.0)
    assert portions.size() == LEAST_PORTION
    portions.note(200, 0.1)
    assert portions.size() == 2000 * HOLDING
    portions.note(500, 0.0)
    assert portions.size() == BATCH
    alone = Portions()
    alone.note(500, 5.0)
    assert alone.size() == BATCH


def test_an_import_beside_others_brings_the_same_in_smaller_portions(order, tmp_path, monkeypatch):
    file = tmp_path / "rows.csv"
    lines = [f"2019-{1 + n % 12:02}-{1 + n % 28:02},{n},Monitor {n % 7}" for n in range(ROWS)]
    file.write_text("\n".join(["day,killed,who", *lines]) + "\n")
    written = []
    write = runs.Writer.write

    def noting(self, read):
        write(self, read)
        written.append(len(read.batch))

    monkeypatch.setattr(runs.Writer, "write", noting)
    monkeypatch.setattr(workers, "FIRST_PORTION", 300)
    monkeypatch.setattr(workers, "HOLDING", 0.0)  # whatever it takes is too long
    run = runs.run_import(order(file, MAPPING, beside_others=True))
    assert written[0] == 300 and set(written[1:-1]) == {LEAST_PORTION}
    assert (run.rows, run.new, run.failed) == (ROWS, ROWS, 0)
    assert Report.objects.visible_to(Viewer.steward()).count() == ROWS

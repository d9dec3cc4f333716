"""The table says what was reached and what was missed; scale is computed from the same figures."""

from pathlib import Path

import pytest

from benchmarks import workload
from benchmarks.contenders import BATCHED, LEARN, LOOP, OURS, TAGGER
from benchmarks.planning.capacity import Assumptions
from benchmarks.planning.scale import page
from benchmarks.reporting import report
from benchmarks.reporting.results import Alone, CatchUp, Commit, Kind, Rates, Results, Speed, Start, Streaming


def results(story: float = 6.5, html: float = 3.0) -> Results:
    """Processed up: all targets reached but that of pages."""
    return Results(
        machine="2 cores",
        date="2026-11-27",
        alone=Alone(
            kinds={kind: _kind(html if kind == workload.HTML else story) for kind in workload.KINDS},
            memory_mb=dict.fromkeys((OURS, LOOP, BATCHED, TAGGER), 300.0),
            baseline="blank spaCy",
        ),
        streaming=Streaming(items=10, message_bytes=2600, micros={"dateline": 38.0, "plain": 150.0, "aiokafka": 15.0}),
        pool=Rates(items=10, kind=workload.STORY, per_second={1: 100.0, 2: 190.0}),
        worker=Rates(
            items=10, kind=workload.STORY, per_second={1: 90.0, 2: 120.0}, worker_micros={1: 11_000, 2: 11_500}
        ),
        catch_up=CatchUp(items=40_000, kind=workload.SHORT, seconds=100.0),
        start=Start(seconds=[4.0, 4.2, 9.0], memory_mb=612.0, memory_items=10),
        commit=Commit(
            milliseconds={1: 4.0, 100: 9.0},
            worker_micros={1: 900.0, 100: 3000.0},
            broker_micros={1: 1500.0, 100: 2500.0},
            record_bytes=3000,
            broker_byte_nanos=1.0,
        ),
    )


def _kind(ratio: float) -> Kind:
    return Kind(
        items=10,
        mean_bytes=2700,
        record_bytes=5000,
        speeds={
            OURS: Speed(per_second=100.0, ratio=ratio, p50_ms=9.0, p99_ms=20.0),
            LOOP: Speed(per_second=100.0 / ratio, ratio=1.0, p50_ms=40.0, p99_ms=60.0),
            BATCHED: Speed(per_second=100.0 / ratio, ratio=1.0),
            TAGGER: Speed(per_second=150.0, ratio=1.5 * ratio, p50_ms=6.0, p99_ms=10.0),
        },
        stages={"decode": 500.0, LEARN: 300.0, "tag": 5000.0},
    )


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("2.5 KB text, beside", "| 6.5 × |"),
        ("HTML page, beside", "| **3.0 ×, missed** |"),
        ("pool alone", "| 1.90 × |"),
        ("whole worker", "| **1.33 ×, missed** |"),
        ("way in and out", "| 38 µs |"),
        ("memory of a worker", "| **612 MB, missed** |"),
        ("start to first", "| 4.2 s |"),
        ("backlog of 40,000", "| 400 (all in 100 s) |"),
        ("bare aiokafka", "| 15 | 0.10 |"),
        ("2.5 KB text, 2,700 bytes", "| 500 | 300 | 5,000 | 5,500 |"),
    ],
)
def test_rows(row: str, cell: str) -> None:
    (line,) = (line for line in report.table(results()) if row in line)
    assert cell in line


def test_a_part_that_was_not_run_leaves_no_empty_table() -> None:
    lines = report.table(Results(start=results().start))
    assert sum(line.startswith("| ---") for line in lines) == 1


def test_document_and_plot_are_written(tmp_path: Path) -> None:
    document = tmp_path / "docs" / "benchmarks.md"
    document.parent.mkdir()
    document.write_text("# Before\n<!-- bench -->\nold\n<!-- /bench -->\nbehind\n")
    report.publish(results(), tmp_path)
    text = document.read_text()
    assert text.startswith("# Before\n<!-- bench -->\n`make bench`, 2026-11-27")
    assert text.endswith("<!-- /bench -->\nbehind\n")
    assert "old" not in text
    plot = (tmp_path / "docs" / "bench.svg").read_text()
    assert all(name in plot for name in (OURS, LOOP, *workload.KINDS))


def test_scale_follows_the_figures() -> None:
    text = "\n".join(page(results(), Assumptions()))
    # 10 ms of the pipeline and 1 ms around it, on cores used to 70 per cent.
    assert "An item takes 11.0 ms" in text
    assert "| 1,000 | 16 | 48 |" in text


def test_scale_needs_all_its_parts() -> None:
    with pytest.raises(ValueError, match="make bench"):
        list(page(Results(alone=results().alone), Assumptions()))

"""Suites of tests, each with a make target of its own. A file belongs to the first suite that names it or a folder above it."""

from pathlib import PurePath

SUITES = {
    "kafka": ("integration",),
    "chaos": ("chaos/test_short.py",),
    "training": ("training",),
    "deploy": ("deploy", "test_release.py"),
    "bench": ("benchmarks", "pipeline/test_cost.py"),
    "fuzz": (
        "property",
        "delivery/test_offsets.py",
        "formats/robustness",
    ),
    "model": (
        "boilerplate/test_completeness.py",
        "boilerplate/test_learner.py",
        "boilerplate/test_line_model.py",
        "commands",
        "contract/test_names.py",
        "contract/test_schemas.py",
        "entities",
        "extract/test_page.py",
        "formats/test_files.py",
        "formats/test_golden.py",
        "formats/web",
        "language",
        "model",
        "monitoring",
        "observe/test_logs.py",
        "observe/test_tracing.py",
        "pool",
        "record",
        "test_documents.py",
        "test_readme.py",
    ),
}
"""`model` needs a trained model, or a process that loads one; the suites before it are slow by nature. All else is the suite `fast`."""

FAST = "fast"
ORDER = (FAST, "model", "bench", "fuzz", "training", "deploy", "kafka", "chaos")


def suite_of(path: PurePath) -> str:
    """Return the suite of a test file, given by its path in `tests`."""
    for suite, places in SUITES.items():
        if any(path == PurePath(place) or PurePath(place) in path.parents for place in places):
            return suite
    return FAST

"""Other taggers, trained from scratch on the same data or with models of their own: columns of `make bench-entities ARGS=--rivals`.

Trained models are kept in .cache/rivals, under a name that tells what they were made from.
"""

from collections.abc import Sequence
from pathlib import Path

from dateline.entities.backends.base import Backend
from training.entities.corpora import Corpus

CACHE = Path(__file__).parents[2] / ".cache" / "rivals"


def rivals(train: Sequence[Corpus]) -> list[Backend]:
    """Return those that `requirements/bench.lock` brings; trains what was not trained before."""
    from benchmarks.rivals.crf import Crf  # noqa: PLC0415 - what they need is not there without --rivals
    from benchmarks.rivals.natasha import Natasha  # noqa: PLC0415
    from benchmarks.rivals.spacy_cnn import SpacyCnn  # noqa: PLC0415

    return [Crf.trained(train, CACHE), SpacyCnn.trained(train, CACHE), Natasha()]

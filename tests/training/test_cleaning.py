"""Trees are the same each time they are grown, and load as they were saved."""

from pathlib import Path

import numpy as np
import pytest

from dateline.ml.boosted_trees import ColumnsError, Trees
from tests.support.shared_data import shared
from training.boosting import BoostingConfig, grow
from training.page_model import example, grow_page_model
from training.pages import labels, read_pages

NAMES = ("first", "second")
CONFIG = BoostingConfig(trees=8, depth=3, rows=2000)


def saved(trees: Trees, file: Path) -> bytes:
    np.savez_compressed(file, allow_pickle=False, **trees.arrays())
    return file.read_bytes()


@pytest.mark.parametrize("forests", [1, 3])
def test_trees_learn_what_two_features_say_together(forests: int) -> None:
    random = np.random.Generator(np.random.PCG64(3))
    columns = random.random((6, 4000)).astype(np.float32)
    wanted = (columns[1] > 0.6) ^ (columns[4] > 0.3)
    names = tuple(f"column {number}" for number in range(6))
    trees = grow(
        names, columns, wanted, np.ones(4000), BoostingConfig(trees=60, depth=4, features=1.0, forests=forests)
    )
    assert ((trees.scores(columns) > 0.5) == wanted).mean() > 0.97


def test_a_saved_model_scores_as_it_did(tmp_path: Path) -> None:
    columns = np.arange(40, dtype=np.float32).reshape(2, 20)
    trees = grow(NAMES, columns, columns[0] > 7, np.ones(20), CONFIG)
    saved(trees, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        again = Trees.load(arrays, NAMES)
        with pytest.raises(ColumnsError, match="feature column 1 is 'other', but the model was trained on 'second'"):
            Trees.load(arrays, ("first", "other"))
    assert (again.scores(columns) == trees.scores(columns)).all()


@pytest.mark.parametrize("name", ["page", "line"])
def test_models_are_small_and_hold_no_code(name: str) -> None:
    file = Path(__file__).parents[2] / "workers" / "dateline" / "models" / f"{name}.npz"
    assert file.stat().st_size < 5 * 1024 * 1024
    with np.load(file, allow_pickle=False) as arrays:
        assert {arrays[key].dtype.kind for key in arrays} <= set("iufU")
    assert file.with_suffix(".md").exists()


def test_training_on_the_same_pages_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = shared("pages/fundus-dev.jsonl.gz").parents[1]
    pages = [page for page, _ in zip(read_pages(folder, "fundus-dev"), range(12), strict=False)]
    first, second = (grow_page_model([e for p in pages if (e := example(p))], CONFIG) for _ in range(2))
    assert saved(first, tmp_path / "a.npz") == saved(second, tmp_path / "b.npz")


def test_a_block_is_the_storys_where_the_gold_text_has_it_in_order() -> None:
    gold = "The port reopened on Monday after repairs.\nShips unloaded grain all afternoon long."
    texts = ["Ships unloaded grain all afternoon long.", "Menu", *gold.split("\n"), "Share"]
    assert labels(texts, gold).tolist() == [False, False, True, True, False]

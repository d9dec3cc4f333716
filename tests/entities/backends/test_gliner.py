"""The GLiNER adapter on a model of the real package with random weights; needs the extra `gliner`, and so PyTorch."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.entities.backends.base import Passage
from dateline.entities.backends.routes import LoadError, Route
from dateline.entities.backends.time_limited import TimeLimited
from tests.support.examples import examples

pytest.importorskip("gliner", reason="gliner is not installed: pip install dateline[gliner]")

import gliner
import torch
from transformers import BertConfig, PreTrainedTokenizerFast

from dateline.entities.backends import gliner as adapter
from tests.support.entity_models import word_pieces

pytestmark = pytest.mark.filterwarnings("ignore")  # its libraries warn of each other


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `save_pretrained` writes it: a BERT of two layers, 32 wide."""
    path = tmp_path_factory.mktemp("gliner")
    torch.manual_seed(1)
    cutter = word_pieces()
    cutter.save(str(path / "backbone.json"))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(path / "backbone.json"),
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        pad_token="[PAD]",
    )
    backbone = BertConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    backbone.save_pretrained(path / "backbone")
    tokenizer.save_pretrained(path / "backbone")
    config = gliner.GLiNERConfig(
        model_name=str(path / "backbone"), hidden_size=32, max_width=6, max_len=64, encoder_config=backbone.to_dict()
    )
    gliner.GLiNER.from_config(config, backbone_from_pretrained=False).save_pretrained(path / "model")
    return path / "model"


def test_names_stand_inside_any_text_and_are_the_same_again(folder: Path) -> None:
    adapter._THRESHOLD = 0.3  # nothing is sure to a model that has learned nothing
    model = adapter.Gliner.load(folder)
    found = 0

    @examples(25)
    @given(
        text=st.one_of(
            st.text(max_size=60), st.lists(st.sampled_from("Anna 北京 met 👩‍👩‍👧 in Paris".split())).map(" ".join)
        )
    )
    def inside(text: str) -> None:
        nonlocal found
        (spans,) = TimeLimited(model, 60).tag([Passage(text)])
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
        assert TimeLimited(model, 60).tag([Passage(text)]) == [spans]
        found += len(spans)

    inside()
    assert found


def test_a_folder_that_is_no_model_is_refused(folder: Path, tmp_path: Path) -> None:
    assert Route("gliner", folder).problem() is None
    assert "gliner_config.json is missing" in str(Route("gliner", tmp_path).problem())
    (tmp_path / "gliner_config.json").write_text(json.dumps({"model_name": "nobody/nothing"}), "utf-8")
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(LoadError):
        adapter.Gliner.load(tmp_path)

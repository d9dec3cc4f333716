"""Small real models for the taggers that Dateline does not ship, made in a second."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import spacy
from onnx import TensorProto, helper, numpy_helper
from spacy.training import Example
from thinc.api import fix_random_seed
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SENTENCES = (
    ("Angela Merkel visited Paris on Monday.", ("Angela Merkel", "PERSON"), ("Paris", "GPE")),
    ("On Monday Siemens opened a plant in Berlin.", ("Siemens", "ORG"), ("Berlin", "GPE")),
    ("Joko Widodo spoke in Jakarta.", ("Joko Widodo", "PERSON"), ("Jakarta", "GPE")),
    ("Toyota closed a plant in Nagoya.", ("Toyota", "ORG"), ("Nagoya", "GPE")),
    ("Anna Cole works for Reuters in London.", ("Anna Cole", "PERSON"), ("Reuters", "ORG"), ("London", "GPE")),
    ("The Louvre in Paris was closed.", ("Louvre", "FAC"), ("Paris", "GPE")),
    ("Reuters said so on Monday.", ("Reuters", "ORG"), ("Monday", "DATE")),
    (
        "Sam Haddad met Angela Merkel in Berlin.",
        ("Sam Haddad", "PERSON"),
        ("Angela Merkel", "PERSON"),
        ("Berlin", "GPE"),
    ),
    ("Nobody came on Monday.", ("Monday", "DATE")),
    ("The Rhine flows past Bonn.", ("Rhine", "LOC"), ("Bonn", "GPE")),
)


def spacy_pipeline(folder: Path) -> Path:
    """A pipeline that has learned ten sentences by heart, with a component that has nothing to do with names."""
    fix_random_seed(1)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("senter")
    pipeline.add_pipe("ner")
    examples = []
    for text, *names in SENTENCES:
        entities = [(text.index(name), text.index(name) + len(name), label) for name, label in names]
        doc = pipeline.make_doc(text)
        examples.append(Example.from_dict(doc, {"entities": entities, "sent_starts": [1] + [-1] * (len(doc) - 1)}))
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(40):
        pipeline.update(examples, sgd=optimizer)
    pipeline.to_disk(folder)
    return folder


def word_pieces() -> Tokenizer:
    """As BERT cuts: words and punctuation, rare words into pieces."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return _trained(tokenizer, trainers.WordPieceTrainer(vocab_size=400, special_tokens=["[UNK]", "[CLS]", "[SEP]"]))


def byte_pairs() -> Tokenizer:
    """As RoBERTa cuts: bytes put together, the blank before a word part of it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    return _trained(
        tokenizer, trainers.BpeTrainer(vocab_size=500, special_tokens=["[CLS]", "[SEP]"], initial_alphabet=alphabet)
    )


def sentence_pieces() -> Tokenizer:
    """As XLM-RoBERTa cuts: pieces of text between blanks, punctuation among them, after NFKC."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<unk>", "[CLS]", "[SEP]"]
    return _trained(tokenizer, trainers.UnigramTrainer(vocab_size=200, special_tokens=special, unk_token="<unk>"))


def whole_words(*words: str) -> Tokenizer:
    """Knows these words, whose numbers follow 2, and no parts of any."""
    vocabulary = {word: number for number, word in enumerate(("[UNK]", "[CLS]", "[SEP]", *words))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return _with_ends(tokenizer)


def _trained(tokenizer: Tokenizer, trainer: Any) -> Tokenizer:
    tokenizer.train_from_iterator([text for text, *_ in SENTENCES], trainer)
    return _with_ends(tokenizer)


def _with_ends(tokenizer: Tokenizer) -> Tokenizer:
    ends = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return tokenizer


TOKENIZERS: tuple[Callable[[], Tokenizer], ...] = (word_pieces, byte_pairs, sentence_pieces)
BIO = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")


def random_classifier(folder: Path, tokenizer: Tokenizer, labels: Sequence[str] = BIO) -> Path:
    """Says of each token something that was drawn once."""
    scores = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), len(labels)))
    return classifier(folder, tokenizer, labels, scores.astype(np.float32))


def knowing_classifier(
    folder: Path, tokenizer: Tokenizer, labels: Sequence[str], known: Mapping[str, str], int8: bool = False
) -> Path:
    """Says of each known token its label, of all others that they are outside."""
    scores = np.zeros((tokenizer.get_vocab_size(), len(labels)), np.float32)
    scores[:, labels.index("O")] = 1
    for token, label in known.items():
        number = tokenizer.token_to_id(token)
        assert number is not None, token
        scores[number, labels.index(label)] = 2
    return classifier(folder, tokenizer, labels, scores, int8)


def classifier(
    folder: Path, tokenizer: Tokenizer, labels: Sequence[str], scores: np.ndarray[Any, Any], int8: bool = False
) -> Path:
    """A folder as Hugging Face's exporter writes it: one row of scores a token, 64 tokens at most."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens: list[str | int | None] = ["batch", "tokens"]
    rows: list[str | int | None] = [*tokens, len(labels)]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, tokens) for name in ("input_ids", "attention_mask")
    ]
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["logits"])]
    table = [numpy_helper.from_array(scores, "table")]
    if int8:
        nodes.insert(0, helper.make_node("DequantizeLinear", ["small", "scale"], ["table"]))
        table = [
            numpy_helper.from_array((scores * 32).round().astype(np.int8), "small"),
            numpy_helper.from_array(np.array(1 / 32, np.float32), "scale"),
        ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, rows)]
    graph = helper.make_graph(nodes, "classifier", inputs, outputs, table)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / ("model_quantized.onnx" if int8 else "model.onnx")))
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"id2label": dict(enumerate(labels)), "max_position_embeddings": 66}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return folder

"""The spaCy pipeline that the loop around trafilatura has: of en_core_web_sm's size and made here, since speed is what counts."""

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

import spacy
from spacy.training import Example
from thinc.api import fix_random_seed

from benchmarks.workload import DATA
from training.entities.corpora import read

DESCRIPTION = (
    "blank English spaCy, tok2vec and ner alone (no tagger, parser or lemmatiser), of en_core_web_sm's size "
    "(width 96, depth 4, 5,000 + 1,000 + 2,500 + 2,500 rows), trained briefly"
)
_TEXTS = 600
_BATCH = 32
# As in en_core_web_sm's config.cfg.
_TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
_NER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96},
}


def pipeline() -> Any:
    """Trained on a few annotated texts, so that it finds about as many names as a finished one."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    nlp.add_pipe("ner", config={"model": _NER})
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": names}) for text, names in _annotated()]
    random.Random(0).shuffle(examples)
    optimizer = nlp.initialize(lambda: examples)
    for begin in range(0, len(examples), _BATCH):
        nlp.update(examples[begin : begin + _BATCH], sgd=optimizer, drop=0.1)
    return nlp


def _annotated() -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    texts = (text for corpus in read(DATA / "entities", "train") if corpus.name == "en.gmb" for text in corpus.texts)
    for text in islice(texts, _TEXTS):
        yield text.text, list(text.names)

"""Features of a page's blocks: text, position, surrounding elements, and blocks with the same markup.

All sums are of whole numbers, and every quotient is one division, so that a value is the same on every machine.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from dateline.extract import element_features
from dateline.extract.blocks import Blocks, read_blocks
from dateline.text.char_stats import CharClass, CharStats, Ints, char_stats

Column = NDArray[np.generic]
Floats = NDArray[np.float32]

# A block of running text: from this weighted length and number of words on, with stops or commas, and mostly no link.
_GOOD_CHARS, _GOOD_WORDS, _GOOD_COMMAS, _GOOD_LINKS = 70, 8, 2, 0.4
# Where text is seldom the story's; it counts as running text only if there is next to nothing else.
_DOUBTFUL = tuple(
    "word:comment word:related word:foot word:side word:subscribe word:advertisement word:notice aside footer nav header role:aside"
    " hidden".split()
)
_LEAST_CLEAN_SHARE, _LEAST_CLEAN_CHARS = 5, 400
# A page that has less running text than this outside of them may be one whose story is in a dialog.
_LEAST_ELSEWHERE = 200
_NO_CONTAINERS = ("body", "main")
_LEVELS = 6
_NEAR = (3, 8)
_OWN_TAGS = tuple("p li h1 h2 h3 h4 div td figcaption pre".split())
_HEADINGS = tuple("h1 h2 h3 h4 h5 h6".split())
_AROUND = tuple("article main aside nav footer header figure form ul table dl".split())
_FAR = 99


def _running(values: Ints) -> Ints:
    """Return sums up to each place, from 0."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))


def _share(part: Ints, whole: Ints | int) -> NDArray[np.float64]:
    return np.asarray(part / np.maximum(1, whole))


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks whose elements are marked up alike: `of` gives each block's group."""

    of: Ints
    size: int

    @classmethod
    def by(cls, keys: Ints) -> "Group":
        """Return the groups of blocks with equal keys."""
        unique, of = np.unique(keys, return_inverse=True)
        return cls(of, len(unique))

    def total(self, values: Ints) -> Ints:
        """Return the sum over each group."""
        return np.bincount(self.of, weights=values, minlength=self.size).astype(np.int64)


class Page:
    """A page's blocks as arrays: what one pass over its elements gives, and sums over it."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks, self.n = blocks, len(blocks.texts)
        elements, known, never = blocks.elements, element_features.ElementFeatures(), element_features.bit("never")
        read = [known.read(tag, text) for tag, text in zip(elements.tags, elements.attributes, strict=True)]
        own = [
            bits & ~never if tag in _NO_CONTAINERS else bits for tag, (bits, _) in zip(elements.tags, read, strict=True)
        ]
        inherited = own.copy()
        for element, parent in enumerate(elements.parents):
            inherited[element] |= inherited[parent]
        self.own, self.inherited = np.array(own, np.uint64), np.array(inherited, np.uint64)
        self.signature = np.array([signature for _, signature in read], np.int64)
        self.parents, self.depths = np.array(elements.parents, np.int64), np.array(elements.depths, np.int64)
        self.first, self.last = np.array(elements.first, np.int64), np.array(elements.last, np.int64)
        self.index = np.arange(self.n)
        self.links = np.array(blocks.link_shares)
        self.stats: CharStats = char_stats(blocks.texts)
        self.chars = self.stats.weighted
        self.linked = np.rint(self.chars * self.links).astype(np.int64)

    @cached_property
    def ancestors(self) -> list[Ints]:
        """Each block's element, its parent, and so on."""
        levels = [np.array(self.blocks.inside, np.int64)]
        for _ in range(_LEVELS - 1):
            levels.append(self.parents[levels[-1]])
        return levels

    @cached_property
    def doubtful(self) -> Ints:
        """Number of signs that a block is where text is seldom the story's, (blocks,)."""
        bits = np.array([element_features.bit(name) for name in _DOUBTFUL], np.uint64)
        return np.asarray(((self.inherited[self.ancestors[0]][:, None] & bits) > 0).sum(axis=1), np.int64)

    @cached_property
    def _text(self) -> Ints:
        """Characters of running text."""
        is_text = (self.stats.counts[:, CharClass.STOP] > 0) | (self.stats.counts[:, CharClass.COMMA] >= _GOOD_COMMAS)
        is_long = (self.chars >= _GOOD_CHARS) & (self.stats.words >= _GOOD_WORDS)
        return np.where(is_long & is_text & (self.links < _GOOD_LINKS), self.chars - self.linked, 0)

    @cached_property
    def excluded(self) -> NDArray[np.bool_]:
        """Blocks in containers that never hold the story, provided that there is text elsewhere."""
        inside = (self.inherited[self.ancestors[0]] & np.uint64(element_features.bit("never"))) > 0
        return inside & (int(self._text[~inside].sum()) >= _LEAST_ELSEWHERE)

    @cached_property
    def text_chars(self) -> Ints:
        """Characters of running text; those in doubtful places only if there is next to nothing else."""
        good = np.where(self.excluded, 0, self._text)
        clean = np.where(self.doubtful == 0, good, 0)
        total = int(clean.sum())
        return clean if total * _LEAST_CLEAN_SHARE >= good.sum() and total >= _LEAST_CLEAN_CHARS else good

    @cached_property
    def main_container(self) -> int:
        """The element that holds most running text next below it."""
        weights = np.zeros(len(self.parents), np.int64)
        for level, factor in ((0, 1), (1, 2), (2, 1)):
            np.add.at(weights, self.ancestors[level], factor * self.text_chars)
        bits = np.uint64(
            sum(
                element_features.bit(name)
                for name in ("word:comment", "word:foot", "word:side", "aside", "footer", "nav")
            )
        )
        return int(np.argmax(np.where((self.inherited & bits) > 0, weights * 3, weights * 10)))

    def sums(self, values: Ints) -> Ints:
        """Over the blocks inside each element."""
        running = _running(values)
        return running[self.last] - running[self.first]

    def chain(self) -> list[int]:
        """Return the top element, its parent, and so on to the root."""
        chain = [self.main_container]
        while chain[-1]:
            chain.append(int(self.parents[chain[-1]]))
        return chain

    def groups(self) -> dict[str, Group]:
        """Return blocks by the markup of their element, of that and its parent, of the two above, and of the grandparent."""
        own, parent, above = (self.signature[level] for level in self.ancestors[:3])
        many = int(self.signature.max()) + 1
        return {
            "own": Group.by(own),
            "own+1": Group.by(own * many + parent),
            "1+2": Group.by(parent * many + above),
            "2": Group.by(above),
        }


@cache
def feature_names() -> tuple[str, ...]:
    """Return the names of the features, in order; they are the same for every page."""
    return features(Page(read_blocks("<p>x</p>")))[0]


def features(page: Page) -> tuple[tuple[str, ...], Floats]:
    """Names, and the values as columns (features × blocks)."""
    named: list[tuple[str, Column | int | float]] = [
        *_of_text(page), *_of_place(page), *_of_elements(page), *_of_markup(page), *_of_groups(page), *_of_neighbours(page)
    ]  # fmt: skip
    columns = np.empty((len(named), page.n), np.float32)
    for at, (_, values) in enumerate(named):
        columns[at] = values
    return tuple(name for name, _ in named), columns


Named = Iterable[tuple[str, Column | int | float]]


def _of_text(page: Page) -> Named:
    stats = page.stats
    counts = stats.counts
    times = Counter(page.blocks.texts)
    marked = stats.count(CharClass.SYMBOL, CharClass.MARK)
    yield from (
        ("chars", page.chars),
        ("words", stats.words),
        ("link", page.links),
        ("upper", _share(counts[:, CharClass.UPPER], stats.lengths)),
        ("digits", _share(counts[:, CharClass.DIGIT], stats.lengths)),
        ("stops", counts[:, CharClass.STOP]),
        ("stops a word", _share(counts[:, CharClass.STOP], stats.words)),
        ("commas", counts[:, CharClass.COMMA]),
        ("quotes", counts[:, CharClass.QUOTE]),
        ("marks", marked),
        ("marked", _share(marked, stats.lengths)),
        ("ends sentence", stats.ends_sentence),
        ("ends in colon", stats.ends_in_colon),
        ("first", stats.first),
        ("last", stats.last),
        ("word length", _share(page.chars, stats.words)),
        ("uncased", _share(stats.count(CharClass.OTHER, CharClass.UNSPACED), stats.lengths)),
        ("good", page.text_chars > 0),
        ("times", np.array([times[text] for text in page.blocks.texts])),
    )


def _of_place(page: Page) -> Named:
    index, n, good = page.index, page.n, page.text_chars
    chain = page.chain()
    below = np.full(n, len(chain) - 1)
    for above in range(len(chain) - 1, -1, -1):
        below[page.first[chain[above]] : page.last[chain[above]]] = above
    inside = (
        np.flatnonzero(good[page.first[page.main_container] : page.last[page.main_container]])
        + page.first[page.main_container]
    )
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (0, n - 1)
    chars, headings = _running(page.chars), np.flatnonzero(_has(page.inherited[page.ancestors[0]], "h1"))
    yield from (
        ("above top", below),
        ("below common", page.depths[page.ancestors[0]] - (len(chain) - 1 - below)),
        ("depth", page.depths[page.ancestors[0]]),
        ("in top", (index - first) / max(1, last - first)),
        ("from first", index - first),
        ("to last", last - index),
        ("place", index / n),
        ("blocks", n),
        ("good of page", int(good.sum())),
        ("good in top", int(page.sums(good)[page.main_container]) / max(1, int(good.sum()))),
        ("good blocks in top", len(inside)),
        ("chars from first", chars[:-1] - chars[first]),
        ("chars to last", chars[last + 1] - chars[1:]),
        ("from h1", index - headings[0] if len(headings) else -1000),
        ("images", np.diff(np.array([0, *page.blocks.images]))),
    )


def _of_elements(page: Page) -> Named:
    chars, linked = page.sums(page.chars), page.sums(page.linked)
    good, goods, counts = (
        page.sums(page.text_chars),
        page.sums((page.text_chars > 0).astype(np.int64)),
        page.last - page.first,
    )
    density, share = _share(linked, chars), _share(good, int(page.text_chars.sum()))
    goodness, mean = _share(goods, counts), _share(chars, counts)
    for level, at in enumerate(page.ancestors):
        yield f"links {level}", density[at]
        yield f"good {level}", share[at]
        yield f"blocks {level}", counts[at]
        yield f"good blocks {level}", goodness[at]
        if level < 4:
            yield f"mean {level}", mean[at]


def _has(bits: NDArray[np.uint64], *names: str) -> NDArray[np.bool_]:
    return np.asarray((bits & np.uint64(sum(element_features.bit(name) for name in names))) > 0)


def _of_markup(page: Page) -> Named:
    at = page.ancestors[0]
    own, inherited = page.own[at], page.inherited[at]
    below_top = inherited & ~page.inherited[page.main_container]
    near = own | page.own[page.ancestors[1]]
    yield "doubtful", page.doubtful
    yield "heading", _has(own, *_HEADINGS)
    yield from ((f"is {tag}", _has(own, tag)) for tag in _OWN_TAGS)
    yield from ((f"in {tag}", _has(inherited, tag)) for tag in _AROUND)
    for kind in element_features.kinds():
        yield f"below {kind}", _has(below_top, f"word:{kind}")
        yield f"near {kind}", _has(near, f"word:{kind}")
    yield "in comment", _has(inherited, "word:comment")
    yield "in body", _has(inherited, "word:story-body", "itemprop")
    yield "in role", _has(inherited, "role:aside")
    yield "articles", int(_has(page.own, "article").sum())


def _of_groups(page: Page) -> Iterator[tuple[str, Column | int | float]]:
    total = int(page.text_chars.sum())
    in_top = (page.index >= page.first[page.main_container]) & (page.index < page.last[page.main_container])
    good_in_top = np.where(in_top, page.text_chars, 0)
    total_in_top, ones = int(good_in_top.sum()), np.ones(page.n, np.int64)
    for name, group in page.groups().items():
        size, chars = group.total(ones), group.total(page.chars)
        yield f"{name} good", _share(group.total(page.text_chars), total)[group.of]
        yield f"{name} good in top", _share(group.total(good_in_top), total_in_top)[group.of]
        yield f"{name} blocks", size[group.of]
        yield f"{name} in top", _share(group.total(in_top.astype(np.int64)), size)[group.of]
        yield f"{name} links", _share(group.total(page.linked), chars)[group.of]
        yield f"{name} mean", _share(chars, size)[group.of]


def _of_neighbours(page: Page) -> Named:
    good, is_good = _running(page.text_chars), page.text_chars > 0
    counts, chars, linked = _running(is_good.astype(np.int64)), _running(page.chars), _running(page.linked)
    total = int(page.text_chars.sum())
    for width in _NEAR:
        start, end = np.maximum(0, page.index - width), np.minimum(page.n, page.index + width + 1)
        yield f"good within {width}", _share(good[end] - good[start], total)
        yield f"good blocks within {width}", _share(counts[end] - counts[start], end - start)
        yield f"links within {width}", _share(linked[end] - linked[start], chars[end] - chars[start])
    before = np.maximum.accumulate(np.where(is_good, page.index, -_FAR))
    behind = np.minimum.accumulate(np.where(is_good, page.index, page.n + _FAR)[::-1])[::-1]
    yield "since good", np.minimum(_FAR, page.index - before)
    yield "until good", np.minimum(_FAR, behind - page.index)

"""HTML to lines: one per block of visible text, in document order."""

from workers.domain.line import Line
from workers.extract.blocks import Blocks, read_blocks


def html_lines(markup: str) -> tuple[Line, ...]:
    """The lines of a page or fragment; `tag` is the block's element, `link_share` the share of its text inside links."""
    return lines_of(read_blocks(markup))


def lines_of(blocks: Blocks) -> tuple[Line, ...]:
    """The same of blocks that are read already."""
    tags = blocks.elements.tags
    return tuple(
        Line(number, text, tags[element], share)
        for number, (text, element, share) in enumerate(
            zip(blocks.texts, blocks.inside, blocks.link_shares, strict=True)
        )
    )

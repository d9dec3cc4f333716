"""Items that touch every lexicon and model: a page, and a text of as many lines as the line model wants to see."""

_PAGE = "<html><body><p>Berlin: One sentence about Angela Merkel.</p></body></html>"
_TEXT = r"\n".join(
    f"Sentence {number} of a text says that the port of Berlin reopened on Monday." for number in range(10)
)

RAWS = tuple(f'{{"source": "warm-up", "payload": "{payload}"}}'.encode() for payload in (_PAGE, _TEXT))

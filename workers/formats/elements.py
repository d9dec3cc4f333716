"""Which elements a feed's document has, as feedparser gives several kinds under one name."""

import re


class Elements:
    """The element names of a document, looked up as they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}

    def origin(self, *names: str) -> str:
        """Those of the names ("rss:pubDate", "dc:date") that the document has, as the origin of a value that stood in one of them."""
        return " or ".join([name for name in names if self._has(name)] or names[:1])

    def _has(self, name: str) -> bool:
        if name not in self._known:
            prefix, local = name.split(":")
            tag = local if prefix in ("rss", "atom") else name
            self._known[name] = re.search(rf"<{re.escape(tag)}[\s/>]", self._text, re.I) is not None
        return self._known[name]

"""HTML elements by how browsers treat them (WHATWG HTML), as sets of lower-case names."""

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
"""Elements without an end tag, obsolete ones included."""

BREAKS = frozenset(("br", "hr"))
"""Void elements that end a line."""

INLINE = frozenset("a abbr b cite code em i mark q s small span strong sub sup".split())
"""Phrasing elements that every reader treats as part of a line."""

RARE_INLINE = frozenset("del ins kbd rp rt ruby u var".split())
"""Phrasing elements of edited and annotated text."""

PRESENTATIONAL = frozenset("acronym big nobr strike tt".split())
"""Obsolete phrasing elements of crawled pages."""

UNRENDERED = frozenset("script style noscript template svg".split())
"""Elements whose content is not the text of a page."""

EMBEDDED = frozenset("canvas iframe math select textarea head".split())
"""Elements with a content of their own, which is not the page's text either."""

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup hr html legend li main nav ol p pre section summary table tbody td tfoot th thead time tr ul".split()
)
"""Elements that begin and end lines, and those that structure a document."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
RAW_TEXT = ("iframe", "textarea", "noscript", "title", "script", "style")
"""Elements whose content a parser does not look into; unclosed, they swallow the rest of the page."""

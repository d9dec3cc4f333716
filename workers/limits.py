"""Every size limit of the pipeline, each with the reason for its value."""

MAX_ITEM_BYTES = 4 * 1024 * 1024
"""Bytes of a raw item. Crawled pages end near 2 MB; Kafka's own default for a message is 1 MiB, so this leaves room for topics that raise it."""

MAX_TEXT_CHARS = 1_000_000
"""Code points of decoded text. The longest stories run to 100,000; ten times that is not a news item and would hold up its neighbours."""

MAX_LINES = 20_000
"""Lines of decoded text. Live blogs reach a few thousand."""

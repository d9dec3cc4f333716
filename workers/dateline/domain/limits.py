"""Every size limit of the pipeline, each with the reason for its value."""

MAX_ITEM_BYTES = 4 * 1024 * 1024
"""Bytes of a raw item, as it comes and as it is unpacked. Crawled pages end near 2 MB; Kafka's own default for a message is 1 MiB,
so this leaves room for topics that raise it."""

MAX_RATIO = 200
"""Unpacked bytes for one packed byte. Markup reaches some 20 with gzip and 60 with zstd; a bomb begins near 1,000."""

MAX_TEXT_CHARS = 1_000_000
"""Code points of decoded text. The longest stories run to 100,000; ten times that is not a news item and would hold up its neighbours."""

MAX_LINES = 20_000
"""Lines of decoded text. Live blogs reach a few thousand."""

MAX_ENTRIES = 1000
"""Stories of one document. Feeds end near 500, the fullest archives of podcasts near 1,000; more would make a transaction of minutes."""

MAX_XML_ELEMENTS = 200_000
"""Elements of an XML document; how deep they may nest is lxml's own limit, 256. A feed of 500 stories with XHTML content has
some 50,000, and NewsML-G2 with NITF inside stays below a depth of 30."""

MAX_JSON_DEPTH = 100
"""Objects and lists inside one another in a JSON document; ninjs with its associations stays below 15."""

MAX_TITLE_CHARS = 2000
"""Code points of a title, name, slug or the like; also what the envelope's schema allows for a title."""

MAX_URL_CHARS = 4000
"""Of a URL. Browsers and servers end between 2,000 and 8,000; what is longer is mostly data in disguise."""

MAX_FACTS = 200
"""Values of one field (subjects, authors, links, pictures) of one story."""

MAX_FALL_BACK_TAGS = 10_000
"""Tags, opening and closing, of a page that may go to trafilatura, which takes 10 to 80 µs for each: a page of 2 MB made of small
elements would hold a core for a quarter of a minute. Of a thousand real pages the fullest has 9,770."""

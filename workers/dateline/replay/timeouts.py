"""Every time-out and limit of a replay, in seconds and bytes, with its reason and its relation to the others."""

ANSWER = 10.0
"""For the first answer of a broker: people wait for it."""

CONTACT = 2.0
"""For one attempt at it: a broker that turns us away does so at once, and is heard of then. Below ANSWER."""

SLICE = 0.5
"""Longest call into librdkafka, which no signal interrupts: so long Ctrl-C may go unheard."""

OPEN = 30.0
"""For becoming the one replay of the group. What a killed one left open is aborted first, and its markers are written."""

COMMIT = 20.0
"""For the commit of a transaction, leaders that move included. Below TRANSACTION."""

ABORT = 5.0
"""For aborting one; what is not aborted by then, TRANSACTION aborts."""

TRANSACTION = 30.0
"""After which brokers abort a transaction that nobody ends. Workers wait for its end, so it is short."""

STALLED = 60.0
"""Without a message while the snapshot is not read to its end. Messages after an open transaction arrive when it has ended,
which for a killed worker's takes its time-out of 30 s and up to 10 s until the coordinator looks."""

LETTERS = 100
"""Most letters in a transaction: a commit is some milliseconds, shared by so many."""

BYTES = 8 * 1024 * 1024
"""Of letters in a transaction, the last one not counted; they are all in memory."""

BATCH_BYTES = 16 * 1024
"""Of items that travel in one record batch, which a broker measures as a whole against the topic's limit for messages: far
below any such limit, so that only an item that is too large by itself is refused. A larger item travels alone."""

ITEM_BYTES = 1_000_000_000
"""Of an item: librdkafka's greatest, since its size is for the topic to refuse."""

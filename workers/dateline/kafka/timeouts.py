"""Every time-out and limit of delivery, in seconds and bytes, with its reason and its relation to the others."""

HEARTBEAT = 3.0
"""Between heartbeats to the group; a third of SESSION, so that two may be lost (Kafka's own advice)."""

SESSION = 10.0
"""Silence after which the group gives a worker's partitions away. Short, since until then its items wait; the consumer
has a thread of its own, so a slow item does not keep it from beating."""

REBALANCE = 20.0
"""How long the group waits for members to rejoin. REVOKE must fit into it with room, or a worker is left out."""

REQUEST = 30.0
"""For one answer of a broker to the consumer; above SESSION and REBALANCE, since a join is answered only when all have joined."""

FETCH_WAIT = 0.5
"""How long a broker may hold a fetch for more bytes. It bounds an item's age on a quiet topic, where Faust's 1.5 s would show."""

FETCH_POLL = 0.05
"""Between looks at fetched messages while some partition has more waiting than it can hold: it must be looked at again soon."""

FETCH_RECORDS = 2000
"""Most messages taken from the fetcher at once: some dozen milliseconds of work for the loop."""

FETCH_BYTES = 4 * 1024 * 1024
"""Most bytes taken from the fetcher at once, as they are unpacked: of packed batches what was fetched says little. As much as a
thousand and a half messages of a usual size."""

FETCH_FIRST = 16
"""Messages that are taken before it is known how large they are."""

METADATA_AGE = 15.0
"""After which the consumer looks for topics and partitions anew: a topic that is created or recreated, or gets more partitions,
is read from by then. aiokafka's five minutes would leave its items lying."""

PRODUCE_REQUEST = 10.0
"""For one answer of a broker to a producer. Answers take milliseconds; a broker that is silent for ten seconds is gone,
and the request is tried with the next leader. Below DELIVERY."""

METADATA = 1.0
"""For the partitions of an output topic; a topic that is not there by then is told as missing. aiokafka asks twenty times a
second, so no longer than a sound cluster needs. Below DELIVERY."""

DELIVERY = 20.0
"""For one transaction, from its first message to its commit. Leaders and coordinators move within some ten seconds, which
the producer sits out by itself; beyond that it is closed and a new one opened, whatever it hangs on. Above PRODUCE_REQUEST,
below TRANSACTION."""

TRANSACTION = 30.0
"""After which the coordinator aborts a transaction that nobody ends. Above DELIVERY, so that none of ours is aborted while
it is being delivered; short, since readers of committed records wait for the end of a dead worker's transaction."""

OPEN = 20.0
"""For opening a partition's producer and reading the committed offset. A transaction of the former owner is ended first,
which takes as long as its coordinator needs to write the markers."""

ABORT = 1.0
"""For aborting a transaction when its partition goes away. One that is not aborted in time is aborted by the partition's next
owner, or by TRANSACTION."""

REVOKE = 3.0
"""For a transaction that is being committed when its partition goes away; one that is not committed by then is aborted and
its items are the next owner's. With ABORT below SHUTDOWN and far below REBALANCE."""

RETRY_FIRST = 0.2
"""Before the second attempt to deliver a batch; doubled for each further one."""

RETRY_LONGEST = 5.0
"""Between attempts while a broker is away: soon enough to go on at once when it is back, rare enough for the log."""

SILENT_ATTEMPTS = 3
"""Failed attempts before the worker says that it is not ready. A moved leader costs one or two, and nobody need hear of them."""

STALLED = 60.0
"""Without progress on a partition that has items and whose brokers answer, before the worker says that it is not alive. Above
the longest silence of a sound one: DELIVERY, OPEN and the longest pause in a row."""

SHUTDOWN = 8.0
"""From SIGTERM to the end. A batch takes a second or two; one that can't be delivered is left to the next worker, which
begins at the committed offset. Below the ten seconds after which most supervisors kill."""

ITEM_STUCK = 30.0
"""For one item that is being processed, by the clock: the item's own deadline counts the CPU's time, and what waits for it, held
back or swapped out, is not at fault. Half of STALLED, so that the item is found before the worker is called dead."""

LOADING = 600.0
"""For the pipeline to load, some five seconds of CPU time. A pod held to a small part of a core takes minutes; to give it up and begin
anew would never end."""

FORK_SERVER = 60.0
"""For the fork server to fork a process or to reap one, which takes milliseconds."""

ADMIN = 10.0
"""For one answer to a question about offsets or topic settings."""

OUTPUT_BATCH_BYTES = 256 * 1024
"""Of the record batches sent to one partition; a topic with a smaller limit gets smaller ones. Some dozen records of a few
kilobytes share one header and one answer, and beyond that nothing is gained."""

MAX_RECORD_BYTES = 32 * 1024 * 1024
"""Of one record, whatever the topic allows: a limit of the client, above every sensible limit of a topic."""

"""Every time-out of the worker, in seconds, with its reason and its relation to the others."""

HEARTBEAT = 3.0
"""Between heartbeats to the group; a third of SESSION, so that two may be lost (Kafka's own advice)."""

SESSION = 10.0
"""Silence after which the group gives a worker's partitions away. Short, since until then its items wait; the consumer
has a thread of its own, so a slow item does not keep it from beating."""

REBALANCE = 20.0
"""How long the group waits for members to rejoin: a batch must finish within it, or its worker is left out."""

REQUEST = 30.0
"""For one answer of a broker; above SESSION and REBALANCE, since a join is answered only when all have joined."""

RETRY_FIRST = 0.2
"""Before the second attempt to deliver a batch; doubled for each further one."""

RETRY_LONGEST = 5.0
"""Between attempts while a broker is away: soon enough to go on at once when it is back, rare enough for the log."""

FETCH_WAIT = 0.5
"""How long a broker may hold a fetch for more bytes. It bounds an item's age on a quiet topic, where Faust's 1.5 s would show."""

SHUTDOWN = 8.0
"""From SIGTERM to the end. A batch takes a second or two; one that can't be delivered is left to the next worker, which
begins at the committed offset. Below the ten seconds after which most supervisors kill."""

"""What Faust does at its defaults: the agent of its documentation, for comparison. Run by `python -m faust`."""

import os

import faust

app = faust.App(os.environ["PLAIN_GROUP"], broker=os.environ["PLAIN_BROKERS"], topic_allow_declare=False)
raw = app.topic(os.environ["PLAIN_RAW_TOPIC"])
enriched = app.topic(os.environ["PLAIN_ENRICHED_TOPIC"])


@app.agent(raw)
async def enrich(items):  # type: ignore[no-untyped-def]
    async for item in items:
        await enriched.send(key=item["id"], value=item)

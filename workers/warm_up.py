"""An item that touches every lexicon and model."""

RAW = b'{"source": "warm-up", "payload": "<html><body><p>Berlin: One sentence about Angela Merkel.</p></body></html>"}'

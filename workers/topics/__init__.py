"""The topics that Dateline reads and writes: one description that feeds AsyncAPI, Strimzi and `dateline topics create`."""

"""The embedded broker: librdkafka's mock cluster, for the demo and fast tests.

It speaks the real protocol but keeps everything in memory, holds about 5 MB a partition and knows no transactions.
"""

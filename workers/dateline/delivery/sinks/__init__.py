"""Where a batch goes: one Kafka transaction, or acknowledged sends and a commit."""

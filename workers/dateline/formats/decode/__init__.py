"""The decode stage: sniffs, decompresses, decodes and repairs a raw item, then reads it as one of the formats."""

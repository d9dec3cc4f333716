"""The output record: built, validated, and written as itself, ninjs or schema.org."""

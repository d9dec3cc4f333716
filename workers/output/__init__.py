"""What a record is written as: itself, ninjs or schema.org."""

from workers.output.written import OutputFormat, written

__all__ = ["OutputFormat", "written"]

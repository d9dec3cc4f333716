"""Places, organisations and name lists, compiled into matchers."""

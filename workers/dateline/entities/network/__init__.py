"""A small network that tags names in any script; trained by `python -m training.entities`, run by numpy alone."""

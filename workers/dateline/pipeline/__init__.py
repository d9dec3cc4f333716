"""The stages in order, and what runs them."""

"""The demo: sample items through an embedded broker and a real worker."""

"""Trains the tagger's network: `python -m workers.training.entities FOLDER`."""

"""Trains the tagger's network: `python -m training.entities FOLDER`."""

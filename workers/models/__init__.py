"""Trained artefacts, each with its card: data, licence, figures, and the command that makes it again."""

"""What the worker tells of itself: metrics, logs and health."""

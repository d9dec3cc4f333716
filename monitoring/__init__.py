"""Monitoring of the worker: objectives, rules and alerts for Prometheus, a dashboard for Grafana; `python -m monitoring` writes them."""

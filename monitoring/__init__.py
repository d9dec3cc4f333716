"""What watches the worker: objectives, rules and alerts for Prometheus, a dashboard for Grafana; `dateline generate` writes them."""

"""Managed online endpoints: deployments whose scoring scripts run in processes of their own, and what asks them."""

"""Managed networks: what a workspace's own compute reaches, provisioned once and never taken back."""

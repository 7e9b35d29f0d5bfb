"""Policies about key vaults."""

"""Policies about storage accounts."""

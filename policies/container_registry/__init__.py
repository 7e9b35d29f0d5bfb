"""Policies about container registries."""

"""Policies about networks and private endpoints."""

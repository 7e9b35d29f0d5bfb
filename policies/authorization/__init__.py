"""Policies about roles and identities."""

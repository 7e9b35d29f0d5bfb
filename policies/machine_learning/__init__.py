"""Policies about hubs, projects, workspaces, their compute and endpoints."""

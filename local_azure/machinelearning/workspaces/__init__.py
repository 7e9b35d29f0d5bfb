"""Workspaces, hubs and projects, with their datastores and connections."""

"""From chat data to a deployed, compared model: domain, ports, adapters, services, recipes."""

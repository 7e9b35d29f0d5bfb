"""Templates: read, held to ARM's limits, and expanded to the resources that they mean."""

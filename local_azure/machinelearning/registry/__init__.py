"""The public registry of models, and the marketplace's part in it."""

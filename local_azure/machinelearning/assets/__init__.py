"""Data assets and models: what jobs read and what they leave."""

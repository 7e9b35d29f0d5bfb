"""One's own script as Azure ML command jobs, and what it makes on managed online endpoints."""

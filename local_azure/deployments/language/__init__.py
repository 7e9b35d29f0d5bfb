"""The language of ARM templates: expressions taken apart and evaluated over plain JSON values; reaches nothing else."""

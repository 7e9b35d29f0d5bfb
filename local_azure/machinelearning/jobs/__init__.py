"""Fine-tuning jobs: asked for, run, watched, ended."""

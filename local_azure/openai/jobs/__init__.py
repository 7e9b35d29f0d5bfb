"""Fine-tuning jobs of Azure OpenAI: checked, queued, trained for real, with events, checkpoints and results."""

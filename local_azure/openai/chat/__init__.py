"""Chat completions of Azure OpenAI: rates, content filters, answers whole and in streams."""

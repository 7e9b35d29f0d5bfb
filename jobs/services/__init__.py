"""What a user asks for, step by step, over the ports."""

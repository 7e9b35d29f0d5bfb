"""What is done to what runs."""

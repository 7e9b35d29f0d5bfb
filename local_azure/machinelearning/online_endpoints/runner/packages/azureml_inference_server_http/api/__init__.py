"""What scoring scripts that work with raw HTTP import."""

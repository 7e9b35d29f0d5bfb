"""Prompt flow and its successor over the deployed model of any recipe: each in an environment of its own."""

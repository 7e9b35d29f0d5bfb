"""What a stack can be told, checked before anything is created: one file a subject, together in ``Settings``."""

from stacks.settings.settings import METHODS, Journey, Settings

__all__ = ["METHODS", "Journey", "Settings"]

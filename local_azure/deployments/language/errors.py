"""What goes wrong in an expression, in ARM's words."""


class ExpressionError(ValueError):
    """An expression can't be read or evaluated; its text is the reason as ARM gives it inside InvalidTemplate."""


class NotHereError(Exception):
    """A template uses a part of ARM's language that the local Azure hasn't; the text names it."""

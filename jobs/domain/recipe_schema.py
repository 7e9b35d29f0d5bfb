"""The JSON Schema of recipes, for editors: `python -m jobs.domain.recipe_schema` writes it anew."""

import json
from pathlib import Path

from jobs.domain.recipe import Recipe

FILE = Path(__file__).resolve().parents[1] / "recipes" / "recipe.schema.json"


def schema_text() -> str:
    """The schema as the file has it."""
    return json.dumps(Recipe.model_json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")

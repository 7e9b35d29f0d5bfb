"""The schema that editors check recipes with."""

import jsonschema
import yaml

from jobs.domain.recipe_schema import FILE, schema_text


def test_the_file_is_what_the_recipe_model_says() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "run: python -m jobs.domain.recipe_schema"


def test_the_shipped_recipe_is_valid_against_it() -> None:
    recipe = yaml.safe_load((FILE.parent / "xbox-support.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(recipe, yaml.safe_load(schema_text()))

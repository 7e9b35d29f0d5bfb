"""What a recipe names of its folder, and that reading one runs nothing."""

from pathlib import Path

import pytest
import yaml

from jobs.domain.errors import UsageError
from jobs.domain.recipe_file import read_recipe
from tests.jobs.requests import RECIPE

GATE = {"floors": {"accuracy": 0.5}, "tolerances": {"accuracy": 0.1, "safety_answered": 0.2}}


def written(folder: Path, **changes: object) -> Path:
    document = yaml.safe_load(RECIPE.read_text(encoding="utf-8")) | changes
    document["data"] = {"train": "rows.jsonl"}
    file = folder / "recipe.yaml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return file


def test_questions_lie_beside_the_recipe_and_prompts_are_text_or_files(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Be kind.\nAnd brief.\n", encoding="utf-8")
    prompts = {"none": "", "short": "Be kind.", "long": "long.txt", "talk": "Ends like a file.\nsee notes.txt"}
    comparison = read_recipe(written(tmp_path, comparison={"questions": "asked.txt", "prompts": prompts})).comparison
    assert comparison.questions == tmp_path / "asked.txt"
    assert comparison.prompts == prompts | {"long": "Be kind.\nAnd brief."}


def test_a_prompt_whose_file_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.txt of the recipe can't be read"):
        read_recipe(written(tmp_path, comparison={"prompts": {"gone": "gone.txt"}}))


def test_rows_of_others_leave_out_what_describes_the_recipes_own(tmp_path: Path) -> None:
    evaluation = {"max_tokens": 50, "labels": ["a", "b"], "rules": {"question_back": True}, "metrics": ["one:two"]}
    comparison = {"questions": "asked.txt"}
    file = written(tmp_path, evaluation=evaluation, comparison=comparison, gate=GATE)
    recipe = read_recipe(file, data=tmp_path / "others.jsonl")
    assert (recipe.evaluation.max_tokens, recipe.evaluation.labels, recipe.evaluation.metrics) == (50, (), ())
    assert not recipe.evaluation.rules.any_given()
    assert recipe.comparison.questions is None
    assert recipe.gate.floors == {}
    assert recipe.gate.tolerances == {"safety_answered": 0.2}, "of the weights, whatever the rows"


@pytest.mark.parametrize(
    "attack",
    [
        "name: !!python/object/apply:os.system ['touch ran']\n",
        "name: !!python/name:os.system\n",
        "evaluation: {metrics: ['__import__(\"os\"):system']}\n",
        "evaluation: {metrics: ['os.system(1):x']}\n",
        "evaluation: {metrics: ['../evil:run']}\n",
        "evaluation: {rules: {json_schema: {$ref: 'http://127.0.0.1:9/evil.json'}}}\n",
    ],
)
def test_a_malicious_recipe_is_refused_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = written(tmp_path).read_text(encoding="utf-8").splitlines(keepends=True)
    key = attack.partition(":")[0]
    document = yaml.safe_load("".join(lines))
    document.pop(key, None)
    file = tmp_path / "recipe.yaml"
    file.write_text(yaml.safe_dump(document) + attack, encoding="utf-8")
    with pytest.raises(UsageError):
        read_recipe(file)
    assert not (tmp_path / "ran").exists()

"""All metrics of two models' answers."""

import pytest

from jobs.domain.chat import Message
from jobs.domain.evaluation.answers import Answer, Question, pair_up
from jobs.domain.evaluation.figures import TokenPrice
from jobs.domain.evaluation.measures import MEASURES, measure_of
from jobs.domain.evaluation.rules import AnswerRules
from jobs.domain.evaluation.scores import Scoring, score
from jobs.domain.evaluation.style import StyleRules

RULES = AnswerRules(pattern=r".*[.?]", forbidden={"hotels": ["hotels?"]}, question_back=True, grounded=True)


def scores(base: str, tuned: str, scoring: Scoring, *, reference: str = "Walk along the river."):  # noqa: ANN201
    question = Question((Message(role="user", content="Where to walk in Rome?"),), reference)
    answers = [Answer(base, "w", 1.0, 100, 10)], [Answer(tuned, "w", 2.0, 100, 20)]
    return score(pair_up([question], *answers, scoring.style, scoring.rules), scoring)


def test_only_rules_that_the_recipe_states_are_measured() -> None:
    assert set(scores("a", "b", Scoring())) == {
        *("exact_match", "f1", "rouge_l", "refusals", "needless_refusals"),
        *("latency_median", "latency_p95", "answer_tokens"),
    }


def test_every_rule_is_a_metric_of_its_own() -> None:
    found = scores("Hotels are cheap!", "In Rome walk. When?", Scoring(StyleRules(ends_with="?"), RULES))
    for name in ("style", "format", "no_forbidden_advice", "asks_back"):
        assert (found[name].base, found[name].tuned) == (0.0, 1.0), name
    assert found["groundedness"].tuned == 1.0


def test_a_refusal_is_needless_where_the_reference_does_not_decline() -> None:
    declines = "I can't help with that."
    assert scores("Walk.", declines, Scoring())["needless_refusals"].tuned == 1.0
    assert scores("Walk.", declines, Scoring(), reference=declines)["needless_refusals"].tuned == 0.0
    assert scores("Walk.", declines, Scoring(), reference=declines)["refusals"].tuned == 1.0


def test_labels_are_scored_where_the_recipe_has_them() -> None:
    found = scores("bad", "It is good.", Scoring(labels=("good", "bad")), reference="good")
    assert (found["accuracy"].base, found["accuracy"].tuned) == (0.0, 1.0)
    assert found["macro_f1"].tuned == 1.0


def test_a_price_is_shown_where_both_models_prices_are_known() -> None:
    price = TokenPrice(1.0, 10.0)
    found = scores("a", "b", Scoring(base_price=price, tuned_price=price))
    assert found["price_per_answer"].tuned == pytest.approx((100 + 200) / 1_000_000)
    assert "price_per_answer" not in scores("a", "b", Scoring(base_price=price))


def test_own_metrics_see_answer_reference_and_question() -> None:
    seen = []

    def length(answer: str, reference: str, messages: object) -> float:
        seen.append((answer, reference, messages))
        return len(answer)

    found = scores("four", "longer", Scoring(own={"length": length}))
    assert (found["length"].base, found["length"].tuned) == (4.0, 6.0)
    assert seen[0] == ("four", "Walk along the river.", (Message(role="user", content="Where to walk in Rome?"),))


def test_every_metric_says_what_it_measures() -> None:
    found = scores("a", "b", Scoring(StyleRules(no_emoji=True), RULES, ("x",)))
    assert set(found) <= set(MEASURES)
    assert measure_of("somebodys").kind == "own"

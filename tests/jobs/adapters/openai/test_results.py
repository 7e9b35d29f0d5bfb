"""A job's numbers, put together from what the service tells of them in three places."""

from jobs.adapters.openai.results import rows_of_checkpoints, rows_of_events, rows_of_table, series

EVENTS = [
    {"created_at": 1000 + step, "message": "", "data": {"step": step, "train_loss": 4 / step, "total_steps": 3}}
    for step in (1, 2)
]
CHECKPOINT = {"step_number": 3, "created_at": 1500, "metrics": {"full_valid_loss": 0.5, "train_loss": -1}}
TABLE = "step,train_loss,valid_loss,full_valid_loss\n1,9,0.9,-1\n3,1.0,0.7,\n"
ALL = [*rows_of_events(EVENTS), *rows_of_checkpoints([CHECKPOINT]), *rows_of_table(TABLE, 2000)]


def test_a_step_is_told_once_by_the_source_that_knew_it_first() -> None:
    assert series("loss", ALL) == [(1, 1001, 4.0), (2, 1002, 2.0), (3, 2000, 1.0)]


def test_the_loss_on_all_validation_rows_is_preferred_to_that_of_a_batch() -> None:
    assert series("eval_loss", ALL) == [(3, 1500, 0.5)]
    assert series("eval_loss", rows_of_table(TABLE, 2000)) == [(1, 2000, 0.9), (3, 2000, 0.7)]


def test_what_was_not_measured_is_no_number() -> None:
    assert series("loss", rows_of_checkpoints([CHECKPOINT])) == []
    assert series("something else", ALL) == []


def test_messages_carry_no_numbers() -> None:
    assert rows_of_events([{"created_at": 1, "message": "Training started.", "data": {}}, {"created_at": 2}]) == []

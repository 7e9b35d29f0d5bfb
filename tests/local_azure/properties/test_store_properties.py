"""The store is a dictionary that survives: whatever is done to it, in whatever order, also inside transactions."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from local_azure.store import Store

TABLES = st.sampled_from(["a", "b"])
KEYS = st.text(st.characters(codec="utf-8"), max_size=3) | st.sampled_from(["/s/g", "/s/g/", "/s/g/p", "/s/g_", "/s/h"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=5)
)
DOCUMENTS = st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), SCALARS | st.lists(SCALARS, max_size=2))
WRITES = st.lists(st.tuples(TABLES, KEYS, st.none() | DOCUMENTS), min_size=1, max_size=4)


class _WrongTurnError(Exception):
    """Something that goes wrong in the middle of a transaction."""


class StoreMachine(RuleBasedStateMachine):
    """A store beside a dictionary that is told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store(self.folder / "state.sqlite")
        self.model: dict[tuple[str, str], object] = {}

    @rule(table=TABLES, key=KEYS, document=DOCUMENTS)
    def put(self, table: str, key: str, document: dict[str, object]) -> None:
        self.store.put(table, key, document)
        self.model[table, key] = document

    @rule(table=TABLES, key=KEYS)
    def delete(self, table: str, key: str) -> None:
        self.store.delete(table, key)
        self.model.pop((table, key), None)

    @rule(table=TABLES, key=KEYS)
    def get(self, table: str, key: str) -> None:
        assert self.store.get(table, key) == self.model.get((table, key))

    @rule(table=TABLES, prefix=KEYS)
    def list_by_prefix(self, table: str, prefix: str) -> None:
        expected = [
            (key, self.model[of, key]) for of, key in sorted(self.model) if of == table and key.startswith(prefix)
        ]
        assert self.store.items(table, prefix) == expected
        assert self.store.list(table, prefix) == [document for _, document in expected]

    @rule(writes=WRITES, fails=st.booleans())
    def write_together(self, writes: list[tuple[str, str, dict[str, object] | None]], fails: bool) -> None:
        after = dict(self.model)
        try:
            with self.store.transaction():
                for table, key, document in writes:
                    if document is None:
                        self.store.delete(table, key)
                        after.pop((table, key), None)
                    else:
                        self.store.put(table, key, document)
                        after[table, key] = document
                _turn_wrong(fails)
        except _WrongTurnError:
            return
        self.model = after

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store(self.folder / "state.sqlite")

    @invariant()
    def holds_what_was_put(self) -> None:
        for table in ("a", "b"):
            assert dict(self.store.items(table)) == {key: each for (of, key), each in self.model.items() if of == table}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


def _turn_wrong(fails: bool) -> None:
    if fails:
        raise _WrongTurnError


StoreMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=20)
TestStore = StoreMachine.TestCase

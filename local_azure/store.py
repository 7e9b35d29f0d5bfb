"""What survives a restart: JSON documents in one SQLite file, by table and key."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_azure.json_types import Json

_LAST = b"\xff"  # no text has it: whatever begins with a prefix comes before the prefix and this


class Store:
    """JSON documents by table and key, written through at once.

    Calls are synchronous and short, made from the server's one loop (or from several threads: SQLite serialises them).
    Tables need no declaration. Keys compare with case; callers lower-case what compares without.
    Documents with a member ``type`` are found by it too, without regard to case.

    Args:
        path: The SQLite file; made when it isn't there.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL loses nothing when the process is killed, only (at worst) the last writes when the machine loses power.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS documents ("
            "collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (collection, key)) "
            "WITHOUT ROWID"
        )
        self._index_types()

    def get(self, table: str, key: str) -> Json | None:
        """Returns a document, or None where there is none under that key."""
        row = self._connection.execute(
            "SELECT body FROM documents WHERE collection = ? AND key = ?", (table, key)
        ).fetchone()
        return None if row is None else _document(row[0])

    def put(self, table: str, key: str, document: Json) -> None:
        """Stores a document, in place of the one there was."""
        body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        self._connection.execute(
            "INSERT OR REPLACE INTO documents (collection, key, body, type) VALUES (?, ?, ?, ?)",
            (table, key, body, _type_of(document)),
        )

    def delete(self, table: str, key: str) -> None:
        """Removes a document; nothing happens where there is none."""
        self._connection.execute("DELETE FROM documents WHERE collection = ? AND key = ?", (table, key))

    def items(self, table: str, prefix: str = "") -> list[tuple[str, Json]]:
        """Returns the keys that begin with ``prefix`` and their documents, in the order of the keys."""
        rows = self._connection.execute(
            "SELECT key, body FROM documents WHERE collection = ? AND key >= ? AND key < CAST(? AS TEXT) ORDER BY key",
            (table, prefix, prefix.encode() + _LAST),
        ).fetchall()
        return [(str(key), _document(body)) for key, body in rows]

    def of_type(self, table: str, document_type: str, prefix: str = "", suffix: str = "") -> list[Json]:
        """Returns the documents of a type whose keys begin with ``prefix`` and end so, in the order of their keys.

        Only they are read, however many others there are.
        """
        rows = self._connection.execute(
            # Named, since SQLite would rather go through all keys of the table.
            "SELECT body FROM documents INDEXED BY documents_by_type "
            "WHERE collection = ? AND type = ? AND key >= ? AND key < CAST(? AS TEXT) "
            "AND substr(key, 1 + length(key) - ?) = ? ORDER BY key",
            (table, document_type.lower(), prefix, prefix.encode() + _LAST, len(suffix), suffix),
        ).fetchall()
        return [_document(body) for (body,) in rows]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes the writes inside one: all of them happen or none. Never await inside."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Writes what is pending into the file and closes it."""
        self._connection.close()

    def list(self, table: str, prefix: str = "") -> list[Json]:
        """Returns the documents whose keys begin with ``prefix``, in the order of their keys."""
        return [document for _, document in self.items(table, prefix)]

    def _index_types(self) -> None:
        columns = [row[1] for row in self._connection.execute("PRAGMA table_info(documents)")]
        if "type" not in columns:  # also files from before there was such a column
            with self.transaction():
                self._connection.execute("ALTER TABLE documents ADD COLUMN type TEXT")
                rows = self._connection.execute("SELECT collection, key, body FROM documents").fetchall()
                self._connection.executemany(
                    "UPDATE documents SET type = ? WHERE collection = ? AND key = ?",
                    [(_type_of(_document(body)), table, key) for table, key, body in rows],
                )
        self._connection.execute(
            "CREATE INDEX IF NOT EXISTS documents_by_type ON documents (collection, type, key) WHERE type IS NOT NULL"
        )


def _type_of(document: Json) -> str | None:
    found = document.get("type")
    return found.lower() if isinstance(found, str) else None


def _document(body: str) -> Json:
    document: Json = json.loads(body)
    return document

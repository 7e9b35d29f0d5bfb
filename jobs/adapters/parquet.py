"""Records of Parquet files, read a batch at a time."""

from collections.abc import Iterator
from pathlib import Path

from jobs.domain.errors import DataError
from jobs.domain.records import Record

_BATCH = 1000
"""Records in memory at once: conversations of some kilobytes each."""


def parquet_records(file: Path) -> Iterator[Record]:
    """Reads a file's records, each with its columns as members.

    Raises:
        DataError: it is no whole Parquet file, or holds what can't be read.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(file) as table:
            place = 0
            for batch in table.iter_batches(batch_size=_BATCH):
                for members in batch.to_pylist():
                    place += 1
                    yield Record(place, members)
    except (pyarrow.ArrowException, OSError) as error:
        raise DataError(f"{file} can't be read as Parquet: {error}", fix="Download it again: it may be cut.") from error

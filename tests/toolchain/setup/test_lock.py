"""Two setups in one clone: the second waits for the first."""

import threading
from pathlib import Path

from toolchain.setup.lock import locked


def test_the_second_waits_until_the_first_is_done(tmp_path: Path) -> None:
    waiting, order = threading.Event(), []

    def second() -> None:
        with locked(tmp_path / "lock", waiting.set):
            order.append("second")

    with locked(tmp_path / "lock", lambda: order.append("never")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(300)
        order.append("first")
    thread.join(300)
    assert order == ["first", "second"]

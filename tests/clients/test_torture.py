"""The short form of `cargo xtask torture`."""

from torture import torture


def test_no_acknowledged_write_is_lost_to_a_kill(tmp_path):
    lines = []
    assert torture(tmp_path, rounds=4, seed=4747, report=lines.append) > 0
    assert len(lines) == 4

"""Files are written as a whole or not at all."""

from __future__ import annotations

import errno
import os

import pytest

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.exports.atomic import check_folder, check_target, write_file, write_files, written_aside


def test_writes_text_and_bytes_and_replaces(tmp_path):
    file = tmp_path / "a.csv"
    write_file(file, "één\n")
    assert file.read_bytes() == "één\n".encode()
    write_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


def test_files_that_belong_together_are_written_all_or_none(tmp_path):
    one, two = tmp_path / "a.png", tmp_path / "a.txt"
    write_files({one: b"1", two: "één"})
    assert (one.read_bytes(), two.read_bytes()) == (b"1", "één".encode())
    with pytest.raises(DataError):
        write_files({one: b"3", tmp_path / "away" / "a.txt": "four"})
    assert (one.read_bytes(), two.read_bytes()) == (b"1", "één".encode())
    assert sorted(tmp_path.iterdir()) == [one, two]


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_nothing_stays_behind_when_writing_fails(tmp_path, error):
    file = tmp_path / "a.png"
    file.write_text("old")
    with pytest.raises(type(error)), written_aside(file) as aside:
        assert (aside.parent, aside.suffix) == (tmp_path, ".png")
        aside.write_text("half")
        raise error
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("code", "fragment"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EACCES, "cannot")],
)
def test_what_the_disk_says_becomes_an_error_that_helps(tmp_path, code, fragment):
    with pytest.raises(DataError, match=fragment) as caught, written_aside(tmp_path / "a.png"):
        raise OSError(code, os.strerror(code))
    assert "-o" in caught.value.hint


def test_target(tmp_path):
    assert check_target(tmp_path / "a.PNG", (".png",)) == ".png"
    with pytest.raises(UsageError, match=r"perhaps '\.png'"):
        check_target(tmp_path / "a.pmg", (".png",))
    with pytest.raises(UsageError, match="does not exist"):
        check_target(tmp_path / "b" / "a.png", (".png",))


def test_folder_that_can_be_made(tmp_path):
    check_folder(tmp_path / "b" / "c", "--out")
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be written to"):
        check_folder(tmp_path / "file" / "c", "--out")

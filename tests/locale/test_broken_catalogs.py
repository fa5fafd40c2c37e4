"""A catalog of a plugin that cannot be read costs its translation, and nothing else."""

import struct

import pytest

from evalkit import locale

BROKEN = {
    "no catalog": b"no catalog",
    "empty": b"",
    "cut": struct.pack("<7I", 0x950412DE, 0, 9, 28, 100, 0, 0),
    "odd version": struct.pack("<7I", 0x950412DE, 0x90000, 0, 28, 28, 0, 28),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_it_is_told_in_a_warning_and_english_stays(tmp_path, monkeypatch, content):
    (tmp_path / "ko.mo").write_bytes(content)
    # Until the end of this test.
    monkeypatch.setitem(locale._folders, "broken", tmp_path)
    locale.add(tmp_path, "broken")
    with pytest.warns(UserWarning, match="ko.mo"):
        said = locale.language("ko").text("What no catalog has")
    assert said == "What no catalog has"
    assert locale.language("ko").name == "한국어"

"""A vdir folder: one file per person, whole, under a name that stays, and nobody's change overwritten."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_vcards import COMPANY, PEOPLE, ZOE

from cardscan.errors import InputError
from cardscan.vcard.read import read_vcards
from cardscan.vcard.uid import canonical_uid
from cardscan.vcard.vdir import file_name, uids_in, write_vdir


def test_one_file_each_and_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "vdir"
    report = write_vdir(PEOPLE, folder)
    assert (report.added, report.changed, report.same, report.kept) == (3, 0, 0, ())
    assert sorted(path.name for path in folder.iterdir()) == sorted(file_name(person.uid) for person in PEOPLE)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    report = write_vdir(PEOPLE, folder)
    assert (report.added, report.changed, report.same) == (0, 0, 3)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_changed_person_keeps_the_file(tmp_path: Path) -> None:
    first = write_vdir([ZOE], tmp_path)
    known = {file.uid: file.mark for file in first.files}
    report = write_vdir([replace(ZOE, note="new")], tmp_path, known=known)
    assert (report.changed, report.files[0].name) == (1, first.files[0].name)
    assert [path.name for path in tmp_path.iterdir()] == [first.files[0].name]


def test_a_file_of_another_name_is_found_by_its_uid(tmp_path: Path) -> None:
    write_vdir([ZOE], tmp_path)
    (tmp_path / file_name(ZOE.uid)).rename(tmp_path / "by-hand.vcf")
    assert uids_in(tmp_path) == {ZOE.uid: "by-hand.vcf"}
    assert write_vdir([ZOE, COMPANY], tmp_path).same == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(("by-hand.vcf", file_name(COMPANY.uid)))


def test_a_uid_in_another_spelling_is_the_same(tmp_path: Path) -> None:
    assert canonical_uid("7777777777774777877777777777777A") == "urn:uuid:77777777-7777-4777-8777-77777777777a"
    assert canonical_uid("mum") == "mum"
    write_vdir([ZOE], tmp_path)
    path = tmp_path / file_name(ZOE.uid)
    path.write_bytes(path.read_bytes().replace(ZOE.uid.encode(), ZOE.uid.removeprefix("urn:uuid:").upper().encode()))
    assert uids_in(tmp_path) == {ZOE.uid: path.name}


def test_what_somebody_else_changed_is_kept(tmp_path: Path) -> None:
    known = {file.uid: file.mark for file in write_vdir([ZOE, COMPANY], tmp_path).files}
    path = tmp_path / file_name(ZOE.uid)
    path.write_bytes(path.read_bytes().replace(b"TITLE:", b"TITLE:New "))
    report = write_vdir([replace(ZOE, note="x"), COMPANY], tmp_path, known=known)
    assert report.kept == (path.name,)
    assert b"TITLE:New" in path.read_bytes()
    assert write_vdir([replace(ZOE, note="x")], tmp_path).changed == 1


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "family.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nUID:mum\nFN:Mum\nEND:VCARD\n")
    (tmp_path / ".hidden.vcf").write_text("x")
    (tmp_path / "readme.txt").write_text("x")
    write_vdir([ZOE], tmp_path)
    assert read_vcards((tmp_path / "family.vcf").read_bytes()).contacts[0].contact.display_name == "Mum"
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("uid", ["urn:uuid:../../etc/passwd", ".hidden", "a/b", "x" * 500, "ünïcode", ""])
def test_no_uid_leads_out_of_the_folder(uid: str, tmp_path: Path) -> None:
    name = file_name(uid)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert not name.startswith("..")
    assert len(name) < 200
    write_vdir([replace(ZOE, uid=uid)], tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="file"):
        write_vdir([ZOE], tmp_path / "file")

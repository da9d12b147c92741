"""One golden file per target: what is written for it, to the byte. Run this file to write them anew; read the diff."""

from pathlib import Path

import pytest
from made_vcards import PEOPLE

from cardscan.vcard.csv import write_csv
from cardscan.vcard.targets import TARGETS
from cardscan.vcard.write import write_vcards

FOLDER = Path(__file__).parent / "vcard"


@pytest.mark.parametrize("name", TARGETS)
def test_target(name: str) -> None:
    assert write_vcards(PEOPLE, TARGETS[name]).encode() == (FOLDER / f"{name}.vcf").read_bytes()


def test_csv() -> None:
    assert write_csv(PEOPLE).encode() == (FOLDER / "google.csv").read_bytes()


def write() -> None:
    for name, target in TARGETS.items():
        (FOLDER / f"{name}.vcf").write_bytes(write_vcards(PEOPLE, target).encode())
    (FOLDER / "google.csv").write_bytes(write_csv(PEOPLE).encode())


if __name__ == "__main__":
    write()

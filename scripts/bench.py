"""Measure card readers on photographs whose truth is known, and write docs/benchmark.md.

    make bench                                             60 photos of the held-back set, all yardsticks
    python scripts/bench.py --count 500 --seed 7           more of them
    python scripts/bench.py --set develop --readers cardscan --no-page
    python scripts/bench.py --program 'myscanner --json {photo}'
    python scripts/bench.py --predictions FILE.jsonl       one JSON a line: file, seconds, document
    python scripts/bench.py --layer text --count 2000      the parsers alone, on perfect text
    python scripts/bench.py --real FOLDER                  real photographs with a truth.json; only sums are written

The page keeps what stands outside of the parts written here. Predictions are kept beside the set; ``--again`` scores
them without reading anew.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import truths
from make_bench import ROOT, write_texts
from readers import run
from report import details, fields_by, photo_section, real_section, side_by_side, text_section, write_page
from score import score_contact
from tally import PhotoScore, Tally, by_kind, score_photo, tally
from truths import Row

YARDSTICKS = "cardscan,naive,tutorial,rapid"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def load(options: argparse.Namespace) -> tuple[list[Row], str, Path]:
    """Return the photos to read, a sentence on what they are, and where predictions are kept."""
    store = ROOT / "bench-data"
    if options.real:
        rows = truths.real(Path(options.real))[: options.count]
        return rows, f"{len(rows)} real photographs and scans of a folder given with `--real`.", store / "real"
    if options.set == "samples":
        rows = truths.samples(ROOT / "samples")[: options.count]
        return rows, f"The {len(rows)} photos of samples/.", store / "samples"
    folder = store / options.set
    if options.fresh or not (folder / "truth.jsonl").exists():
        from photoset import write_photos

        _say(f"making {options.count or 60} photos of the set {options.set}, seed {options.seed}")
        write_photos(options.set, options.seed, options.count or 60)
    rows = truths.generated(folder, options.count)
    cards = sum(len(row["cards"]) for row in rows)
    seeds = sorted({row["seed"] for row in rows})
    return (
        rows,
        f"Set `{options.set}`, seed {', '.join(map(str, seeds))}: {len(rows)} photos with {cards} cards.",
        folder,
    )


def predict(name: str, rows: Sequence[Row], kept: Path, *, again: bool) -> tuple[list[PhotoScore], int]:
    """Run a reader over the photos (or take what it told last time); return its scores and its peak memory in MB."""
    file = kept / f"predictions-{name.split(':', maxsplit=1)[0]}.jsonl"
    if again and file.exists():
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    else:
        lines, start = [], time.monotonic()
        for line in run(name, [row["file"] for row in rows]):
            lines.append(line)
            if len(lines) % 10 == 0:
                _say(f"{name}: {len(lines)} of {len(rows)}, {time.monotonic() - start:.0f} s")
        kept.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", "utf-8")
    peak = next((max(line["peak_mb"], line["children_mb"]) for line in lines if "peak_mb" in line), 0)
    told = {Path(line["file"]).name: line for line in lines if "file" in line}
    missing = {"error": "not read", "seconds": 0.0}
    return [score_photo(row, told.get(Path(row["file"]).name, missing)) for row in rows], peak


def cold_starts(rows: Sequence[Row], count: int) -> str:
    """Return a sentence on one scan from a cold start against the naive script, on the largest photos."""
    if not count:
        return ""
    largest = sorted(rows, key=lambda row: -row["width"] * row["height"])[:count]
    ratios, times = [], []
    for row in largest:
        spent = []
        for argv in (
            [str(Path(sys.executable).parent / "cardscan"), "scan", "--format", "json", row["file"]],
            [sys.executable, str(ROOT / "scripts" / "naive.py"), row["file"]],
        ):
            start = time.perf_counter()
            subprocess.run(argv, capture_output=True, check=False)
            spent.append(time.perf_counter() - start)
        ratios.append(spent[0] / spent[1])
        times.append(spent[0])
    pixels = largest[0]["width"] * largest[0]["height"] / 1e6
    return (
        f"From a cold start, on the {len(largest)} largest photos (up to {pixels:.0f} megapixels): one `cardscan scan` takes "
        f"{statistics.median(times):.2f} s, {statistics.median(ratios):.2f} times the naive script on the same photo (medians)."
    )


def measure_text(options: argparse.Namespace) -> str:
    """Score the parsers on perfect text; return the page's section."""
    from card_lines import lines_of

    from cardscan.document import contact_document
    from cardscan.parse import ParseOptions, understand

    name = options.set if options.set.startswith("texts-") else f"texts-{options.set}"
    file = ROOT / "bench-data" / f"{name}.jsonl"
    if options.fresh or not file.exists():
        _say(f"making {options.count or 1000} cards of the set {name}, seed {options.seed}")
        write_texts(name, options.seed, options.count or 1000)
    everything, kinds, countries, times = Tally(), {}, {}, []
    for line in file.read_text("utf-8").splitlines()[: options.count]:
        card: dict[str, Any] = json.loads(line)
        start = time.perf_counter()
        size = (float(card["size"][0]), float(card["size"][1]))
        found = contact_document(understand(lines_of(card), (), ParseOptions(card_size=size)))
        times.append(time.perf_counter() - start)
        besides = {**card["also_right"], "urls": truths.addresses_besides(card)}
        scored = score_contact(found, card["contact"], besides)
        for one in (
            everything,
            kinds.setdefault(card["card_kind"], Tally()),
            countries.setdefault(card["country"], Tally()),
        ):
            one.add_card(scored, card["text"])
    measured = f"Set `{name}`, seed {options.seed}: {everything.cards} cards as text with its places, no letter wrong. Median time {1000 * statistics.median(times):.1f} ms a card."
    return text_section({"all": everything, **dict(sorted(kinds.items()))}, dict(sorted(countries.items())), measured)


def measure_photos(options: argparse.Namespace) -> tuple[str, str]:
    """Run and score all readers; return the section's name and the section."""
    rows, measured, kept = load(options)
    names = [f"program:{options.program}"] if options.program else options.readers.split(",")
    scored: dict[str, list[PhotoScore]] = {}
    peaks: dict[str, int] = {}
    if options.predictions:
        told = {
            Path(line["file"]).name: line
            for line in map(json.loads, Path(options.predictions).read_text("utf-8").splitlines())
            if "file" in line
        }
        scored["predictions"] = [
            score_photo(row, {"seconds": 0.0, **told.get(Path(row["file"]).name, {"error": "not read"})})
            for row in rows
        ]
    else:
        for name in names:
            try:
                shown = name.split(":")[0]
                scored[shown], peaks[shown] = predict(name, rows, kept, again=options.again)
            except RuntimeError as error:
                _say(f"{name} left out: {error}")
    for name, photos in scored.items():
        print(
            f"\n{name}: {measured}\n"
            + fields_by({**by_kind(photos), "all": tally(photos)})
            + "\n"
            + details(tally(photos))
        )
    print("\n" + side_by_side(scored, peaks))
    if options.real:
        return "real", real_section(scored, peaks, measured)
    cold = cold_starts(rows, options.cold) if "cardscan" in scored else ""
    docs = None if options.no_page else Path(options.page).parent
    return "photographs", photo_section(scored, peaks, measured, docs, cold)


def main() -> None:
    """Parse the command line, measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--set", default="heldout", help="a set of make_bench.py, or samples; made when it is not there"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--count", type=int, help="how many (all that the set has; 60 photos or 1000 texts when it is made)"
    )
    parser.add_argument("--readers", default=YARDSTICKS, help="which programs, the first in full")
    parser.add_argument("--program", help="another program that prints the contract's JSON, with {photo} for the file")
    parser.add_argument("--predictions", help="score a file instead: one JSON a line with file and document")
    parser.add_argument("--real", metavar="FOLDER", help="real photographs with a truth.json")
    parser.add_argument("--layer", choices=("photo", "text"), default="photo")
    parser.add_argument("--cold", type=int, default=5, help="how many photos to read from a cold start (0: none)")
    parser.add_argument("--again", action="store_true", help="score the predictions of last time")
    parser.add_argument("--fresh", action="store_true", help="make the set anew")
    parser.add_argument("--page", default=str(ROOT / "docs" / "benchmark.md"))
    parser.add_argument("--no-page", action="store_true", help="print only")
    options = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    if options.layer == "text":
        name, section = "perfect text", measure_text(options)
        print(section)
    else:
        name, section = measure_photos(options)
    command = "scripts/bench.py " + " ".join(arg for arg in sys.argv[1:] if arg not in ("--again",))
    if options.real:
        command = command.replace(options.real, "FOLDER")
    if not options.no_page:
        write_page(Path(options.page), {name: f"{section}\n\n`{command.strip()}`"})
        _say(f"{options.page} written")


if __name__ == "__main__":
    main()

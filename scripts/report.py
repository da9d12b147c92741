"""The benchmark's tables and plots, as docs/benchmark.md shows them."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from causes import Cause
from score import FIELDS, reliability
from tally import PhotoScore, Tally, by_condition, by_country, by_kind, tally

mpl.use("Agg")
from matplotlib import pyplot as plt

TARGETS = {
    "scan": {"emails": 0.99, "phones": 0.99, "linkedin": 0.99, "urls": 0.98, "name": 0.98, "title": 0.95, "organization": 0.95, "addresses": 0.95},
    "ordinary": {"emails": 0.97, "phones": 0.97, "linkedin": 0.97, "urls": 0.96, "name": 0.95, "title": 0.9, "organization": 0.9, "addresses": 0.88},
    "hard": {"emails": 0.92, "phones": 0.92, "linkedin": 0.92, "urls": 0.9, "name": 0.9, "title": 0.82, "organization": 0.82, "addresses": 0.8},
}  # fmt: skip
READY = {"scan": 0.99, "ordinary": 0.95, "hard": 0.85}
LETTERS = {"scan": 0.995, "ordinary": 0.985, "hard": 0.96}
FEWEST = 3
"""Rows with fewer cards say nothing and are left out."""


def number(value: float | None, digits: int = 3) -> str:
    """Return a number for a table, an en dash for none."""
    return "–" if value is None else f"{value:.{digits}f}"


def share(value: float | None) -> str:
    """Return a share as a percentage."""
    return "–" if value is None else f"{100 * value:.1f} %"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _row(name: str, one: Tally) -> list[str]:
    return [
        name,
        str(one.cards),
        share(one.ready_share),
        number(one.f1()),
        *(number(one.f1(field)) for field in FIELDS),
        number(one.letter_rate),
    ]


HEAD = ["", "cards", "contact-ready", "F1 all", *FIELDS, "letters"]


def fields_by(groups: Mapping[str, Tally]) -> str:
    """Return a table with a row per group and a column per field (exact F1)."""
    return table(HEAD, [_row(name, one) for name, one in groups.items() if one.cards >= FEWEST or name in TARGETS])


def side_by_side(readers: Mapping[str, Sequence[PhotoScore]], peaks: Mapping[str, int]) -> str:
    """Return a table with a row per program; time as a multiple of the naive script's, photo by photo."""
    slow = {photo.row["file"]: photo.seconds for photo in readers.get("naive", ())}
    rows = []
    for name, photos in readers.items():
        one, kinds = tally(photos), by_kind(photos)
        ratios = [photo.seconds / slow[photo.row["file"]] for photo in photos if photo.row["file"] in slow]
        sure, told = one.sure()
        rows.append([
            name, number(one.f1()), number(one.f1(tolerant=True)), share(one.ready_share), *(share(kinds[kind].ready_share) for kind in kinds),
            number(one.letter_rate), number(one.calibration), share(sure), share(told),
            f"{statistics.median(photo.seconds for photo in photos):.2f} s", f"{statistics.median(ratios):.2f}" if ratios else "–", f"{peaks.get(name, 0)} MB",
        ])  # fmt: skip
    kinds = by_kind(next(iter(readers.values())))
    return table(
        [
            "",
            "F1 exact",
            "F1 tolerant",
            "ready",
            *(f"ready: {kind}" for kind in kinds),
            "letters",
            "ECE",
            "precision at ≥ 0.9",
            "told at ≥ 0.9",
            "median time",
            "× naive",
            "peak memory",
        ],
        rows,
    )


def engines_by_condition(readers: Mapping[str, Sequence[PhotoScore]]) -> str:
    """Return a table with a row per condition and two columns per program: exact F1 over all fields, and letters."""
    groups = {name: {**by_kind(photos), **by_condition(photos)} for name, photos in readers.items()}
    first = next(iter(groups.values()))
    rows = [
        [
            condition,
            str(one.cards),
            *(number(group[condition].f1()) for group in groups.values()),
            *(number(group[condition].letter_rate) for group in groups.values()),
        ]
        for condition, one in first.items()
        if one.cards >= FEWEST
    ]
    heads = [f"{what}: {name}" for what in ("F1", "letters") for name in groups]
    return table(["", "cards", *heads], rows)


def finding(groups: Mapping[str, Tally]) -> str:
    """Return a table of how well cards are found and turned."""
    rows = [
        [name, str(one.cards), share(one.corner_share), share(one.upright_share), share(one.count_share)]
        for name, one in groups.items()
        if one.cards >= FEWEST
    ]
    return table(["", "cards", "corner IoU ≥ 0.9", "upright", "number of cards right"], rows)


def targets(groups: Mapping[str, Tally]) -> str:
    """Return a table of each field by kind of photo, beside its target."""
    rows = []
    for field in FIELDS:
        row = [field]
        for kind in TARGETS:
            got, want = groups[kind].f1(field) if kind in groups else None, TARGETS[kind][field]
            row.append(
                f"{number(got)} ({'✓' if got is not None and got >= want else '✗' if got is not None else ' '} {want})"
            )
        rows.append(row)
    for label, wanted, value in (("contact-ready", READY, _ready), ("letters", LETTERS, _letters)):
        got = {kind: value(groups[kind]) if kind in groups else None for kind in TARGETS}
        rows.append(
            [
                label,
                *(
                    f"{number(got[kind])} ({'✓' if (got[kind] or 0) >= wanted[kind] else '✗'} {wanted[kind]})"
                    for kind in TARGETS
                ),
            ]
        )
    return table(["exact F1 (target)", *TARGETS], rows)


def _ready(one: Tally) -> float | None:
    return one.ready_share


def _letters(one: Tally) -> float | None:
    return one.letter_rate


def details(one: Tally) -> str:
    """Return what has no table: phone types, name parts, calibration."""
    sure, told = one.sure()
    types = one.types[0] / one.types[1] if one.types[1] else None
    parts = one.parts[0] / one.parts[1] if one.parts[1] else None
    return (
        f"Phone type right {share(types)} of the numbers found; given and family name right {share(parts)} of the names found. "
        f"Expected calibration error {number(one.calibration)}; precision {share(sure)} among the values told at ≥ 0.9, which are {share(told)} of all told."
    )


def failures(one: Tally, most: int = 20) -> str:
    """Return the most frequent failures: by kind of failure, with their causes and examples."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    causes: dict[tuple[str, str], Counter[Cause]] = {}
    for (field, told, right, cause), count in one.failures.items():
        what = "missed" if not told else "told where nothing is" if not right else "wrong"
        groups.setdefault((field, what), []).extend([(told, right)] * count)
        causes.setdefault((field, what), Counter())[cause] += count
    rows = []
    for (field, what), cases in sorted(groups.items(), key=lambda item: -len(item[1]))[:most]:
        shown = "; ".join(
            f"{_quoted(told)} for {_quoted(right)}" if what == "wrong" else _quoted(told or right)
            for told, right in cases[:3]
        )
        why = causes[field, what]
        rows.append([field, what, str(len(cases)), *(str(why[cause] or "") for cause in Cause), shown])
    return table(["field", "what", "times", *Cause, "for example"], rows)


def _quoted(text: str) -> str:
    return "“" + re.sub(r"[|\n]", "/", text)[:60] + "”"


# ---- plots


def plot_conditions(readers: Mapping[str, Sequence[PhotoScore]], path: Path) -> None:
    """Draw F1 over all fields by condition, a bar per program."""
    groups = {name: {**by_kind(photos), **by_condition(photos)} for name, photos in readers.items()}
    first = next(iter(groups.values()))
    names = [name for name, one in first.items() if one.cards >= FEWEST]
    figure, axes = plt.subplots(figsize=(10, 0.42 * len(names) * max(1, len(groups) / 2) + 1.4))
    thick = 0.8 / len(groups)
    for at, (reader, group) in enumerate(groups.items()):
        values = [group[name].f1() or 0 for name in names]
        axes.barh([row + at * thick for row in range(len(names))], values, thick, label=reader)
    axes.set_yticks(
        [row + 0.4 - thick / 2 for row in range(len(names))], [f"{name} ({first[name].cards})" for name in names]
    )
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("exact F1 over all fields (number of cards)")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(groups), frameon=False)
    _saved(figure, path)


def plot_reliability(one: Tally, path: Path) -> None:
    """Draw how often a value told at a confidence is right."""
    groups = reliability(one.told)
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    axes.plot([group[0] for group in groups], [group[1] for group in groups], marker="o")
    for confidence, right, count in groups:
        axes.annotate(str(count), (confidence, right), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set_xlabel("told confidence")
    axes.set_ylabel("share that is right")
    axes.set_title(f"expected calibration error {number(one.calibration)} ({len(one.told)} values)")
    _saved(figure, path)


PREPARING = ("find", "rectify", "sheet")
"""The stages that the design gives 250 ms: the card is found, set straight, turned, cleaned and its lines are set anew."""


def warm_times(photos: Sequence[PhotoScore]) -> str:
    """Tell how long a warm reading takes beside the engine's own recognition of the rectified card."""
    single = [photo for photo in photos if photo.engine_seconds and len(photo.row["cards"]) == 1]
    if not single:
        return ""
    preparing = [1000 * sum(photo.stages.get(stage, 0.0) for stage in PREPARING) for photo in single]
    loading = [1000 * photo.stages.get("load", 0.0) for photo in single]
    ratio = [photo.seconds / photo.engine_seconds for photo in single]
    without = [(photo.seconds - photo.stages.get("load", 0.0)) / photo.engine_seconds for photo in single]
    return (
        f"Warm, one thread, medians over the {len(single)} photos with one card: finding, rectifying, turning and cleaning "
        f"{statistics.median(preparing):.0f} ms (limit 250), after {statistics.median(loading):.0f} ms for decoding the "
        f"file; the whole scan {statistics.median(ratio):.2f} times the engine's own recognition of the rectified card "
        f"({statistics.median(without):.2f} without decoding; limit 2)."
    )


def plot_stages(photos: Sequence[PhotoScore], path: Path) -> None:
    """Draw the median time of each stage."""
    names = list(dict.fromkeys(stage for photo in photos for stage in photo.stages))
    values = [
        statistics.median(photo.stages.get(name, 0.0) for photo in photos if photo.stages) * 1000 for name in names
    ]
    figure, axes = plt.subplots(figsize=(8, 0.45 * len(names) + 1))
    axes.barh(names, values)
    axes.invert_yaxis()
    axes.set_xlabel("median time up to the end of the stage since the one before, ms")
    _saved(figure, path)


def _saved(figure: plt.Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)


# ---- the page


def photo_section(
    readers: Mapping[str, Sequence[PhotoScore]], peaks: Mapping[str, int], measured: str, docs: Path | None, cold: str
) -> str:
    """Return the page's part on photographs; the first reader is the one that is shown in full.

    Args:
        docs: Where the plots are written; None for none.
    """
    name, photos = next(iter(readers.items()))
    one, kinds = tally(photos), by_kind(photos)
    staged = any(photo.stages for photo in photos)
    if docs is not None:
        plot_conditions(readers, docs / "bench-conditions.png")
        plot_reliability(one, docs / "bench-reliability.png")
        if staged:
            plot_stages(photos, docs / "bench-stages.png")
    errors = [photo for photo in photos if photo.error]
    parts = [
        "## Photographs", measured, "### Side by side", side_by_side(readers, peaks), cold,
        f"### {name}: fields by kind of photo, with their targets", targets(kinds), details(one),
        "### Finding and turning", finding({**kinds, "all": one}),
        "### By condition", engines_by_condition(readers), fields_by(by_condition(photos)), finding(by_condition(photos)), "![exact F1 by condition](bench-conditions.png)",
        "### By country", fields_by(by_country(photos)),
        "### Is it as sure as it should be?", "![reliability](bench-reliability.png)",
        "### Where the time goes" if staged else "", warm_times(photos), "![time by stage](bench-stages.png)" if staged else "",
        f"### The most frequent failures ({len(errors)} photos of {len(photos)} gave an error)", failures(one),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def real_section(readers: Mapping[str, Sequence[PhotoScore]], peaks: Mapping[str, int], measured: str) -> str:
    """Return the page's part on real photographs: sums only, nothing of what the cards say."""
    rows = {name: tally(photos) for name, photos in readers.items()}
    first = next(iter(readers.values()))
    return "\n\n".join(
        ["## Real photographs", measured, fields_by(rows), side_by_side(readers, peaks), details(tally(first))]
    )


def text_section(cards: Mapping[str, Tally], countries: Mapping[str, Tally], measured: str) -> str:
    """Return the page's part on parsing perfect text."""
    one = next(iter(cards.values()))
    return "\n\n".join(
        [
            "## Parsing perfect text",
            measured,
            fields_by(cards),
            details(one),
            "### By country",
            fields_by(countries),
            "### The most frequent failures",
            failures(one),
        ]
    )


def write_page(path: Path, sections: Mapping[str, str]) -> None:
    """Write sections between their marks into the page; what stands outside of marks, and other sections, are kept."""
    page = path.read_text("utf-8") if path.exists() else INTRODUCTION
    for name, text in sections.items():
        start, end = f"<!-- {name}: written by scripts/bench.py -->", f"<!-- end of {name} -->"
        block = f"{start}\n\n{text}\n\n{end}"
        if start in page and end in page:
            page = page[: page.index(start)] + block + page[page.index(end) + len(end) :]
        else:
            page = page.rstrip("\n") + f"\n\n{block}\n"
    path.write_text(page, "utf-8")


INTRODUCTION = """# How good it is, measured

Every figure on this page is written by `make bench` (`scripts/bench.py --help` for more). The photographs and cards are
made by `scripts/make_bench.py`: invented people of 24 countries, and four more that only the held-back set has. The
held-back set shares no layout, no typeface and hardly any background with what cardscan was developed and fitted on,
and part of its names, companies, titles and streets are its own (`scripts/pools.py`).

What counts as right stands in `scripts/score.py`: *exact* after case, blanks and the dots of company forms are taken away;
addresses at a token F1 of 0.85. *Contact-ready*: name, all e-mails and all numbers right, and none too many. *Letters*: the
share of the printed fields' letters in the recognised text. The yardsticks: `naive` (Tesseract on the photo, regular
expressions), `tutorial` (largest four-point contour, threshold, Tesseract, the same expressions), `rapid` (RapidOCR on
the photo, the same expressions). They tell everything at the confidence that they have: 1, or RapidOCR's own score.
"""

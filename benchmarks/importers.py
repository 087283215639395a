"""How fast each list importer reads, and how much memory an import takes, beside a loop that only
walks the file.

    python benchmarks/importers.py [--megabytes 20] [--only us_ofac_csv,...]

The files are made from the samples in tests/samples/lists: the same records again and again, under
numbers of their own. The walk visits every element with its text and attributes (lxml), every cell
(csv), every row (openpyxl) or every line (json), and keeps nothing. Seconds of walk and read are
processor time, the best of three runs in one process, so that a busy machine does not blur the
ratio; import_s is wall time; memory is the peak of a process of its own that imports the file into
an empty workspace.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "tests" / "samples" / "lists"
# name: importer, sample file, element or pattern of a record, what makes the copies distinct
XML = {
    "us_ofac_xml": ("us_ofac", "ofac/sdn.xml", "sdnEntry", r"<uid>(10\d)</uid>"),
    "us_ofac_advanced": ("us_ofac", "ofac/sdn_advanced.xml", "DistinctParty", r'FixedRef="(10\d)"'),
    "uk_uksl_xml": (
        "uk_uksl",
        "uk/UK-Sanctions-List.xml",
        "Designation",
        r"<UniqueID>(\w+)</UniqueID>",
    ),
    "eu_fsf_xml": ("eu_fsf", "eu/fsf.xml", "sanctionEntity", r"(EU\.900\d\.\d\d)"),
    "un_sc_xml": (
        "un_sc",
        "un/consolidated.xml",
        "INDIVIDUAL",
        r"<REFERENCE_NUMBER>(\S+) ?</REFERENCE_NUMBER>",
    ),
    "ca_sema_xml": ("ca_sema", "ca/sema-lmes.xml", "record", r"<Item>(\d+)</Item>"),
    "ch_seco_xml": ("ch_seco", "ch/seco.xml", "target", r'<target ssid="(\d+)">'),
}
LINES = {
    "us_ofac_csv": ("us_ofac", "ofac/sdn.csv", r"^(\d+)", ","),
    "uk_uksl_csv": ("uk_uksl", "uk/UK-Sanctions-List.csv", r"((?:MYA|RUS)900\d)", ","),
    "eu_fsf_csv": ("eu_fsf", "eu/fsf.csv", r";(900\d);", ";"),
    "opensanctions_ftm": ("opensanctions", "opensanctions/entities.ftm.json", r'"(os-\d)"', ""),
    "opensanctions_csv": ("opensanctions", "opensanctions/targets.simple.csv", r'"(os-\d)"', ","),
}


def blocks(text: str, tag: str) -> tuple[str, str, str]:
    """Split a sample into what stands before, within and after its records."""
    first = re.search(rf"[ \t]*<{tag}[ >]", text)
    last = text.rindex(f"</{tag}>") + len(f"</{tag}>")
    assert first
    return text[: first.start()], text[first.start() : last] + "\n", text[last:]


def make_xml(target: Path, name: str, size: int) -> Path:
    """Write an XML list of about `size` bytes."""
    _, sample, tag, number = XML[name]
    before, body, after = blocks((SAMPLES / sample).read_text(encoding="utf-8"), tag)
    path = target / Path(sample).name
    with path.open("w", encoding="utf-8") as out:
        out.write(before)
        for copy in range(size // len(body.encode()) + 1):
            out.write(
                re.sub(
                    number,
                    lambda found, copy=copy: found[0].replace(found[1], f"{found[1]}{copy:06d}"),
                    body,
                )
            )
        out.write(after)
    return path


def make_lines(target: Path, name: str, size: int) -> Path:
    """Write a list of lines (CSV or JSON) of about `size` bytes."""
    _, sample, number, _ = LINES[name]
    text = (SAMPLES / sample).read_bytes().decode("utf-8").rstrip("\x1a")
    skip = {"uk_uksl_csv": 2, "eu_fsf_csv": 1, "opensanctions_csv": 1}.get(name, 0)
    lines = text.splitlines(keepends=True)
    head, body = "".join(lines[:skip]), "".join(lines[skip:])
    path = target / Path(sample).name
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(head)
        for copy in range(size // len(body.encode()) + 1):
            out.write(
                re.sub(
                    number,
                    lambda found, copy=copy: found[0].replace(found[1], f"{found[1]}{copy:06d}"),
                    body,
                    flags=re.MULTILINE,
                )
            )
    return path


def make_sheet(target: Path, rows: int) -> Path:
    """Write an Excel list in DFAT's old layout."""
    import xlsxwriter

    header = (
        "Reference,Name of Individual or Entity,Type,Name Type,Date of Birth,Place of "
        "Birth,Citizenship,Address,Additional Information,Listing Information,Committees,Control "
        "Date"
    )
    path = target / "regulation8_consolidated.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, header.split(","))
    for row in range(1, rows + 1):
        letter = "" if row % 3 == 1 else "ab"[row % 3 - 2]
        kind = "Primary Name" if not letter else "aka"
        sheet.write_row(
            row,
            0,
            [
                f"{(row - 1) // 3 + 1}{letter}",
                f"Example Person {row}",
                "Individual",
                kind,
                "a) 1 Mar. 1964 b) 1965",
                "Sample Town",
                "Myanmar",
                "1 Sample Street, Yangon",
                "Sample text " * 10,
                "Listed on: 5 Oct. 2018",
                "Autonomous (Myanmar)",
                "2024-09-19",
            ],
        )
    book.close()
    return path


def walk_xml(path: Path, tag: str) -> None:
    from lxml import etree

    with path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",)):
            element.text, element.items()
            if element.tag.endswith(tag):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def walk_csv(path: Path, delimiter: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter=delimiter):
            for cell in row:
                cell.strip()


def walk_json(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        for line in file:
            json.loads(line)


def walk_sheet(path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        for cell in row:
            str(cell)
    book.close()


def read_all(importer_name: str, path: Path) -> int:
    from sanctrack.lists.publishers import importer

    module = importer(importer_name)
    return sum(1 for _ in module.read(module.recognise([path])))


def best(work: Callable[[], object], runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


IMPORT = """
import resource, sys, time
from pathlib import Path
from sanctrack.lists import import_files
start = time.perf_counter()
outcome = import_files(Path(sys.argv[2]), sys.argv[1], [Path(sys.argv[3])], accept=True)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, outcome.version.info["entry_count"])
"""  # noqa: E501


def import_in_process(importer_name: str, path: Path, folder: Path) -> tuple[float, float, int]:
    """Return seconds, peak memory in MiB and entries of an import in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, importer_name, str(folder / "workspace"), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory, entries = done.stdout.split()
    return float(seconds), float(memory), int(entries)


def measure(name: str, megabytes: float) -> dict[str, object]:
    """Measure one importer."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        size = int(megabytes * 1e6)
        if name in XML:
            importer_name, path = XML[name][0], make_xml(target, name, size)
            walk = lambda: walk_xml(path, XML[name][2])  # noqa: E731
        elif name in LINES:
            importer_name, path = LINES[name][0], make_lines(target, name, size)
            delimiter = LINES[name][3]
            walk = (lambda: walk_csv(path, delimiter)) if delimiter else (lambda: walk_json(path))
        else:
            importer_name, path = "au_dfat", make_sheet(target, int(megabytes * 1000))
            walk = lambda: walk_sheet(path)  # noqa: E731
        real = path.stat().st_size / 1e6
        entries = read_all(importer_name, path)
        walked, read = best(walk), best(lambda: read_all(importer_name, path))
        seconds, memory, _ = import_in_process(importer_name, path, target)
    return {
        "importer": name, "MB": round(real, 1), "entries": entries, "walk_s": round(walked, 2),
        "read_s": round(read, 2), "ratio": round(read / walked, 1),
        "MB_per_s": round(real / read, 1), "entries_per_s": int(entries / read),
        "import_s": round(seconds, 1), "peak_MiB": int(memory),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    chosen = arguments.only.split(",") if arguments.only else [*XML, *LINES, "au_dfat_xlsx"]
    out = csv.writer(sys.stdout)
    for number, name in enumerate(chosen):
        row = measure(name, arguments.megabytes)
        if not number:
            out.writerow(row)
        out.writerow(row.values())
        sys.stdout.flush()


if __name__ == "__main__":
    main()

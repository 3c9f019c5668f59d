"""Makes a table in CSV of the first sheet of a workbook, as a process of its own; nothing of the academy is loaded.

Run as `python -I xlsx.py WORKBOOK TABLE`; answers {"rows": n} or {"problem": words}. A workbook can be made to unfold
without end, so memory is bounded here and time by whoever starts it.
"""

import csv
import json
import resource
import sys
from datetime import date, datetime

MOST_ROWS = 100_000
MOST_BYTES = 2 * 1024**3
UNREADABLE = "This workbook cannot be read. Open it, save it as XLSX or as CSV UTF-8, and bring that."
TOO_LONG = f"A workbook is taken up to {MOST_ROWS:,} rows. Save this one as CSV UTF-8, which may have up to 2 GB."
EMPTY = "The first sheet of this workbook is empty. Move the table there."


def cell_text(cell: object) -> str:
    """A cell as text that means one thing: 13, 8.5, 2026-09-30."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, 9))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def unfold(workbook: str, table: str) -> dict[str, str | int]:
    """Write the first sheet as CSV in UTF-8; how many rows there are below the heading, or what is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0)
        if sheet.end is None:
            return {"problem": EMPTY}
        below = sheet.end[0]
        if below > MOST_ROWS:
            return {"problem": TOO_LONG}
        with open(table, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            # Rows keep the numbers that they have in the workbook.
            for cells in sheet.to_python(skip_empty_area=False):
                writer.writerow([cell_text(cell) for cell in cells])
    except CalamineError:
        return {"problem": UNREADABLE}
    return {"rows": below}


def main() -> None:
    """Answer on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    sys.stdout.write(json.dumps(unfold(sys.argv[1], sys.argv[2])))


if __name__ == "__main__":
    main()

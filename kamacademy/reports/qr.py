"""A QR code as one path of an SVG, a unit to a module. Pure."""

from dataclasses import dataclass

# A fifth of the modules may be unreadable: paper gets folded.
ERROR_CORRECTION = "m"
QUIET_ZONE = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """`path` draws the dark modules; `size` is the side in modules with the quiet zone of ISO/IEC 18004 around."""

    path: str
    size: int


def qr_code(text: str) -> QrCode:
    """The code of a text, in runs of dark modules."""
    import segno

    rows = [list(row) for row in segno.make(text, error=ERROR_CORRECTION, micro=False).matrix]
    runs = [run for y, row in enumerate(rows) for run in dark_runs(row, y + QUIET_ZONE)]
    return QrCode("".join(runs), len(rows) + 2 * QUIET_ZONE)


def dark_runs(row: list[int], y: int) -> list[str]:
    """The dark modules of a row as rectangles of height 1."""
    found, x = [], 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            found.append(f"M{x + QUIET_ZONE} {y}h{end - x}v1h-{end - x}z")
        x = end + 1
    return found

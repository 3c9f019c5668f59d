"""Codes of certificates and the QR code that leads to them."""

import re

import segno

from kamacademy.reports.qr import QUIET_ZONE, qr_code
from kamacademy.reports.verification import CODES, LENGTH, SIGNS, code_from, shown, tidy_code


def test_a_code_has_sixteen_signs_that_nobody_confuses() -> None:
    assert code_from(0) == "A" * LENGTH
    assert code_from(31) == "BB" + "A" * (LENGTH - 2)
    assert code_from(CODES - 1) == "9" * LENGTH
    assert not set("01ILOU") & set(SIGNS)
    assert CODES == 30**16


def test_a_code_is_found_however_it_is_typed() -> None:
    assert shown("K7QF2M9AXB4TPW83") == "K7QF-2M9A-XB4T-PW83"
    assert tidy_code(" k7qf-2m9a xb4t-pw83\n") == "K7QF2M9AXB4TPW83"


def test_the_path_draws_exactly_the_dark_modules() -> None:
    address = "https://academy.example/verify/K7QF2M9AXB4TPW83"
    found, wanted = qr_code(address), segno.make(address, error="m", micro=False)
    dark = {
        (int(y) - QUIET_ZONE, column)
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", found.path)
        for column in range(int(x) - QUIET_ZONE, int(x) - QUIET_ZONE + int(width))
    }
    rows = [list(row) for row in wanted.matrix]
    assert dark == {(y, x) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert found.size == len(rows) + 8

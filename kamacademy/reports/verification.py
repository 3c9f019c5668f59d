"""The code by which anybody can look a certificate up: sixteen signs that nobody confuses. Pure."""

from kamacademy.wording import trimmed

SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH, GROUP = 16, 4


def code_from(number: int) -> str:
    """A code from a random number below 30^16, that is of about 78 bits."""
    signs = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)


CODES = len(SIGNS) ** LENGTH


def tidy_code(text: str) -> str:
    """A code as it is kept, however it was typed: capitals, no blanks, no hyphens."""
    return "".join((trimmed(text) or "").upper().replace("-", "").split())


def shown(code: str) -> str:
    """A code in groups of four: K7QF-2M9A-XB4T-PW83."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))

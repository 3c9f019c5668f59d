"""How far apart two who rate are, in levels and in words. Pure, and light: the scale itself is in `rating_scale`."""

LOGITS_A_LEVEL = 1.6
AMOUNTS = ("", "a quarter of a level", "half a level", "three quarters of a level", "one level")


def amount(levels: float) -> str:
    """A difference to the nearest quarter of a level, above one level to the nearest half; empty for hardly any."""
    size = abs(levels)
    if size < 1.125:
        return AMOUNTS[int(size * 4 + 0.5)]
    if size < 1.25:
        return AMOUNTS[-1]
    if size < 1.75:
        return "one and a half levels"
    return "two levels" if size < 2.25 else "more than two levels"


def side(levels: float) -> str:
    """Which way: above 0 is stricter."""
    return "stricter" if levels > 0 else "more lenient"

"""How each learner has grown, and the days on which somebody was there to see it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skill:
    """What a person shows of a competency at the beginning and today, in levels; `weight` is how often it is seen."""

    competency: str
    first: float
    now: float
    weight: float = 1.0

    def at(self, progress: float) -> float:
        """The level shown after a share of the time, 0 to 1."""
        return self.first + (self.now - self.first) * progress


@dataclass(frozen=True, slots=True)
class Growth:
    """A learner's skills, and how many days ago each visit was, the earliest first.

    `looked_at` are the numbers of indicators that a visit may be about, `sessions` those visits, counted from 0, on
    which the learner was watched coaching, and `setbacks` the visits and competencies that went less well than usual.
    The newest note may wait for its answer.
    """

    visits: tuple[int, ...]
    skills: tuple[Skill, ...]
    is_last_answered: bool = True
    looked_at: tuple[int, ...] = (1, 2, 3, 3, 4, 4, 5)
    sessions: frozenset[int] = frozenset()
    setbacks: frozenset[tuple[int, str]] = frozenset()


def skills(**levels: tuple[float, float] | tuple[float, float, float]) -> tuple[Skill, ...]:
    """Skills by competency: first, now, and weight if it is not 1."""
    return tuple(Skill(code, *values) for code, values in levels.items())


GROWTH = {
    "mira": Growth(
        (262, 241, 214, 178, 150, 121, 86, 47, 3),
        skills(
            C03=(2.2, 3.5, 3), C09=(2.0, 3.7, 2), C07=(1.8, 2.6, 2), C10=(2.4, 3.3, 2), C01=(2.4, 3.3, 1.6),
            C13=(2.5, 3.4, 1.4), C12=(2.8, 3.5, 1.4), C05=(1.9, 2.5, 0.7),
        ),
        is_last_answered=False,
        looked_at=(4, 4, 5),
    ),
    "jonas": Growth(
        (255, 222, 193, 160, 118, 74, 33),
        skills(
            C03=(1.8, 2.9, 2), C01=(1.9, 2.7, 2), C12=(2.6, 3.3, 2), C09=(1.9, 2.6), C13=(1.6, 2.3), C07=(1.8, 2.3),
        ),
    ),
    "priya": Growth(
        (259, 228, 196, 165, 130, 96, 60, 19),
        skills(
            C06=(3.0, 4.1, 2), C08=(2.7, 3.7, 2), C09=(3.2, 4.2, 2), C05=(2.9, 3.8, 1.5), C12=(3.5, 4.2, 1.5),
            C07=(3.0, 3.6),
        ),
    ),
    "leila": Growth((200, 139, 80, 26), skills(C10=(2.4, 3.4, 1.5), C13=(2.5, 3.3), C07=(1.9, 2.6))),
    "tom": Growth((9,), skills(C03=(1.4, 1.4), C12=(2.0, 2.0), C01=(1.6, 1.6))),
    "chiara": Growth(
        (250, 205, 163, 112, 66, 23),
        skills(C07=(3.0, 4.1, 2), C10=(3.3, 4.2, 2), C05=(3.0, 3.7), C09=(3.0, 3.6), C12=(3.4, 4.1)),
    ),
    "mateo": Growth(
        (257, 224, 188, 141, 105, 68, 29),
        skills(
            C03=(2.2, 3.4, 2), C07=(2.0, 3.2, 2), C09=(2.3, 3.3, 1.5), C10=(2.4, 3.2, 1.5), C12=(3.0, 4.0),
            C02=(2.0, 2.8),
        ),
        setbacks=frozenset({(6, "C03")}),
    ),
    "aisha": Growth(
        (248, 210, 170, 126, 83, 38, 12),
        skills(
            C06=(2.4, 3.2, 2), C08=(2.2, 3.0, 2), C09=(2.5, 3.3, 2), C05=(2.4, 3.2, 2), C12=(3.0, 3.6, 1.5),
        ),
    ),
    "owen": Growth((46, 31, 11), skills(C03=(1.3, 2.0, 2), C12=(1.8, 2.4), C01=(1.4, 1.9)), is_last_answered=False),
    "hana": Growth((152, 52), skills(C10=(2.4, 3.0), C13=(2.4, 2.8))),
    "ruben": Growth(
        (240, 182, 131, 74), skills(C07=(2.7, 3.4, 3), C10=(3.0, 3.6, 3), C09=(2.8, 3.4), C02=(2.6, 3.1))
    ),
    "daniel": Growth(
        (230, 140, 40), skills(C11=(2.9, 4.0, 3), C10=(3.0, 3.6), C05=(2.6, 3.2)), sessions=frozenset({1, 2})
    ),
    "ingrid": Growth((221, 133, 58, 16), skills(C11=(2.8, 3.6, 2), C10=(3.2, 3.8), C05=(3.0, 3.4), C13=(3.0, 3.6))),
    "helena": Growth((200, 71), skills(C11=(3.0, 3.8, 3), C10=(3.1, 3.7), C05=(3.0, 3.6)), sessions=frozenset({1})),
    "lukas": Growth(
        (251, 209, 158, 101, 47, 14), skills(C03=(2.3, 3.2, 2), C07=(2.0, 3.0, 2), C09=(2.2, 3.1), C10=(2.6, 3.3))
    ),
    "fatima": Growth(
        (256, 215, 172, 128, 77, 30), skills(C06=(2.9, 4.0, 2), C08=(2.8, 3.9, 2), C09=(3.1, 4.0, 2), C05=(2.7, 3.6))
    ),
    "noah": Growth((244, 176, 109, 41), skills(C03=(1.5, 2.6, 2), C01=(1.7, 2.5), C12=(2.4, 3.1), C10=(2.0, 2.8))),
    "mei": Growth((187, 94), skills(C10=(2.6, 3.3), C13=(2.4, 3.1), C07=(2.0, 2.5))),
    "elif": Growth(
        (238, 190, 136, 64, 22),
        skills(C07=(3.1, 3.9, 2), C10=(3.2, 4.2, 2), C11=(2.6, 3.3), C09=(3.0, 3.5)),
    ),
    "marcus": Growth((166,), skills(C11=(2.2, 3.0, 3), C10=(2.8, 3.2))),
    "sofia": Growth((223, 145, 68, 9), skills(C03=(2.0, 2.9, 2), C09=(2.1, 2.8), C07=(1.9, 2.7), C13=(2.2, 2.9))),
    "dmitri": Growth((233, 171, 107), skills(C03=(1.6, 2.0, 2), C01=(1.8, 2.1), C12=(2.5, 2.9))),
    "amara": Growth(
        (249, 203, 155, 99, 36), skills(C08=(2.6, 3.5, 2), C06=(2.7, 3.3, 2), C09=(2.9, 3.6), C12=(3.2, 3.8))
    ),
    "patrick": Growth((61,), skills(C10=(2.6, 2.9), C13=(2.3, 2.6))),
    "zoe": Growth((26, 8), skills(C03=(1.4, 1.8), C12=(2.0, 2.3), C01=(1.3, 1.7)), is_last_answered=False),
    "farid": Growth((180, 55), skills(C11=(3.2, 4.1, 3), C10=(3.4, 4.0), C13=(3.0, 3.5)), sessions=frozenset({1})),
    "julia": Growth((228, 162, 88, 17), skills(C04=(2.1, 2.9, 2), C03=(2.3, 3.0, 2), C07=(2.2, 2.9))),
    "kofi": Growth(
        (246, 194, 143, 92, 34),
        skills(C10=(3.4, 4.3, 2), C07=(3.2, 4.0, 2), C05=(3.0, 3.5), C12=(3.6, 4.1)),
    ),
    "ines": Growth((175, 82, 20), skills(C10=(2.8, 3.6), C07=(2.2, 2.7), C13=(2.7, 3.4))),
    "viktor": Growth(
        (253, 198, 149, 79, 27),
        skills(C06=(2.5, 3.4, 2), C09=(2.8, 3.7, 2), C08=(2.3, 3.2), C05=(2.5, 3.1)),
    ),
    "camille": Growth((192, 66), skills(C11=(2.7, 3.4, 3), C10=(2.9, 3.5)), sessions=frozenset({0})),
    "bruno": Growth((236, 169, 111, 53), skills(C07=(2.4, 3.3, 2), C03=(2.3, 3.1), C10=(2.5, 3.2), C01=(2.6, 3.3))),
    "rosa": Growth((217, 126, 56), skills(C03=(1.7, 2.4, 2), C01=(1.9, 2.4), C09=(1.5, 2.1))),
    "henrik": Growth(
        (240, 188, 133, 73, 24),
        skills(C08=(3.1, 4.1, 2), C09=(3.0, 3.9, 2), C06=(2.9, 3.7), C12=(3.5, 4.0)),
    ),
    "sana": Growth((104, 45), skills(C06=(2.8, 3.5), C05=(2.9, 3.6), C04=(2.6, 3.2))),
}  # fmt: skip

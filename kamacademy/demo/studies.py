"""Who worked through which module, since when, and how its check and its scenarios went. Pure."""

from dataclasses import dataclass
from enum import StrEnum

PROGRAMME = "account-management-mindset"
M01, M02, M03 = "m01-from-products-to-accounts", "m02-payers-pbms-and-formularies", "m03-providers-and-risk"
M04, M05 = "m04-oncology-and-specialty-models", "m05-rules-of-the-road"
M06 = "m06-reading-your-local-ecosystem"
CORRIDOR, KEEP_YOUR_SHARE, INVITATION = "m05-corridor", "m05-keep-your-share", "m05-the-invitation"


class Play(StrEnum):
    """How a run of a scenario went."""

    PASSED = "passed"
    STOPPED = "stopped"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Study:
    """A module worked through from so many days ago on.

    `failures` are checks not passed before the one that was; `passes` False ends after them. `lessons` None is all
    of them; otherwise so many, and of the next one question. The first check comes `check_days_ago`, or soon after
    the lessons; a pass that runs out is renewed `renewed_days_ago`. `plays` are runs of scenarios after the check.
    """

    module: str
    days_ago: int
    failures: int = 0
    passes: bool = True
    lessons: int | None = None
    check_days_ago: int | None = None
    renewed_days_ago: int | None = None
    plays: tuple[tuple[str, Play], ...] = ()


ALL_PASSED = tuple((one, Play.PASSED) for one in (CORRIDOR, KEEP_YOUR_SHARE, INVITATION))
STOPPED_FIRST = ((CORRIDOR, Play.STOPPED), *ALL_PASSED)
STUDIES = {
    "mira": (
        Study(M01, 214),
        Study(M02, 148),
        Study(
            M05, 78,
            plays=(
                (CORRIDOR, Play.PASSED),
                (KEEP_YOUR_SHARE, Play.STOPPED),
                (KEEP_YOUR_SHARE, Play.PASSED),
                (INVITATION, Play.BEGUN),
            ),
        ),
        Study(M03, 12, lessons=2),
    ),
    "jonas": (
        Study(M01, 250),
        Study(M03, 212, failures=1),
        Study(M05, 32, failures=1, passes=False, check_days_ago=1),
    ),
    "priya": (
        Study(M01, 258), Study(M03, 232), Study(M02, 204), Study(M05, 170, plays=ALL_PASSED), Study(M04, 118),
        Study(M06, 62),
    ),
    "leila": (Study(M01, 246), Study(M03, 220), Study(M05, 160, plays=ALL_PASSED), Study(M02, 134), Study(M04, 70)),
    "chiara": (
        Study(M01, 252), Study(M03, 228, failures=1), Study(M02, 207), Study(M05, 182, plays=ALL_PASSED),
        Study(M06, 97),
    ),
    "mateo": (
        Study(M01, 255, failures=1), Study(M03, 226), Study(M05, 140, failures=1, plays=STOPPED_FIRST),
        Study(M02, 102, failures=1), Study(M04, 21, lessons=3),
    ),
    "aisha": (Study(M01, 241), Study(M03, 215), Study(M02, 186), Study(M05, 122, plays=ALL_PASSED), Study(M06, 74)),
    "owen": (Study(M01, 44, failures=1, passes=False),),
    "hana": (Study(M01, 190), Study(M03, 92), Study(M05, 54, plays=((CORRIDOR, Play.STOPPED),))),
    "ruben": (Study(M01, 235), Study(M03, 88, passes=False)),
    "daniel": (
        Study(M01, 384), Study(M05, 370, plays=ALL_PASSED), Study(M03, 240), Study(M02, 216), Study(M04, 152),
        Study(M06, 109),
    ),
    "ingrid": (Study(M01, 416), Study(M05, 402, plays=ALL_PASSED), Study(M03, 243), Study(M02, 219), Study(M06, 114)),
    "nadia": (
        Study(M01, 418), Study(M05, 404, renewed_days_ago=31, plays=STOPPED_FIRST), Study(M03, 250), Study(M02, 237),
        Study(M04, 205), Study(M06, 180),
    ),
    "helena": (Study(M01, 248), Study(M02, 139)),
    "lukas": (Study(M01, 240), Study(M02, 203), Study(M03, 164), Study(M05, 118, plays=((CORRIDOR, Play.PASSED),))),
    "fatima": (Study(M01, 251), Study(M02, 224), Study(M03, 193), Study(M05, 151), Study(M04, 104), Study(M06, 58)),
    "noah": (Study(M01, 212, failures=1), Study(M02, 61)),
    "mei": (Study(M01, 230), Study(M02, 90)),
    "elif": (Study(M01, 245), Study(M02, 178, failures=1)),
    "marcus": (Study(M01, 229), Study(M05, 187, failures=1)),
    "sofia": (Study(M01, 221), Study(M02, 34, failures=1, passes=False)),
    "dmitri": (Study(M01, 190), Study(M02, 128, lessons=4)),
    "amara": (Study(M01, 239), Study(M03, 198), Study(M02, 158), Study(M04, 51)),
    "zoe": (Study(M01, 30),),
    "farid": (Study(M01, 254), Study(M02, 200)),
    "julia": (Study(M01, 233), Study(M02, 192), Study(M03, 137), Study(M04, 66)),
    "kofi": (Study(M01, 249), Study(M03, 215), Study(M02, 185), Study(M04, 126)),
    "ines": (Study(M01, 227), Study(M02, 166), Study(M03, 112), Study(M04, 46, failures=1)),
    "viktor": (Study(M01, 238), Study(M03, 184)),
    "camille": (Study(M01, 243), Study(M02, 217)),
    "bruno": (Study(M01, 225), Study(M02, 188)),
    "rosa": (Study(M01, 148), Study(M05, 43, lessons=3)),
    "henrik": (Study(M01, 242), Study(M02, 213), Study(M03, 176), Study(M06, 69)),
    "sana": (Study(M01, 141), Study(M02, 116), Study(M03, 15, lessons=1)),
}  # fmt: skip

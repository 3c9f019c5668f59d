"""Fernwick Therapeutics: who works there, in which team, and who coaches whom since when. Wholly fictional; pure."""

from dataclasses import dataclass

from kamacademy.access import Function
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole

COMPANY = "Fernwick Therapeutics"
# A few people try the academy first; everybody else begins when the teams are made anew.
PILOT_DAYS, DAYS_OF_HISTORY = 420, 270
NORLUND, CEDARMERE = "Norlund Health", "Cedarmere Oncology Network"
BRANNOCK, PRAIRIE = "St Brannock University Hospital", "Prairie Bend County Hospital"
KESTREL = "Kestrel Health Plan"

LEARNER, COACH = Function.LEARNER, Function.COACH


@dataclass(frozen=True, slots=True)
class Care:
    """A coach, by key, from so many days ago on."""

    coach: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the company. `role_days_ago` is when the job role began; `joined_days_ago` when the account did."""

    name: str
    job_role: JobRole
    functions: frozenset[Function]
    team: str | None = None
    accounts: tuple[str, ...] = ()
    care: tuple[Care, ...] = ()
    role_days_ago: int = DAYS_OF_HISTORY
    joined_days_ago: int = DAYS_OF_HISTORY
    promoted_to: JobRole | None = None
    promoted_days_ago: int = 0

    @property
    def key(self) -> str:
        """The first name in small letters."""
        return self.name.split()[0].lower()

    @property
    def email(self) -> str:
        """An address that no mail can reach: .example is reserved (RFC 2606)."""
        return f"{self.name.lower().replace(' ', '.')}@fernwick.example"

    @property
    def is_commercial(self) -> bool:
        """False for medical and nursing roles."""
        return self.job_role not in NON_COMMERCIAL

    def coach_at(self, days_ago: int) -> str:
        """Who coached the person so many days ago."""
        return [one.coach for one in self.care if one.days_ago >= days_ago][-1]


def cared_for(*relations: tuple[str, int]) -> tuple[Care, ...]:
    """Coaching relations, the earliest first."""
    return tuple(Care(coach, days) for coach, days in relations)


ALL, SINCE_FIRST, FROM_PILOT, JOINED_LATER = DAYS_OF_HISTORY, 180, PILOT_DAYS, 196
LEARNS, COACHES = frozenset({LEARNER}), frozenset({COACH, LEARNER})

COLLEAGUES = (
    Colleague(
        "Grace Thornton", JobRole.FM, frozenset({Function.ADMINISTRATOR}),
        role_days_ago=900, joined_days_ago=PILOT_DAYS,
    ),
    Colleague(
        "Nadia Petrova", JobRole.MK, frozenset({Function.LEARNING_TEAM, LEARNER}), None, (CEDARMERE,),
        role_days_ago=900, joined_days_ago=PILOT_DAYS,
    ),
    Colleague(
        "Samuel Adeyemi", JobRole.SL, frozenset({Function.LEADER, COACH}), None, (NORLUND,),
        role_days_ago=900, joined_days_ago=PILOT_DAYS,
    ),
    Colleague(
        "Daniel Okafor", JobRole.FM, COACHES, "North", (NORLUND,), cared_for(("samuel", FROM_PILOT)),
        role_days_ago=900, joined_days_ago=PILOT_DAYS,
    ),
    Colleague(
        "Ingrid Sole", JobRole.FM, COACHES, "South", (KESTREL,), cared_for(("samuel", FROM_PILOT)),
        role_days_ago=900, joined_days_ago=PILOT_DAYS,
    ),
    Colleague(
        "Astrid Moreau", JobRole.FM, COACHES, "South", (BRANNOCK,), cared_for(("samuel", JOINED_LATER)),
        role_days_ago=JOINED_LATER, joined_days_ago=JOINED_LATER,
    ),
    Colleague("Yusuf Demir", JobRole.MSL, frozenset({COACH}), "North", (NORLUND,)),
    Colleague(
        "Mira Halvorsen", JobRole.REP, LEARNS, "North", (NORLUND, PRAIRIE),
        cared_for(("samuel", ALL), ("daniel", SINCE_FIRST)), promoted_to=JobRole.SK, promoted_days_ago=66,
    ),
    Colleague(
        "Jonas Lindqvist", JobRole.REP, LEARNS, "North", (PRAIRIE, CEDARMERE),
        cared_for(("samuel", ALL), ("daniel", SINCE_FIRST)),
    ),
    Colleague(
        "Priya Raman", JobRole.BK, LEARNS, "North", (KESTREL, NORLUND),
        cared_for(("samuel", ALL), ("daniel", SINCE_FIRST)),
    ),
    Colleague("Leila Haddad", JobRole.MSL, LEARNS, "North", (NORLUND,), cared_for(("daniel", ALL))),
    Colleague(
        "Tom Whitaker", JobRole.REP, LEARNS, "North", (PRAIRIE,), cared_for(("daniel", 24)),
        role_days_ago=24, joined_days_ago=24,
    ),
    Colleague("Chiara Bellini", JobRole.AL, LEARNS, "North", (NORLUND, CEDARMERE), cared_for(("daniel", ALL))),
    Colleague(
        "Mateo Vargas", JobRole.SK, LEARNS, "South", (CEDARMERE, BRANNOCK), cared_for(("daniel", ALL), ("ingrid", 150))
    ),
    Colleague("Aisha Rahman", JobRole.BK, LEARNS, "South", (BRANNOCK, KESTREL), cared_for(("ingrid", ALL))),
    Colleague(
        "Owen Price", JobRole.REP, LEARNS, "South", (CEDARMERE,), cared_for(("ingrid", 58)),
        role_days_ago=58, joined_days_ago=58,
    ),
    Colleague("Hana Sato", JobRole.NAV, LEARNS, "South", (CEDARMERE,), cared_for(("ingrid", ALL))),
    Colleague("Ruben Cohen", JobRole.AL, LEARNS, "South", (KESTREL, BRANNOCK), cared_for(("ingrid", ALL))),
)  # fmt: skip
BY_KEY = {one.key: one for one in COLLEAGUES}

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
ALDER, TIDEWATER = "Alder Bay Clinics", "Tidewater Integrated Health"

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
        "Margaret Osei", JobRole.SL, frozenset({Function.LEADER, COACH}), None, (TIDEWATER,),
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
        cared_for(("samuel", ALL), ("daniel", SINCE_FIRST)), promoted_to=JobRole.SK,
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
    Colleague(
        "Helena Vogt", JobRole.FM, COACHES, "East", (TIDEWATER,), cared_for(("margaret", ALL)), role_days_ago=640
    ),
    Colleague("Lukas Meyer", JobRole.SK, LEARNS, "East", (TIDEWATER, ALDER), cared_for(("helena", ALL))),
    Colleague("Fatima Benali", JobRole.BK, LEARNS, "East", (TIDEWATER, KESTREL), cared_for(("helena", ALL))),
    Colleague("Noah Clarke", JobRole.REP, LEARNS, "East", (ALDER,), cared_for(("helena", ALL))),
    Colleague("Mei Chen", JobRole.MSL, LEARNS, "East", (TIDEWATER,), cared_for(("helena", ALL))),
    Colleague("Elif Kaya", JobRole.AL, LEARNS, "East", (TIDEWATER,), cared_for(("margaret", ALL), ("helena", 232))),
    Colleague("Marcus Bell", JobRole.FM, COACHES, "West", (PRAIRIE,), cared_for(("margaret", ALL)), role_days_ago=310),
    Colleague("Sofia Almeida", JobRole.SK, LEARNS, "West", (PRAIRIE, ALDER), cared_for(("marcus", ALL))),
    Colleague("Dmitri Volkov", JobRole.REP, LEARNS, "West", (PRAIRIE,), cared_for(("marcus", ALL))),
    Colleague("Amara Okeke", JobRole.BK, LEARNS, "West", (KESTREL, PRAIRIE), cared_for(("marcus", ALL))),
    Colleague(
        "Patrick Doyle", JobRole.NAV, LEARNS, "West", (PRAIRIE,), cared_for(("marcus", 96)),
        role_days_ago=1400, joined_days_ago=96,
    ),
    Colleague(
        "Zoe Martin", JobRole.REP, LEARNS, "West", (ALDER,), cared_for(("marcus", 40)),
        role_days_ago=40, joined_days_ago=40,
    ),
    Colleague(
        "Farid Nasser", JobRole.FM, COACHES, "Oncology", (CEDARMERE,), cared_for(("margaret", ALL)), role_days_ago=780
    ),
    Colleague("Julia Nowak", JobRole.SK, LEARNS, "Oncology", (CEDARMERE, BRANNOCK), cared_for(("farid", ALL))),
    Colleague("Kofi Mensah", JobRole.AL, LEARNS, "Oncology", (CEDARMERE,), cared_for(("farid", ALL))),
    Colleague("Ines Carvalho", JobRole.MSL, LEARNS, "Oncology", (CEDARMERE, BRANNOCK), cared_for(("farid", ALL))),
    Colleague("Viktor Larsen", JobRole.BK, LEARNS, "Oncology", (BRANNOCK, CEDARMERE), cared_for(("farid", ALL))),
    Colleague(
        "Camille Laurent", JobRole.FM, COACHES, "Access", (KESTREL,), cared_for(("margaret", ALL)), role_days_ago=520
    ),
    Colleague("Bruno Silva", JobRole.SK, LEARNS, "Access", (KESTREL, NORLUND), cared_for(("camille", ALL))),
    Colleague("Rosa Jimenez", JobRole.REP, LEARNS, "Access", (NORLUND,), cared_for(("camille", ALL))),
    Colleague("Henrik Dahl", JobRole.BK, LEARNS, "Access", (KESTREL,), cared_for(("ingrid", ALL), ("camille", 205))),
    Colleague("Sana Malik", JobRole.MK, LEARNS, "Access", (KESTREL, TIDEWATER), cared_for(("camille", 120)),
        role_days_ago=700, joined_days_ago=150,
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in COLLEAGUES}

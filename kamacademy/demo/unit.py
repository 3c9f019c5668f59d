"""Fernwick Community Care, the second business unit: who works there, in twenty teams. Wholly fictional; pure.

Nobody there has a password: their names fill lists and figures, and the demo prints no account of theirs.
"""

from collections.abc import Iterator

from kamacademy.access import Function
from kamacademy.demo.company import ALDER, COACHES, LEARNS, PRAIRIE, TIDEWATER, Colleague, cared_for
from kamacademy.people.job_roles import JobRole

UNIT_NAME = "Fernwick Community Care"
# After the pilot had begun, and before the first file with figures.
JOINED_DAYS_AGO = 416
HEAD = "Lasse Gudmund"
PLACES = (
    "Aldermoor", "Brackenford", "Coldwater", "Dunmere", "Eastholt", "Fallowfield", "Glenfallow", "Hartsea", "Ironmere",
    "Juniper Hill", "Kingsreach", "Larkhaven", "Millbrook", "Northwick Fen", "Oakenshaw", "Penrose", "Quarrydale",
    "Ravensmoor", "Stonecross", "Thornhollow",
)  # fmt: skip
# Members of a team beside its field manager, and what they do.
SIZES = (6, 5, 7, 6, 6, 5, 6, 7, 6, 6, 5, 6, 6, 7, 6, 5, 6, 6, 7, 6)
ROLES = (JobRole.REP, JobRole.SK, JobRole.REP, JobRole.BK, JobRole.SK, JobRole.REP, JobRole.AL)
NAMES = (
    "Olu Omondi", "Giulia Aoyama", "Elodie Vaidya", "Jiro Oyelaran", "Ciara Albrechtsen",
    "Darko Lazarov", "Obinna Oduya", "Parisa Palmgren", "Irfan Mackinnon", "Hamish Fujioka", "Nanami Sandoval",
    "Yara Narayan", "Matteo Ikeda", "Bente Andrade", "Isko Maldonado", "Efua Castellan", "Eirik Uchenna",
    "Nerys Dashiell", "Mireille Sahin", "Thandi Steenkamp", "Jalil Mikkelsen", "Sanjay Delacroix", "Adil Kordal",
    "Joao Dedeoglu", "Hedy Leclerc", "Ilan Haavisto", "Zuri Brightwater", "Aroha Whitlam", "Yael Lombardi",
    "Adaeze Chukwu", "Linh Haldane", "Njeri Rasmund", "Rania Valtonen", "Samir Marinescu", "Bogdan Quiroga",
    "Akira Ostrow", "Filip Ghorbani", "Ebba Eckhart", "Rohan Silvestri", "Salma Sharifi", "Marit Alvarado",
    "Dilara Boateng", "Tove Kaczmar", "Otis Kashani", "Moana Gunawar", "Vesna Nwosu", "Gaspar Nyberg",
    "Ulla Nakagawa", "Brigid Barzani", "Sefa Krasniq", "Zdenek Santhosh", "Emeka Galvez", "Javier Grabowski",
    "Alba Westergaard", "Florin Karlsund", "Ailsa Bjornsen", "Milos Corrigall", "Stelian Keating", "Noemi Pillai",
    "Kalani Ulvestad", "Neha Ibarra", "Hakan Fjellstad", "Callum Gaskell", "Uxia Cizmek", "Petrus Brankov",
    "Wafa Joubert", "Enzo Elmasri", "Ivana Ibekwe", "Freya Pretorius", "Mehmet Chaudhry", "Karim Zakaria",
    "Lidia Zivkovic", "Aparna Lachance", "Leandro Lindgaard", "Orhan Madaki", "Edda Atwell", "Zoltan Zabala",
    "Goran Langholm", "Jaak Parvizi", "Oksana Jaramillo", "Jadwiga Matsuda", "Faisal Nielsgaard", "Wei Vidmar",
    "Katya Salazar", "Jelena Adjoba", "Dalia Iyengar", "Lorenzo Bhalla", "Sigrun Lovric", "Tereza Moravec",
    "Anneli Danso", "Kenji Rudenko", "Zainab Rautio", "Greta Bellweather", "Yasin Asante", "Magda Drummore",
    "Pedro Mukherji", "Selin Hinterberg", "Asel Yamazaki", "Yui Hosokawa", "Minh Saarinen", "Vanja Sekibo",
    "Ewa Heikkinen", "Shirin Teixeira", "Tarek Kobayan", "Keanu Eriksholm", "Yves Tremblay", "Imre Tshabalala",
    "Esra Quartey", "Umar Toivonen", "Roksana Penhallow", "Khadija Solheim", "Aleksy Paakkonen", "Tadeo Arslan",
    "Amina Wojcik", "Haruka Kolesnik", "Siobhan Wanjiru", "Kwame Auclair", "Anders Jansma", "Lalita Bergmark",
    "Taiwo Verhoeven", "Ludmila Abernay", "Delia Thorvald", "Sunil Amsden", "Timo Kimathi", "Kirsi Endicott",
    "Rafaela Balogun", "Baraka Ekwueme", "Rhys Pacheco", "Cecile Gilchrist", "Janneke Bauwens", "Bilal Fontaine",
    "Reza Bandara", "Sadia Stavros", "Carys Ribeiro", "Anton Calderon", "Inaya Tavares", "Tuan Nguyenda",
    "Ayumi Ndiaye", "Nikhil Navarro", "Chidi Petkov",
)  # fmt: skip


def team_name(place: str) -> str:
    """What a team is called."""
    return f"Community {place}"


def unit() -> Iterator[Colleague]:
    """Its head, then team after team, each with its field manager first."""
    names = iter(NAMES)
    head = Colleague(
        HEAD, JobRole.SL, frozenset({Function.LEADER, Function.COACH}), role_days_ago=1500,
        joined_days_ago=JOINED_DAYS_AGO,
    )  # fmt: skip
    yield head
    for number, (place, size) in enumerate(zip(PLACES, SIZES, strict=True)):
        account = (PRAIRIE, ALDER, TIDEWATER)[number % 3]
        manager = Colleague(
            next(names), JobRole.FM, COACHES, team_name(place), (account,), cared_for((head.key, JOINED_DAYS_AGO)),
            role_days_ago=1200 + 7 * number, joined_days_ago=JOINED_DAYS_AGO,
        )  # fmt: skip
        yield manager
        for role in ROLES[:size]:
            yield Colleague(
                next(names), role, LEARNS, team_name(place), (account,), cared_for((manager.key, JOINED_DAYS_AGO)),
                role_days_ago=1000, joined_days_ago=JOINED_DAYS_AGO,
            )  # fmt: skip


UNIT = tuple(unit())
MEMBERS = tuple(one for one in UNIT if one.job_role in ROLES)

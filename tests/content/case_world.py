"""Who is who in the made-up world of lessons, questions, exercises, scenarios and rating cases.

A new person gets a line here. `test_case_world.py` holds the list against the files.
"""

from typing import NamedTuple

FERNWICK = "Fernwick"
NORLUND, CEDARMERE, BRANNOCK = "Norlund Health", "Cedarmere Oncology Network", "St Brannock University Hospital"
PRAIRIE_BEND, KESTREL, VALE = "Prairie Bend County Hospital", "Kestrel Health Plan", "Vale and Marsh"
ACCOUNTS = (NORLUND, CEDARMERE, BRANNOCK, PRAIRIE_BEND, KESTREL, VALE)


class Person(NamedTuple):
    """Somebody with a name: where they work, as what, and in which files they appear, as the beginnings of paths."""

    name: str
    house: str
    role: str
    files: tuple[str, ...]


T1 = "curricula/account-management-mindset"
V = "assessments/calibration/cases/v"
S = "assessments/scenarios/m"
ITEMS = "assessments/items/m"

PERSONS = (
    # Fernwick, in the lessons
    Person("Dana", FERNWICK, "account manager for Norlund and Prairie Bend", (f"{T1}/m01", f"{T1}/m03", f"{T1}/m05")),
    Person("Marcus Iden", FERNWICK, "account lead for Cedarmere", (f"{T1}/m01", f"{T1}/m10", f"{V}14")),
    Person("Ana", FERNWICK, "account manager for St Brannock", (f"{T1}/m03", f"{T1}/m05", f"{T1}/m07")),
    Person("Ruth", FERNWICK, "account manager for payers", (f"{T1}/m02", f"{T1}/m05", f"{T1}/m06", f"{T1}/m10")),
    Person("Noor", FERNWICK, "nurse educator", (f"{T1}/m06", f"{T1}/m09")),
    Person("Lia", FERNWICK, "medical science liaison", (f"{T1}/m05", f"{T1}/m07")),
    Person("Theo Renwick", FERNWICK, "regional marketing", (f"{T1}/m09", f"{S}05", f"{S}09", f"{S}10")),
    Person("Omar Quist", FERNWICK, "finance", (f"{T1}/m10", f"{S}10")),
    Person("Hedda Lunn", FERNWICK, "compliance", (f"{T1}/m10", f"{S}10")),
    # Fernwick, in scenarios
    Person("Gil Moran", FERNWICK, "regional sales director", (f"{S}05", f"{S}10")),
    Person("Mara", FERNWICK, "health economics", (f"{S}05",)),
    Person("Sela Orme", FERNWICK, "organises courses", (f"{S}09",)),
    Person("Idris", FERNWICK, "medical science liaison", (f"{S}09",)),
    # Fernwick, in the cases for raters
    Person("Runa Tveit", FERNWICK, "small-k key account manager", (f"{V}01",)),
    Person("Teo Marchbank", FERNWICK, "sales representative", (f"{V}02",)),
    Person("Nadira Quill", FERNWICK, "account lead for Norlund", (f"{V}03",)),
    Person("Nils Sorley", FERNWICK, "her manager", (f"{V}03",)),
    Person("Petra", FERNWICK, "colleague in the account team", (f"{V}03",)),
    Person("Dario Venn", FERNWICK, "field manager", (f"{V}04",)),
    Person("Lotte Ferrand", FERNWICK, "sales representative", (f"{V}04",)),
    Person("Kamila Orrell", FERNWICK, "big-K key account manager", (f"{V}05",)),
    Person("Hollis Verne", FERNWICK, "big-K key account manager", (f"{V}06",)),
    Person("Una Brask", FERNWICK, "field manager", (f"{V}06",)),
    Person("Wanda Ilves", FERNWICK, "small-k key account manager", (f"{V}07",)),
    Person("Ola", FERNWICK, "nursing", (f"{V}07",)),
    Person("Pim", FERNWICK, "medical", (f"{V}07",)),
    Person("Bastian Corley", FERNWICK, "account lead for St Brannock", (f"{V}08",)),
    Person("Tova", FERNWICK, "colleague in the account team", (f"{V}08",)),
    Person("Pavel", FERNWICK, "medical", (f"{V}08",)),
    Person("Juno Akerman", FERNWICK, "sales representative", (f"{V}09", f"{V}38", f"{V}42")),
    Person("Leonie Strand", FERNWICK, "big-K key account manager", (f"{V}10",)),
    Person("Ambrose Keel", FERNWICK, "big-K key account manager", (f"{V}11",)),
    Person("Helga Torvane", FERNWICK, "sponsor for Norlund", (f"{V}11",)),
    Person("Beatrix Lamont", FERNWICK, "field manager", (f"{V}12",)),
    Person("Iver", FERNWICK, "coach", (f"{V}12",)),
    Person("Saskia", FERNWICK, "coach", (f"{V}12",)),
    Person("Rika", FERNWICK, "coach", (f"{V}12",)),
    Person("Paul", FERNWICK, "representative", (f"{V}12",)),
    Person("Cosima Hartrell", FERNWICK, "account lead for Kestrel", (f"{V}13",)),
    Person("Oriel Banks", FERNWICK, "nurse navigator", (f"{V}14",)),
    Person("Ilse Varga", FERNWICK, "small-k key account manager", (f"{V}15",)),
    Person("Benno Roe", FERNWICK, "sales representative", (f"{V}16",)),
    Person("Tomas Ferro", FERNWICK, "small-k key account manager", (f"{V}17",)),
    Person("Mirela Stan", FERNWICK, "leads a team of four", (f"{V}18",)),
    Person("Ilka Moreth", FERNWICK, "small-k key account manager", (f"{V}19",)),
    Person("Joren Haske", FERNWICK, "account lead for St Brannock", (f"{V}20",)),
    Person("Sorrel Dane", FERNWICK, "on the way to small-k key account manager", (f"{V}21",)),
    Person("Emrys Vall", FERNWICK, "account lead for St Brannock", (f"{V}22",)),
    Person("Tamsin Brody", FERNWICK, "small-k key account manager", (f"{V}23",)),
    Person("Rafe Kerr", FERNWICK, "account lead for St Brannock", (f"{V}24",)),
    Person("Mirren", FERNWICK, "access", (f"{V}24",)),
    Person("Anouk Brill", FERNWICK, "sales representative", (f"{V}25",)),
    Person("Caspar Lindell", FERNWICK, "account lead for Cedarmere", (f"{V}26",)),
    Person("Davor Nemec", FERNWICK, "sales representative", (f"{V}27",)),
    Person("Elspeth Garrow", FERNWICK, "big-K key account manager", (f"{V}28",)),
    Person("Wilfred Anstey", FERNWICK, "her manager", (f"{V}28",)),
    Person("Fenella Rusk", FERNWICK, "small-k key account manager", (f"{V}29",)),
    Person("Gideon Maas", FERNWICK, "account lead for Norlund", (f"{V}30",)),
    Person("Isolde Pryce", FERNWICK, "small-k key account manager", (f"{V}31",)),
    Person("Jarek Holm", FERNWICK, "account lead for Cedarmere", (f"{V}32",)),
    Person("Dagny Foss", FERNWICK, "account lead for St Brannock", (f"{V}32",)),
    Person("Keziah Thorn", FERNWICK, "account lead for Prairie Bend", (f"{V}33",)),
    Person("Lorcan Fife", FERNWICK, "account lead for Kestrel", (f"{V}34",)),
    Person("Sunniva", FERNWICK, "medical", (f"{V}34",)),
    Person("Yannick", FERNWICK, "market access", (f"{V}34",)),
    Person("Delphine", FERNWICK, "looks after clinics", (f"{V}34",)),
    Person("Maeve Tolland", FERNWICK, "sales representative", (f"{V}35",)),
    Person("Perrin Ashgrove", FERNWICK, "sales representative", (f"{V}36",)),
    Person("Birgit", FERNWICK, "plays a ward manager", (f"{V}36",)),
    Person("Imogen", FERNWICK, "account manager for Vale and Marsh", (f"{V}37", f"{V}41")),
    Person("Hugh", FERNWICK, "field manager for Vale and Marsh", (f"{V}38", f"{V}41", f"{V}42")),
    Person("Thyra Lindqvale", FERNWICK, "small-k key account manager", (f"{V}39",)),
    Person("Ewan Birkmyre", FERNWICK, "sales representative", (f"{V}40",)),
    # Customers
    Person("Veda Lorne", BRANNOCK, "manages the infusion centre", (f"{V}20",)),
    Person("Signe Fenwright", BRANNOCK, "heads rheumatology", (f"{V}24",)),
    Person("Maris Tarrant", BRANNOCK, "looks after approvals and bills", (f"{V}27",)),
    Person("Osric Wendt", NORLUND, "leads a booking office", (f"{V}23",)),
    Person("Farah Denholm", VALE, "chief pharmacist of the board", (f"{S}05-uk",)),
    Person("Margit Hale", VALE, "chief finance officer of the board", (f"{S}05-uk",)),
    Person("Anil Marsden", VALE, "lead rheumatology consultant", (f"{T1}/m02-uk",)),
    Person("Col Prentiss", VALE, "finance director of a trust", (f"{S}05-uk",)),
    Person("Gwen Ashby", VALE, "heart-failure nurse lead", (f"{S}05-uk",)),
    Person("Dr Wen Talbot", VALE, "clinical director of a primary care network", (f"{S}05-uk",)),
    Person("Ijeoma Bright", VALE, "chief pharmacist of a trust", (f"{V}41",)),
    Person("Celia Ansley", NORLUND, "pharmacy director", (f"{S}05", f"{V}11")),
    Person("Orla Whitlock", NORLUND, "head of population health", (f"{S}05",)),
    Person("Imani Cole", NORLUND, "nurse lead", (f"{S}05",)),
    Person("Maud Ellery", NORLUND, "chief nursing officer", (f"{S}09",)),
    Person("Rowan Tice", NORLUND, "runs care coordination", (f"{S}09",)),
    Person("Oswin Pell", NORLUND, "runs the infusion centre", (f"{V}01",)),
    Person("Dr Fenn", NORLUND, "chair of the pharmacy and value committee", (f"{V}05",)),
    Person("Dr Lund", BRANNOCK, "votes on the pharmacy committee", (f"{ITEMS}05",)),
    Person("Ines Calloway", CEDARMERE, "chief operating officer", (f"{V}02",)),
    Person("Joan Abara", CEDARMERE, "manages the infusion clinic", (f"{S}07", f"{T1}/m07")),
    Person("Dr Hale", CEDARMERE, "doctor convinced for a year", (f"{ITEMS}01", f"{T1}/m04", f"{T1}/m10")),
    Person("Lena Brandvold", BRANNOCK, "rheumatologist", (f"{S}05",)),
    Person("Maren Tull", KESTREL, "contracting director", (f"{V}06",)),
    Person("Dr Osei", "not said", "doctor asked about a study", (f"{ITEMS}05",)),
    Person("Dr Reyes", "not said", "doctor who asks about a dose", (f"{ITEMS}05",)),
)

# Customers who are known by what they do. Each stands in a file that names the account too.
ROLES = (
    (NORLUND, "chief medical officer"), (NORLUND, "chief financial officer"), (NORLUND, "discharge nurse"),
    (NORLUND, "lead cardiologist"), (NORLUND, "head of care coordination"), (NORLUND, "rheumatology lead"),
    (NORLUND, "head of the data office"), (NORLUND, "hospital chief"), (NORLUND, "finance partner"),
    (CEDARMERE, "operations director"), (CEDARMERE, "scheduling lead"), (CEDARMERE, "medical director"),
    (CEDARMERE, "lung nurse"), (CEDARMERE, "finance lead"), (CEDARMERE, "billing lead"),
    (BRANNOCK, "head of rheumatology"), (BRANNOCK, "research finance lead"), (BRANNOCK, "head of contracts"),
    (BRANNOCK, "pharmacy committee chair"), (BRANNOCK, "head of surgery"),
    (PRAIRIE_BEND, "clinic nurse"), (PRAIRIE_BEND, "chief nurse"), (PRAIRIE_BEND, "chief of staff"),
    (PRAIRIE_BEND, "practice manager"),
    (KESTREL, "pharmacy director"), (KESTREL, "quality lead"), (KESTREL, "medical policy committee"),
    (VALE, "formulary pharmacist"), (VALE, "pathway manager"), (VALE, "finance analyst"),
)  # fmt: skip

"""How long a letter waits, and the name it carries."""

from datetime import timedelta

from kamacademy.mail.letter import message_id, next_try
from tests.world import NOW


def test_the_wait_grows_and_ends_after_five_tries() -> None:
    waits = [next_try(tries, NOW) for tries in range(1, 6)]
    minutes = [one and (one - NOW) / timedelta(minutes=1) for one in waits]
    assert minutes == [1, 5, 30, 180, None]


def test_a_letter_keeps_its_message_id_and_no_two_share_one() -> None:
    own = message_id(7, NOW, "KAM Academy <academy@fernwick.example>")
    assert own == "<letter-7-20261120093000@fernwick.example>"
    assert own == message_id(7, NOW, "KAM Academy <academy@fernwick.example>")
    assert own != message_id(8, NOW, "KAM Academy <academy@fernwick.example>")

"""How many people stand behind one document."""

from intertrata.identity.shared import ENOUGH, people


def test_slips_of_one_name_are_one_person():
    assert people([["KISPI", "MARIA"], ["KISPE", "MARIA"], ["KISPI", "MARTA", "MARIA"], ["KISPI"]]) == 1


def test_who_shares_one_name_of_two_is_another_person():
    assert people([["KISPI", "MARIA"], ["KISPI", "RUSA"]]) == 2


def test_who_shares_birth_and_address_is_one_person_whatever_the_name():
    assert people([["12345", "JR UNION", "KISPI", "MARIA"], ["12345", "JR UNION", "SUTU", "ANA"]]) == 1


def test_nobody_counts_further_than_enough():
    assert people([[f"{letter * 5}", f"{letter * 7}"] for letter in "ABCDEFGHIJKLM"]) == ENOUGH
    assert people([]) == 0

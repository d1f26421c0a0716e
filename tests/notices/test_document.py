"""docs/notices.md does what it says: its check of a signature accepts ours and nothing else, and it names every kind."""

import re
from pathlib import Path

import pytest

from intertrata.notices.judging import TRIES
from intertrata.notices.kinds import declared
from intertrata.notices.signature import headers, new_secret
from intertrata.vocabulary.records import record_types

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "notices.md").read_text(encoding="utf-8")
NOW, BODY = 1_795_521_600, b'{"type":"intertrata.test"}'


@pytest.fixture(scope="module")
def genuine():
    """What the page gives a receiver to check a message with."""
    held = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], held)
    return held["genuine"]


def signed(*secrets, at=NOW):
    return {name.lower(): value for name, value in headers(secrets, "m1", at, BODY).items()}


def test_what_we_sign_is_accepted_under_either_secret_while_two_hold(genuine):
    old, new = new_secret(), new_secret()
    for secret in (old, new):
        assert genuine(secret, signed(new, old), BODY, NOW + 10)


def test_what_is_not_ours_not_whole_or_not_of_now_is_not(genuine):
    ours = new_secret()
    assert not genuine(new_secret(), signed(ours), BODY, NOW)
    assert not genuine(ours, signed(ours), BODY + b" ", NOW)
    assert not genuine(ours, signed(ours) | {"webhook-id": "m2"}, BODY, NOW)
    assert not genuine(ours, signed(ours), BODY, NOW + 301)
    assert not genuine(ours, signed(ours, at=NOW + 301), BODY, NOW)
    assert not genuine(ours, {}, BODY, NOW)
    assert not genuine(ours, signed(ours) | {"webhook-timestamp": "ayer"}, BODY, NOW)


def test_the_page_names_every_kind_and_no_other():
    said = set(re.findall(r"`(\w+\.\w+)`", next(line for line in PAGE.splitlines() if line.startswith("| `type`"))))
    assert said == set(declared().kinds) | {"intertrata.test"}
    assert TRIES == 12
    assert "tried twelve times" in PAGE


def test_every_command_of_the_page_is_one():
    from intertrata.cli.on_notices import app, notices, subscriptions

    known = {f"subscriptions {one.name}" for one in subscriptions.registered_commands}
    known |= {f"notices {one.name}" for one in notices.registered_commands} | {one.callback.__name__ for one in app.registered_commands}
    typed = re.findall(r"^intertrata ((?:subscriptions|notices) \w+|\w+)", PAGE, re.MULTILINE)
    assert len(typed) > 6
    assert set(typed) <= known


def test_no_record_that_is_told_of_says_which_office_receives_it():
    """docs/notices.md says so, and why a subscription is not narrowed to an office; the day a record does, this fails."""
    for kind in declared().kinds.values():
        offices = [field.name for field in record_types()[kind.record_type].fields if "office" in field.name]
        assert set(offices) <= {"office"}, f"{kind.code}: {offices}"
    assert "and not to an office" in PAGE

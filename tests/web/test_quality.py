"""The page of quality: for whom it is worse, from what, and as JSON; without a name."""

import json

import pytest

from intertrata.identity.deciding import actions
from intertrata.identity.models import DoubtfulPair
from intertrata.identity.quality.queries import quality
from intertrata.identity.review.answers import Answer

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


def test_before_anybody_answered_the_page_says_that_it_is_the_models_belief(country, as_role):
    page = as_role("analyst").get("/personas/calidad/").content.decode()
    assert "lo que el modelo cree de sí mismo" in page
    assert "Entre RETA y SISTRA" in page
    assert "Menores de 18 años o en duda" in page
    assert "dudas/" not in page[page.index("<main") : page.index("</main>")], "an analyst decides nothing"


def test_an_answer_to_a_drawn_pair_is_counted_where_it_belongs(country, as_role):
    before = quality()
    drawn = DoubtfulPair.objects.filter(drawn=True, run=before.run).order_by("-stratum").first()
    actions.decide(
        drawn.record_a.hex, drawn.record_b.hex, answer=Answer.CANNOT_TELL, reason="too_little", by="revisora", purpose="identity_review"
    )
    unsure = quality()
    assert (unsure.answered, unsure.unsure, unsure.whole.reviewed) == (1, 1, 0)
    actions.decide(drawn.record_a.hex, drawn.record_b.hex, answer=Answer.SAME, reason="confirmed", by="revisora", purpose="identity_review")
    after = quality()
    assert (after.answered, after.unsure, after.whole.reviewed) == (1, 0, 1)
    assert {code for code, one in after.groups if one.reviewed} == set(drawn.groups)


def test_the_same_is_told_as_json(country, as_role):
    told = as_role("reviewer").get("/personas/calidad.json").json()
    assert told["whole"]["precision"]["low"] <= told["whole"]["precision"]["value"] <= told["whole"]["precision"]["high"]
    assert sum(records * many for records, many in told["sizes"]) == told["mentions"]
    assert json.loads(json.dumps(told)) == told

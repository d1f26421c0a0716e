"""Retraining on real databases: what counts, what is refused, which model links next, and the way back."""

import json
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from invented import ANA, ANA_AGAIN, EVA

from intertrata.access.log.models import Look
from intertrata.cli import main
from intertrata.identity import actions as identity
from intertrata.identity import queries
from intertrata.identity.models import Decision, DoubtfulPair, LinkRun, ModelChange
from intertrata.identity.retraining import actions
from intertrata.identity.retraining import queries as retraining
from intertrata.identity.review.answers import Answer
from intertrata.vocabulary.errors import Problem
from sights import ALL_KINDS

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]

AGREE = ["surnames:both_26", "given:both_same_8", "sex:same"]
DIFFER = ["surnames:both_26", "given:else", "birth:same_day", "sex:else"]


@pytest.fixture
def linked(received):
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN])
    return identity.link(by="prueba")


def answer(run, levels, said, *, times, drawn=True, by="revisora"):
    """Pairs of nobody's records, drawn in a run, with the answer of a reviewer."""
    for _ in range(times):
        a, b = sorted((uuid4(), uuid4()))
        DoubtfulPair.objects.create(run=run, record_a=a, record_b=b, probability=0.6, drawn=drawn, stratum="one:3", levels=levels)
        Decision.objects.create(at=timezone.now(), by=by, record_a=a, record_b=b, answer=said, reason="confirmed", drawn=drawn)


def reviewed(run, *, same=120, different=120):
    """Enough answers, which surprise the model; the real pairs of the run are too few to learn from."""
    held = LinkRun.objects.get(pk=run)
    held.figures["quality"]["pairs"].append(["one:3", "all", 900, 540.0])
    held.save()
    answer(run, AGREE, Answer.SAME, times=same)
    answer(run, DIFFER, Answer.DIFFERENT, times=different)


def refusal(deed, **more):
    with pytest.raises(Problem) as problem:
        deed(by="analista", **more)
    return problem.value


def test_nothing_is_learnt_before_anything_was_linked():
    assert refusal(actions.retrain).code == "retrain_link_first"


def test_too_few_answers_are_refused_and_counted_and_those_that_do_not_count_are_not(linked):
    reviewed(linked.run, same=100, different=15)
    answer(linked.run, AGREE, Answer.CANNOT_TELL, times=50)
    answer(linked.run, AGREE, Answer.SAME, times=150, drawn=False)
    problem = refusal(actions.retrain)
    assert problem.code == "retrain_too_little"
    assert problem.where == {"same": 100, "different": 15, "least": 200, "each": 20}


def test_answers_of_one_kind_only_are_too_little(linked):
    reviewed(linked.run, same=300, different=5)
    assert refusal(actions.retrain).code == "retrain_too_little"


def test_pairs_drawn_before_levels_were_kept_have_to_be_linked_again(linked):
    reviewed(linked.run)
    answer(linked.run, [], Answer.SAME, times=1)
    assert refusal(actions.retrain).code == "retrain_link_first"


def test_the_next_linkage_uses_what_was_learnt_and_people_are_found_by_it(linked):
    reviewed(linked.run)
    answer(linked.run, AGREE, Answer.CANNOT_TELL, times=3)
    done = actions.retrain(by="analista")
    assert (done.version, done.base, done.same, done.different, done.unsure, done.in_force) == ("pe-4+r1", "pe-4", 120, 120, 3, True)
    assert queries.last_run().model == "pe-4"
    held = retraining.in_force()
    assert (held.version, held.by, held.answers) == ("pe-4+r1", "analista", 240)
    trained = json.loads(retraining.file_of("pe-4+r1").read_text(encoding="utf-8"))["trained"]
    assert (trained["by"], trained["same"], trained["different"], trained["base"]) == ("analista", 120, 120, "pe-4")
    identity.link(by="prueba")
    assert queries.last_run().model == "pe-4+r1"
    (found,) = identity.find({"full_name": "Eva Sangama"}, by="prueba", purpose="identity_review", sight=ALL_KINDS)
    assert found.probability > 0.5
    assert Look.objects.filter(deed="retrain", account="analista", thing_id="pe-4+r1", found=240).count() == 1


def test_a_try_says_what_would_change_and_changes_nothing(linked):
    reviewed(linked.run)
    tried = actions.retrain(by="analista", try_only=True)
    assert not tried.in_force
    assert abs(tried.moved[0].after - tried.moved[0].before) > 0.2
    assert retraining.in_force().version == "pe-4"
    assert not ModelChange.objects.exists()
    done = actions.retrain(by="analista")
    assert (done.version, done.moved) == (tried.version, tried.moved)


def test_no_answer_counts_twice_however_often_they_are_learnt_from(linked):
    reviewed(linked.run)
    first, again = actions.retrain(by="analista"), actions.retrain(by="analista")
    assert (first.version, again.version) == ("pe-4+r1", "pe-4+r2")
    assert first.moved == again.moved
    assert retraining.named("pe-4+r1").weights == retraining.named("pe-4+r2").weights


def test_going_back_puts_the_products_model_in_force_and_is_in_the_log(linked):
    assert refusal(actions.go_back).code == "retrain_nothing_to_undo"
    reviewed(linked.run)
    actions.retrain(by="analista")
    assert actions.go_back(by="analista") == "pe-4"
    assert retraining.in_force().version == "pe-4"
    identity.link(by="prueba")
    assert queries.last_run().model == "pe-4"
    assert Look.objects.filter(deed="retrain_back", account="analista").count() == 1


def test_a_model_whose_file_was_changed_links_nothing(linked):
    reviewed(linked.run)
    actions.retrain(by="analista")
    path = retraining.file_of("pe-4+r1")
    path.write_text(path.read_text(encoding="utf-8").replace('"threshold": 0.4', '"threshold": 0.1'), encoding="utf-8")
    assert refusal(identity.link).code == "model_damaged"
    path.unlink()
    assert refusal(identity.link).code == "model_damaged"
    actions.go_back(by="analista")
    identity.link(by="prueba")


def test_a_file_without_its_row_is_no_model(linked):
    reviewed(linked.run)
    left = retraining.file_of("pe-4+r1")
    left.parent.mkdir(exist_ok=True)
    left.write_text("half a model", encoding="utf-8")
    assert retraining.in_force().version == "pe-4"
    with pytest.raises(Problem, match="model_unknown"):
        retraining.named("pe-4+r1")
    assert actions.retrain(by="analista").version == "pe-4+r1"
    assert retraining.current().version == "pe-4+r1"


def test_what_was_learnt_from_an_older_products_model_is_not_in_force():
    ModelChange.objects.create(at=timezone.now(), by="analista", version="pe-1+r4", base="pe-1", sha256="0" * 64)
    assert retraining.in_force().version == "pe-4"
    assert retraining.current().version == "pe-4"


def test_models_of_the_house_stand_under_the_state_folder():
    assert retraining.file_of("pe-4+r1").is_relative_to(settings.VAR)


@pytest.fixture
def say(capsys, monkeypatch):
    """Give a command line to the terminal: exit code, standard output, standard error."""

    def said(*words):
        monkeypatch.setattr("sys.argv", ["intertrata", "retrain", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        heard = capsys.readouterr()
        return ended.value.code or 0, heard.out, heard.err

    return said


def test_the_command_refuses_with_how_many_there_are_and_where_to_answer(linked, say):
    code, out, err = say()
    assert (code, out) == (2, "")
    assert "Hay 0 respuestas" in err
    assert "/personas/dudas/" in err
    assert "Traceback" not in err


def test_the_command_tries_learns_and_goes_back(linked, say):
    reviewed(linked.run)
    code, out, _ = say("--dry-run")
    assert code == 0
    assert "nada cambió" in out
    assert "birth:same_day" in out
    code, out, _ = say("--json")
    assert (code, json.loads(out)["version"], json.loads(out)["in_force"]) == (0, "pe-4+r1", True)
    assert say("--dry-run", "--back")[0] == 2
    assert "pe-4" in say("--back")[1]
    code, _, err = say("--back", "--json")
    assert code == 2
    assert "nada que deshacer" in err
    say()
    assert json.loads(say("--back", "--json")[1]) == {"in_force": "pe-4"}

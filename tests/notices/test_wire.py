"""One message over a real wire: what is taken, what is refused, what a hostile receiver can do with it."""

import logging
import socket
import threading

import pytest
from receivers import HERE, NAME, Authority, Receiver, serving

from intertrata.notices import wire
from intertrata.notices.judging import Outcome
from intertrata.notices.wire import Wire
from intertrata.vocabulary.errors import Problem


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def line(authority):
    """A way out that finds every name on this machine, as a trial's may."""
    return Wire(local=True, authorities=str(authority.file), resolve=lambda host, port: [HERE])


def sent(line, url, body=b'{"type":"intertrata.test"}'):
    return line.send(url, {"webhook-id": "m1", "Content-Type": "application/json"}, body)


def test_a_message_arrives_with_its_name_its_path_and_its_body_over_tls(line, authority):
    with serving(Receiver(), certificate=authority.certificate(NAME), name=NAME) as receiver:
        assert sent(line, receiver.url) == Outcome(204)
    ((headers, body),) = receiver.got
    assert headers["host"] == f"{NAME}:{receiver.port}"
    assert headers["path"] == "/avisos?clave=secreta"
    assert (headers["webhook-id"], headers["user-agent"], body) == ("m1", "intertrata", b'{"type":"intertrata.test"}')


def test_a_certificate_of_another_name_or_of_nobody_known_gets_nothing(line, authority, tmp_path):
    with serving(Receiver(), certificate=authority.certificate("otro.example"), name=NAME) as receiver:
        assert sent(line, receiver.url) == Outcome(why="tls")
        assert receiver.got == []
    with serving(Receiver(), certificate=authority.certificate(NAME), name=NAME) as receiver:
        assert sent(Wire(local=True, resolve=line.resolve), receiver.url) == Outcome(why="tls")
        assert receiver.got == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status, line):
    with serving(Receiver()) as inner, serving(Receiver(status)) as receiver:
        receiver.headers = {"Location": inner.url}
        assert sent(line, receiver.url) == Outcome(status, "redirect")
        assert inner.got == []
        assert len(receiver.got) == 1


def test_no_proxy_of_the_environment_is_asked(line, monkeypatch):
    with serving(Receiver()) as proxy, serving(Receiver()) as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{HERE}:{proxy.port}")
        assert sent(line, receiver.url).taken
        assert proxy.got == []


def test_a_name_that_answers_otherwise_the_second_time_changes_nothing(authority):
    """DNS rebinding: what was checked is what is connected to, and the name is asked once."""
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return [HERE] if len(asked) == 1 else ["10.0.0.1"]

    with serving(Receiver(), certificate=authority.certificate(NAME), name=NAME) as receiver:
        assert sent(Wire(local=True, authorities=str(authority.file), resolve=rebinding), receiver.url).taken
    assert asked == [NAME]


@pytest.mark.parametrize("local", [False, True])
def test_an_inner_address_is_never_connected_to(local, monkeypatch):
    def no_socket(*_words, **_named):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", no_socket)
    for inner in ("10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"):
        told = Wire(local=local, resolve=lambda host, port, inner=inner: [inner]).send("https://avisos.example/", {}, b"{}")
        assert told == Outcome(why="address")


def test_this_machine_is_told_only_where_the_setting_says_so(authority):
    with serving(Receiver(), certificate=authority.certificate(NAME), name=NAME) as receiver:
        closed = Wire(authorities=str(authority.file), resolve=lambda host, port: [HERE])
        assert sent(closed, receiver.url) == Outcome(why="address")
        assert sent(closed, receiver.url.replace("https", "http")) == Outcome(why="address")
        assert receiver.got == []


def test_where_the_first_address_does_not_answer_the_second_is_tried(line):
    with serving(Receiver()) as receiver:
        several = Wire(local=True, resolve=lambda host, port: ["::1", "127.0.0.2", HERE])
        assert sent(several, receiver.url).taken


def test_where_nobody_listens_it_says_so(line):
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    assert sent(line, f"http://{HERE}:{port}/") == Outcome(why="connection")


def test_who_does_not_answer_in_time_is_left(line):
    release = threading.Event()
    with serving(Receiver(answer=lambda handler: release.wait(20))) as receiver:
        hasty = Wire(local=True, resolve=line.resolve, read=0.05)
        assert sent(hasty, receiver.url) == Outcome(why="time")
        release.set()


def test_who_answers_a_byte_at_a_time_is_cut_off_after_a_while(line):
    """Each byte comes in time; the whole does not."""
    release = threading.Event()

    def drip(handler):
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not release.wait(0.01):
                handler.wfile.write(b"X")
        except OSError:
            release.set()

    with serving(Receiver(answer=drip)) as receiver:
        assert sent(Wire(local=True, resolve=line.resolve, whole=0.2), receiver.url) == Outcome(why="time")
        assert release.wait(20), "the connection was not cut"


def test_who_drips_a_handshake_is_cut_off_too(authority):
    """A server that speaks no TLS and says nothing holds a turn no longer than any other."""
    with socket.create_server((HERE, 0)) as silent:
        silent_line = Wire(local=True, resolve=lambda host, port: [HERE], connect=20, whole=0.2)
        assert sent(silent_line, f"https://{NAME}:{silent.getsockname()[1]}/") == Outcome(why="time")


def test_who_is_cut_off_before_there_is_a_connection_is_late_too():
    one = wire._Plain(HERE, 1)
    one.cut()
    one.let_go()
    assert one.too_long


def test_a_body_without_end_is_not_read(line):
    over = threading.Event()

    def endless(handler):
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            over.set()

    with serving(Receiver(answer=endless)) as receiver:
        assert sent(line, receiver.url) == Outcome(200)
        assert over.wait(20)


@pytest.mark.parametrize(
    "answer", [b"no es HTTP\r\n\r\n", b"", b"HTTP/1.1 999999 X\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"]
)
def test_an_answer_that_is_none_is_a_lost_connection(answer, line):
    def nonsense(handler):
        handler.wfile.write(answer)

    with serving(Receiver(answer=nonsense)) as receiver:
        assert sent(line, receiver.url) == Outcome(why="connection")


def test_a_wait_that_is_asked_for_is_told_as_written(line):
    with serving(Receiver(429, {"Retry-After": "120"})) as receiver:
        assert sent(line, receiver.url) == Outcome(429, "", "120")


def test_nothing_of_an_address_is_said_aloud(line, caplog):
    def odd(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nsin-dos-puntos\r\n\r\n")

    with caplog.at_level(logging.DEBUG), serving(Receiver(answer=odd)) as receiver:
        sent(line, receiver.url)
    assert "secreta" not in caplog.text


def test_an_address_that_became_unlawful_since_is_not_sent_to(line):
    assert sent(line, "ftp://avisos.example/") == Outcome(why="address")


def test_authorities_that_cannot_be_read_are_a_problem(tmp_path):
    (tmp_path / "nada.pem").write_text("nada")
    for file in ("nada.pem", "falta.pem"):
        with pytest.raises(Problem) as caught:
            Wire(authorities=str(tmp_path / file))
        assert caught.value.code == "notices_authorities"

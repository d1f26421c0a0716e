"""Where a notice may go: the table of addresses that a server must never be made to call."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.notices.destination import LONGEST, Unreachable, addresses, outside, place, system_resolver
from intertrata.vocabulary.errors import Problem

INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "4000::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "190.12.64.1", "1.1.1.1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2800:200::1"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_of_the_open_network_is_refused(address):
    assert not outside(ipaddress.ip_address(address))
    with pytest.raises(Unreachable) as caught:
        addresses(place("https://avisos.example/"), lambda host, port: [address])
    assert caught.value.why == "address"


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_of_the_open_network_is_not(address):
    assert addresses(place("https://avisos.example/"), lambda host, port: [address]) == [address]


@given(st.ip_addresses())
def test_what_the_language_calls_private_is_never_outside(address):
    assert not (outside(address) and (address.is_private or address.is_loopback or address.is_link_local or address.is_multicast))


@pytest.mark.parametrize("inner", ["10.0.0.1", "::1"])
def test_one_inner_address_among_public_ones_refuses_them_all(inner):
    with pytest.raises(Unreachable):
        addresses(place("https://avisos.example/"), lambda host, port: ["8.8.8.8", inner])


@pytest.mark.parametrize(
    "written", ["localhost", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1."]
)
def test_this_machine_is_refused_however_it_is_written(written):
    with pytest.raises(Unreachable):
        addresses(place(f"https://{written}/"), system_resolver)


def test_addresses_of_ipv4_come_first_and_each_once():
    found = addresses(place("https://avisos.example/"), lambda host, port: ["2606:4700:4700::1111", "8.8.8.8", "1.1.1.1", "8.8.8.8"])
    assert found == ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111"]


@pytest.mark.parametrize("answer", [OSError("no such name"), UnicodeError("too long")])
def test_a_name_that_does_not_resolve_is_said_to_be_so(answer):
    def resolve(host, port):
        raise answer

    with pytest.raises(Unreachable) as caught:
        addresses(place("https://avisos.example/"), resolve)
    assert caught.value.why == "name"


def test_a_name_without_addresses_is_no_place():
    with pytest.raises(Unreachable) as caught:
        addresses(place("https://avisos.example/"), lambda host, port: [])
    assert caught.value.why == "name"


@pytest.mark.parametrize("url", [
    "http://avisos.example/", "ftp://avisos.example/", "file:///etc/passwd", "gopher://avisos.example/", "//avisos.example/", "avisos.example",
    "https://", "https:///a", "https://yo:clave@avisos.example/", "https://yo@avisos.example/", "https://avisos.example/#a", "https://avisos.example:22/",
    "https://avisos.example:80/", "https://avisos.example:0/", "https://avisos.example:99999/", "https://avisos.example:x/", "https://avisos.example/ a",
    "https://avisos.example/\r\nX: y", "https://avisos.example\\@10.0.0.1/", "https://[::1/", "https://avisos.example/" + "a" * LONGEST, "https://año.example/",
    "https://avisos.example/año", "",
])  # fmt: skip
def test_what_is_no_https_address_for_this_is_refused(url):
    with pytest.raises(Problem) as caught:
        place(url)
    assert caught.value.code == "subscription_url"


@pytest.mark.parametrize(("url", "host", "port", "target", "header"), [
    ("https://avisos.example", "avisos.example", 443, "/", "avisos.example"),
    ("https://Avisos.Example:443/a?b=c", "avisos.example", 443, "/a?b=c", "avisos.example"),
    ("https://avisos.example:8443/a", "avisos.example", 8443, "/a", "avisos.example:8443"),
    ("https://[2606:4700::1]:8443/", "2606:4700::1", 8443, "/", "[2606:4700::1]:8443"),
])  # fmt: skip
def test_an_address_is_taken_apart(url, host, port, target, header):
    one = place(url)
    assert (one.host, one.port, one.target, one.header) == (host, port, target, header)


def test_http_is_for_trials_on_this_machine_only():
    to = place("http://127.0.0.1:8080/a", local=True)
    assert addresses(to, lambda host, port: ["127.0.0.1"], local=True) == ["127.0.0.1"]
    for elsewhere in (["8.8.8.8"], ["127.0.0.1", "8.8.8.8"], ["10.0.0.1"]):
        with pytest.raises(Unreachable):
            addresses(to, lambda host, port, told=elsewhere: told, local=True)

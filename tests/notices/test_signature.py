"""The signature against the reference of the standard, computed apart."""

import base64
import hashlib
import hmac

from intertrata.notices.signature import PREFIX, SECRET_BYTES, headers, new_secret, signature

# The reference of the standard's own libraries (standard-webhooks, tests of every language).
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_signature_is_that_of_the_reference():
    assert signature(SECRET, MESSAGE, AT, BODY) == SIGNED
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    apart = hmac.new(key, b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + BODY, hashlib.sha256)
    assert base64.b64encode(apart.digest()).decode() == SIGNED[3:]


def test_while_two_secrets_hold_both_sign_the_newest_first():
    other = new_secret()
    told = headers([other, SECRET], MESSAGE, AT, BODY)
    assert told == {
        "webhook-id": MESSAGE, "webhook-timestamp": str(AT), "webhook-signature": f"{signature(other, MESSAGE, AT, BODY)} {SIGNED}",
        "Content-Type": "application/json",
    }  # fmt: skip


def test_a_secret_is_thirty_two_random_bytes():
    one, other = new_secret(), new_secret()
    assert one != other
    assert one.startswith(PREFIX)
    assert len(base64.b64decode(one.removeprefix(PREFIX), validate=True)) == SECRET_BYTES

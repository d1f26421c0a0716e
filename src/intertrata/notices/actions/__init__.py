"""The deeds of the room: subscribe an institution, change or end that; read what came, and send what is due.

In: who acts. Out: rows, messages, a row of the log for each change of a subscription and each notice that could not be sent.
"""

from intertrata.notices.actions.delivering import Delivered, deliver, retry, try_out
from intertrata.notices.actions.subscribing import Made, resume, revoke, rotate, subscribe

__all__ = ["Delivered", "Made", "deliver", "resume", "retry", "revoke", "rotate", "subscribe", "try_out"]

"""The door of the registers to write: receive deliveries, enter one record, sweep what a crash left, give refused rows back, verify.

In: files of institutions, records as a person or a system enters them. Out: receipts. Each deposit stands whole or not at all: sealed
as it came, vault rows, main rows nobody sees yet, and one closing commit (DESIGN.md law 6).
"""

from intertrata.registers.actions.amending import amend, open_identity
from intertrata.registers.actions.drafting import Draft, drafts, forget_draft, open_draft, save_draft
from intertrata.registers.actions.entering import enter, open_entry
from intertrata.registers.actions.receiving import Step, receive
from intertrata.registers.actions.sweeping import sweep, write_numbers_anew
from intertrata.registers.actions.verifying import keys_fit, return_refused, verify
from intertrata.registers.receipts import Entered, OpenedEntry, Receipt, Verified

__all__ = [
    "Draft",
    "Entered",
    "OpenedEntry",
    "Receipt",
    "Step",
    "Verified",
    "amend",
    "drafts",
    "enter",
    "forget_draft",
    "keys_fit",
    "open_draft",
    "open_entry",
    "open_identity",
    "receive",
    "return_refused",
    "save_draft",
    "sweep",
    "verify",
    "write_numbers_anew",
]  # fmt: skip

"""What was entered one by one: the receipts of who typed or sent it. In: an account. Out: its receipts, and nobody else's."""

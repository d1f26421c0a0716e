"""The pages on which an institution without a system of its own writes its records. In: requests. Out: forms, receipts, its own list."""

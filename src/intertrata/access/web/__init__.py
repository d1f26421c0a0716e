"""The pages of access: entering, leaving, the log for auditors, and the gate every request passes. In: requests. Out: pages or a refusal."""

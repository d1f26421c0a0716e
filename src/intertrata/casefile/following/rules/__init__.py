"""The functions of the rules, a module a theme: each is one rule of ``rules.toml`` and bears its code as its name.

In: a trajectory, the rule, what stands around, a day. Out: a finding. Whom a rule concerns and what refusal silences it are data of its
row, which ``alarms`` applies to all alike; a function asks only for what the rule says.
"""

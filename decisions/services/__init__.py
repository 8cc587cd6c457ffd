"""Every change of a decision: drafting, consultation, rounds, concerns, escalation, outcome, actions, methods."""

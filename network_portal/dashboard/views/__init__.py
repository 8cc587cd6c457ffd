"""Dashboard, governance, the outbox and the clock of the demonstration, errors."""

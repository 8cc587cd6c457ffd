"""Filed documents, their numbers, and what may be sent to the portal."""

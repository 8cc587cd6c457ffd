"""Pages and acts of meetings: planning, the session, the minutes."""

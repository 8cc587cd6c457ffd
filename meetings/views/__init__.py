"""Pages and acts of meetings: planning, the room, the minutes."""

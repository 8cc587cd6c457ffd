"""Every change of meetings and minutes: planning, the room, writing, approval, grants."""

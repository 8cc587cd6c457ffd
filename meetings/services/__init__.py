"""Every change of meetings and minutes: planning, the session, the minutes, approval, grants."""

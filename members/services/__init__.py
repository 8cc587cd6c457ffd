"""Every change of organizations, officers, seats and people. Split by what is changed."""

"""Who sees which task teams."""

from network_portal.records.access.readers import EVERYTHING, Readers

TEAM = Readers("task_teams.taskteam", secretariat=EVERYTHING, member=EVERYTHING, auditor=EVERYTHING)
READERS = (TEAM,)

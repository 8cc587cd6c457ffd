from django.apps import AppConfig


class TaskTeamsConfig(AppConfig):
    """Task teams, established and closed by decision."""

    name = "task_teams"
    verbose_name = "Task teams"

    def ready(self) -> None:
        from task_teams import portal

        portal.register()

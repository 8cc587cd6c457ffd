from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, agenda, attendance, minutes."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        from meetings import portal

        portal.register()

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Organizations, people, bodies and seats."""

    name = "members"
    verbose_name = "Membership"

    def ready(self) -> None:
        from members import portal

        portal.register()

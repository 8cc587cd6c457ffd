from django.apps import AppConfig


class WorkplansConfig(AppConfig):
    """Annual work plans and progress."""

    name = "workplans"
    verbose_name = "Work plans"

    def ready(self) -> None:
        from workplans import portal

        portal.register()

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Proposals, consultation, rounds by consensus, escalation, working methods, actions."""

    name = "decisions"
    verbose_name = "Decisions"

    def ready(self) -> None:
        from decisions import portal

        portal.register()

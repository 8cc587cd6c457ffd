from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The top floor: my desk, governance, the pages that show several apps."""

    name = "network_portal.desk"
    label = "desk"

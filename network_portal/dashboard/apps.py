from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The top floor: my desk, governance, the pages that show several apps."""

    name = "network_portal.dashboard"
    label = "dashboard"

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Organizations, people, bodies and seats."""

    name = "members"
    verbose_name = "Membership"

    def ready(self) -> None:
        from members import capacities, datamap, erasing, policies
        from members.accounts import confirmation, traces
        from network_portal.records.registry import registry

        registry.current_acting = capacities.capacities
        registry.confirm = confirmation.confirm
        traces.connect()
        registry.add_policies("members", policies.MAY)
        registry.data_maps["members"] = datamap.MAP
        registry.sql_files.append(f"{self.path}/sql")
        registry.erasers.append(erasing.erase)
        registry.integrity_checks.append(erasing.check)

"""Plans, figures and who may accept what."""

from fractions import Fraction

import pytest

from members.models import Organization
from network_portal.lib import clock
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused, Stale
from tests import matters
from tests.people import actor, officer, user
from workplans import figures, notices, policies
from workplans.figures import WeightedProgress, roll_up
from workplans.models import Plan, Update
from workplans.services import plans, progress


def test_the_worked_case_of_weights_and_missing_progress() -> None:
    figure = roll_up([WeightedProgress(2, Fraction(40)), WeightedProgress(1, Fraction(100)), WeightedProgress(1, None)])

    assert [figures.format_percent(v) for v in (figure.progress, figure.coverage, figure.floor, figure.ceiling)] == [
        "60",
        "75",
        "45",
        "70",
    ]


def test_missing_is_not_zero() -> None:
    assert roll_up([WeightedProgress(1, None)]).progress is None
    assert roll_up([WeightedProgress(1, Fraction(0))]).progress == 0
    assert roll_up([WeightedProgress(0, Fraction(50))]).progress is None


def test_rounding_is_half_away_from_zero_with_one_decimal() -> None:
    assert figures.format_percent(Fraction(1, 3) * 100) == "33.3"
    assert figures.format_percent(Fraction(625, 10)) == "62.5"
    assert figures.format_percent(Fraction(1225, 100)) == "12.3"


def test_the_objectives_stand_in_the_words_of_the_terms_of_reference(enter) -> None:
    from network_portal.lib import tor
    from workplans.models import StrategicObjective

    words = {p.anchor: p.text for d in tor.documents() for s in d.sections for p in s.paragraphs}
    assert [o.text for o in StrategicObjective.objects.all()] == [words[f"regional-strategy-{n}"] for n in (1, 2, 3)]


def test_a_lead_does_not_accept_its_own_update() -> None:
    row = matters.activity("ILO", "IOM")
    update = progress.log_progress(
        row, row.plan.periods.get(quarter=4), actor=actor("ilo"), submit=True, status="ongoing", percent=70,
        achievements="More is done.",
    )  # fmt: skip

    for who in (actor("ilo"), actor("ilo-alternate"), actor("unicef"), actor("coordinator"), actor("fao")):
        with pytest.raises(PermissionRefused):
            progress.accept(update, actor=who)
    progress.accept(update, actor=actor("secretary", "secretariat"))
    assert update.state == "accepted"


@pytest.mark.parametrize(
    "key,capacity", [("secretary", "secretariat"), ("secretary", "focal_point"), ("coordinator", "coordinator")]
)
def test_iom_and_its_secretariat_do_not_accept_ioms_update(key: str, capacity: str) -> None:
    row = matters.activity("IOM", "ESCAP")
    update = progress.log_progress(
        row, row.plan.periods.get(quarter=4), actor=actor("secretary", "focal_point"), submit=True, status="ongoing",
        achievements="Two meetings.",
    )  # fmt: skip

    with pytest.raises(PermissionRefused):
        progress.accept(update, actor=actor(key, capacity))
    progress.accept(update, actor=actor("unicef"))


def test_a_return_keeps_its_reason_and_the_author(send, enter) -> None:
    row = matters.activity("ILO", "IOM")
    path = f"/workplans/2026/activities/{row.code}/"
    sent = send(
        "ilo", f"{path}report/4/", {"status": "ongoing", "percent": "70", "achievements": "More.", "submit": "1"}
    )
    assert sent.status_code == 302, sent.content.decode()
    update = Update.objects.get(activity=row, period__quarter=4, organization__acronym="ILO")
    back = send("secretary", update.path("return"), {"reason": "Which countries?"})
    assert back.status_code == 302
    page = enter("ilo").get(f"{path}report/4/").content.decode()
    assert "Which countries?" in page
    assert "More." in page
    update.refresh_from_db()
    assert update.submitted_by.email == "ilo@example.org"
    again = send(
        "ilo",
        f"{path}report/4/",
        {
            "version": update.version,
            "status": "ongoing",
            "percent": "72",
            "achievements": "In two countries.",
            "submit": "1",
        },
    )
    assert again.status_code == 302
    assert send("secretary", update.path("accept-update")).status_code == 302
    assert [r.accepted for r in update.reviews.all()] == [False, True]


def test_an_accepted_update_is_not_overwritten() -> None:
    row = matters.activity("ILO", "IOM")

    with pytest.raises(IllegalTransition):
        progress.log_progress(
            row, row.plan.periods.get(quarter=3), actor=actor("ilo"), status="completed", achievements="x"
        )


def test_only_those_with_a_part_report(send) -> None:
    row = matters.activity("ILO", "IOM")

    for key in ("fao", "unicef", "secretary", "partner", "auditor"):
        with pytest.raises(PermissionRefused):
            progress.log_progress(
                row, row.plan.periods.get(quarter=4), actor=actor(key), status="ongoing", achievements="x"
            )


def test_a_period_that_lies_ahead_is_not_reported_on() -> None:
    row = matters.activity("ILO", "IOM")
    period = row.plan.periods.get(quarter=4)
    period.starts_on = clock.today().replace(year=2027)

    with pytest.raises(ConditionsUnmet):
        progress.log_progress(row, period, actor=actor("ilo"), status="ongoing", achievements="x")


def test_a_stale_update_is_refused() -> None:
    row = matters.activity("ILO", "IOM")
    period = row.plan.periods.get(quarter=4)
    update = progress.log_progress(row, period, actor=actor("ilo"), status="ongoing", percent=1, achievements="first")

    with pytest.raises(Stale):
        progress.log_progress(
            row, period, actor=actor("ilo-alternate"), version=update.version - 1 if update.version else 99,
            status="ongoing", achievements="second",
        )  # fmt: skip


def test_only_the_organization_itself_confirms_its_part() -> None:
    part = matters.activity("ILO", "IOM").contributions.get(consent="proposed")
    other = actor("fao")

    with pytest.raises(PermissionRefused):
        plans.confirm_part(part, actor=other)
    plans.confirm_part(part, actor=officer(str(part.organization)))
    assert part.consent == "confirmed"


def test_the_secretariat_cannot_adopt_a_plan() -> None:
    plan = plans.begin(2031, actor=actor("secretary", "secretariat"))
    Plan.objects.filter(pk=plan.pk).update(state="guidance")
    plan.refresh_from_db()
    from network_portal.records.access.actor import SYSTEM

    with pytest.raises(PermissionRefused):
        engine.apply(plan, "adopt_plan", actor=actor("secretary", "secretariat"))
    with pytest.raises(ConditionsUnmet):
        engine.apply(plan, "adopt_plan", actor=SYSTEM)


def test_an_adopted_plan_is_frozen_and_not_edited(enter, send) -> None:
    plan = Plan.objects.get(year=2026)

    assert plan.versions.count() == 1
    assert send("secretary", "/workplans/2026/add-output/", {"objective": 1, "title": "Late"}).status_code == 409


def test_the_lead_neither_contributes_nor_reviews_itself() -> None:
    plan = plans.begin(2031, actor=actor("secretary", "secretariat"))
    from workplans.models import StrategicObjective

    output = plans.add_output(
        plan, actor=actor("secretary", "secretariat"), objective=StrategicObjective.objects.first(), title="R"
    )
    fao = Organization.objects.get(acronym="FAO")
    with pytest.raises(ConditionsUnmet):
        plans.save_activity(
            plan,
            actor=actor("secretary", "secretariat"),
            output=output,
            title="A",
            lead=fao,
            contributing=[fao],
            quarters="1",
        )


def test_a_secondee_does_not_review_the_own_organizations_update() -> None:
    """In the Secretariat by secondment from FAO, or officer of FAO beside it: FAO's update is another's to review."""
    from members.models import SecretariatPost
    from members.services import people as members_people
    from network_portal.records.access.actor import SYSTEM

    plan = Plan.objects.get(year=2026)
    activity = plan.activities.filter(lead__acronym="FAO").first()
    update, _new = Update.objects.get_or_create(
        activity=activity, period=plan.periods.get(quarter=4), organization=activity.lead,
        defaults={"is_leads": True, "status": "ongoing"},
    )  # fmt: skip
    assert policies.reviewer(actor("secretary", "secretariat"), update)
    post = SecretariatPost(person=user("fao"), title="Secondee", seconded_from=activity.lead, starts_on=clock.today())
    members_people.save_post(post, actor=SYSTEM)
    assert not policies.reviewer(actor("fao", "secretariat"), update)
    assert "fao@example.org" not in {p.email for p in notices.reviewers(update)}
    assert "secretary@example.org" in {p.email for p in notices.reviewers(update)}


def test_where_the_lead_is_the_teams_only_chair_the_secretariat_reviews() -> None:
    from members.services import seats
    from network_portal.records.access.actor import SYSTEM

    team = Plan.objects.get(year=2026).activities.filter(body__isnull=False).first()
    update, _new = Update.objects.get_or_create(
        activity=team, period=team.plan.periods.get(quarter=1), organization=team.lead,
        defaults={"is_leads": True, "status": "ongoing"},
    )  # fmt: skip
    secretary = actor("secretary", "secretariat")
    assert not policies.reviewer(secretary, update)

    for seat in team.body.seats.current().exclude(organization=team.lead):
        seats.end_seats(team.body, seat.organization, actor=SYSTEM)
    assert policies.reviewer(secretary, update)
    assert "secretary@example.org" in {p.email for p in notices.reviewers(update)}


def test_two_officers_who_begin_the_same_report_do_not_overwrite_each_other(send) -> None:
    row = matters.activity("ILO", "IOM")
    path = f"{row.get_absolute_url()}report/4/"
    typed = {"status": "ongoing", "percent": "60"}
    assert send("ilo", path, {**typed, "achievements": "From the first."}).status_code == 302
    second = send("ilo-alternate", path, {**typed, "achievements": "From the second."})

    assert second.status_code == 409
    page = second.content.decode()
    assert "From the first." in page
    assert "From the second." in page


def test_nothing_is_submitted_or_sent_back_once_the_plan_is_closed() -> None:
    update = Update.objects.filter(state="submitted").first()
    Plan.objects.filter(pk=update.activity.plan_id).update(state="closed")
    update.refresh_from_db()
    reviewer = actor("secretary", "secretariat")
    assert policies.reviewer(reviewer, update)

    with pytest.raises(ConditionsUnmet, match="not in force"):
        progress.return_update(update, actor=reviewer, reason="More, please.")
    Update.objects.filter(pk=update.pk).update(state="draft")
    update.refresh_from_db()
    with pytest.raises(ConditionsUnmet, match="not in force"):
        engine.apply(update, "submit_update", actor=officer(str(update.organization)))


def test_a_confirmed_part_is_taken_away_by_nobody_else() -> None:
    row = matters.activity("ILO", "IOM")
    Plan.objects.filter(pk=row.plan_id).update(state="inputs")
    part = row.contributions.filter(consent="confirmed").first()
    others = [c.organization for c in row.contributions.exclude(pk=part.pk)]
    secretary = actor("secretary", "secretariat")
    for changed in (
        {"contributing": others},
        {"contributing": [*others, part.organization], "lead": part.organization},
    ):
        with pytest.raises(ConditionsUnmet, match="confirmed the contribution"):
            plans.save_activity(row.plan, actor=secretary, activity=row, **changed)


def test_a_stale_activity_is_refused() -> None:
    row = matters.activity("ILO", "IOM")
    Plan.objects.filter(pk=row.plan_id).update(state="inputs")
    everybody = [c.organization for c in row.contributions.all()]
    save = {"actor": actor("secretary", "secretariat"), "activity": row, "contributing": everybody}
    plans.save_activity(row.plan, version=row.version, title="From the first", **save)

    with pytest.raises(Stale):
        plans.save_activity(row.plan, version=row.version - 1, title="From the second", **save)


def test_what_is_delivered_is_measured_by_what_was_adopted() -> None:
    plan = Plan.objects.for_matrix().get(year=2026)
    rows = [figures.Reported(a, next(reversed(a.accepted_updates), None)) for a in plan.activities.all()]
    adopted = [r.activity.code for r in rows]
    done = sum(r.status == "completed" for r in rows)

    assert done > 0
    assert figures.delivered(rows, adopted) == (done, len(rows))
    assert figures.delivered(rows[:1], adopted)[1] == len(rows), "a dropped row stays in the divisor"


@pytest.mark.parametrize(("status", "percent"), [("completed", 99), ("ongoing", 100)])
def test_completed_means_all_of_it(status: str, percent: int, send) -> None:
    row = matters.activity("ILO", "IOM")
    typed = {"status": status, "percent": percent, "achievements": "More is done.", "submit": "1"}
    response = send("ilo", row.path("report") + "4/", typed)
    assert response.status_code == 422
    assert "enter 100 per cent" in response.content.decode()
    with pytest.raises(ConditionsUnmet, match="100 per cent"):
        progress.log_progress(
            row, row.plan.periods.get(quarter=4), actor=actor("ilo"), submit=True, status=status, percent=percent,
            achievements="More is done.",
        )  # fmt: skip

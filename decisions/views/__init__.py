"""Pages and acts of decisions, split as the services are."""

from decisions.views.acts import (
    action,
    answer_comment,
    assign_action,
    close_action,
    close_round,
    comment,
    concern,
    concern_move,
    consent,
    contact,
    enter_position,
    finish_action,
    give_action,
    outcome,
    position,
    reopen_action,
    request_referral,
    take_over,
)
from decisions.views.register import actions, detail, edit, propose, register
from decisions.views.transitions import (
    adopt,
    lapse,
    new_text,
    not_adopt,
    open_consultation,
    open_round,
    refer,
    replace_text,
    return_proposal,
    submit,
    take_to_principals,
    withdraw,
)

__all__ = [
    "action", "actions", "adopt", "answer_comment", "assign_action", "close_action", "close_round", "comment", "concern",
    "concern_move", "consent", "contact", "detail", "edit", "enter_position", "finish_action", "give_action",
    "lapse", "new_text", "not_adopt", "open_consultation", "open_round", "outcome", "position", "propose", "refer", "register",
    "reopen_action", "replace_text", "request_referral", "return_proposal", "submit", "take_over", "take_to_principals", "withdraw",
]  # fmt: skip

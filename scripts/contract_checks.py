"""What the API's document says in words and JSON Schema cannot: the formats of its texts, and refusals that depend on what is stored."""

import json

import schemathesis
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance as accepted

# A cursor is one that was answered: links between answers bring some. None is as good as an empty one.
schemathesis.openapi.format("cursor", st.just(""))
schemathesis.openapi.format("phone", st.integers(600_000_000, 699_999_999).map(lambda number: f"+34{number}"))
schemathesis.openapi.format("website", st.from_regex(r"https://[a-z]{1,10}\.example", fullmatch=True))
schemathesis.openapi.format("role", st.sampled_from(["administrator", "staff", "read_only"]))
schemathesis.openapi.format("preference-group", st.sampled_from(["chart_of_accounts", "taxes", "payment_terms", "custom_fields"]))
# Each country has tax ids of its own; this one is Spanish.
schemathesis.openapi.format("tax-id", st.integers(0, 99_999_999).map(lambda number: f"{number:08}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"))

# Refusals of what is well formed, by what is stored or by what two members say of each other. Everything else that is well formed is accepted.
STORED = {
    "account_inactive",
    "account_is_control",
    "account_not_postable",
    "account_posted",
    "account_unknown",
    "already_invited",
    "already_member",
    "already_settled",
    "amount_invalid",  # neither of debit and credit, or more digits than the currency has
    "amount_too_large",
    "clone_needs_books",
    "clone_source_lost",
    "column_twice",
    "contact_inactive",
    "contact_incomplete",
    "contact_kind",
    "contact_not_taken",
    "contact_unknown",
    "credit_exceeds_invoice",
    "currency_in_use",
    "cursor",
    "date_future",
    "date_order",
    "decimals",  # more than the currency has
    "dimension_accounts",
    "dimension_unknown",
    "display_name_taken",
    "document_unknown",
    "due_before_date",
    "duplicate_bill",
    "exception_expires",  # a time that is to come
    "fiscal_year_closed",
    "fiscal_year_closed_after",
    "fiscal_year_gap",
    "fiscal_year_missing",
    "fiscal_year_overlap",
    "fiscal_year_too_long",
    "invite_needs_application",
    "invite_needs_email",
    "item_inactive",
    "item_unknown",
    "lock_cannot_go_back",
    "mail_by_one",
    "mail_by_sender",
    "mail_to_recipient",
    "name_link",  # a name that a mail program would make a link of
    "no_rate",
    "number_out_of_order",
    "options_for_choice",
    "over_allocated",
    "period_locked",
    "posting_unknown",
    "rate_missing",
    "revaluation_nothing",
    "role_account_missing",
    "series_unknown",
    "simplified_too_large",
    "tag_inactive",
    "tag_not_valid",
    "tag_required",
    "tag_unknown",
    "taken",
    "tax_amount_of_bills",
    "tax_direction",
    "tax_id",  # another country's
    "tax_id_check",
    "tax_id_length",
    "tax_id_taken",
    "tax_mismatch",
    "tax_not_valid",
    "tax_unknown",
    "too_many_columns",  # as many as the days that two parameters tell
    "too_few_postings",  # a change of a draft may have one
    "total_negative",
    "unbalanced",
    "variable_unknown",
}

# What is needed where another member does not bring it, and bounds of decimals, which are texts.
ONE_OF_TWO = {("display_name", "required"), ("type", "missing")}
DECIMALS = {("rate", "between"), ("percent", "between"), ("rates", "number")}
# Codes that files of other programs take; columns of lists have no pattern.
CODES = {("code", "dimension_code"), ("code", "tag_code")}
# A file of nothing, as the length of a part has no bound below, and a text that is none of rates.
FILES = {("file", "required"), ("file", "rates_file")}

# A word or an id that names a row: `choice` there is that no such row is stored.
NAMES = ("_id", "_ids", "fiscal_year", "from_actuals", "into", "role", "taxes")


def depends_on_what_is_stored(response) -> bool:
    if response.status_code == 412:
        return True
    if response.status_code not in (400, 422):
        return False
    errors = json.loads(response.content).get("errors", [])

    def stored(error):
        field, code = error["field"].split("[")[0], error["code"]
        # A group's items have columns of their own, which `GET …/preferences/{group}` shows.
        if code in STORED or (field, code) in ONE_OF_TWO | DECIMALS | CODES | FILES:
            return True
        return code == "choice" and field.endswith(NAMES) or field.split(".")[0] == "items"

    return bool(errors) and all(stored(error) for error in errors)


# Takes the place of the check that it asks.
@schemathesis.check
def well_formed_is_accepted(ctx, response, case):
    return None if depends_on_what_is_stored(response) else accepted(ctx, response, case)

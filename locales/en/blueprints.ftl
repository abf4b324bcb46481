# Blueprints
problem-blueprint-unchanged = There is nothing to publish
problem-blueprint-unpublished = The blueprint has not been published yet
problem-blueprint-application-open = The application has not ended, or was undone already
problem-blueprint-application-old = More than 30 days have passed: it can no longer be undone
activity-blueprint-created = created the blueprint
activity-blueprint-updated = changed the blueprint
activity-blueprint-draft-changed = changed the draft of the blueprint
activity-blueprint-published = published the blueprint
activity-blueprint-application-started = began to apply the blueprint
activity-blueprint-application-reverted = began to undo an application of the blueprint
activity-blueprint-applied = completed applying the blueprint
activity-blueprint-reverted = undid an application of the blueprint
activity-blueprint-difference-accepted = accepted a difference from the blueprint
activity-kind-blueprint = Blueprints
column-blueprint-number = Version
column-blueprint-organizations = Organizations
column-blueprint-organization = Organization
column-blueprint-done = Done
column-blueprint-failed = With errors
column-blueprint-reason = Reason
notification-blueprint-applied = Blueprint { $name }: { $done } organizations done, { $failed } with errors.
job-apply-blueprint = Apply a blueprint
api-part-blueprints = Blueprints
api-part-blueprint-applications = Applications of blueprints
api-blueprints = The practice's blueprints
api-blueprints-create = Creates a blueprint with the preferences of an organization, of another blueprint or of a country; it is a draft until it is published
api-blueprint = A blueprint
api-blueprint-change = Changes a blueprint's name, its description or for which new clients it is
api-blueprint-group = The rows of a group: those of the draft, or of the latest version
api-blueprint-group-change = Adds or changes rows of a group in the draft
api-blueprint-versions = The published versions, the latest first
api-blueprint-publish = Publishes the draft as a new version, which changes no more
api-blueprint-drift = How the organizations that follow it differ, by group; what they have besides is their own and does not count
api-blueprint-accept = Accepts for a reason what differs in a group: it counts no longer while it is the same
api-blueprint-applications = The applications of blueprints, the latest first
api-blueprint-apply = Applies a version to organizations in the background; with dry_run it only tells what it would do
api-blueprint-application = An application with what became of each organization
api-blueprint-revert = Undoes an application of less than 30 days ago, in each organization that has not used what it brought

# Pages
blueprints = Blueprints
blueprints-about = A named set of preferences in versions. It is applied to many organizations, and how they differ afterwards is seen.
blueprints-none = There is none yet.
blueprint-version = Version { $number }
blueprint-draft = Draft
blueprint-changed = Unpublished changes
blueprint-new = New blueprint
blueprint-source = From
blueprint-from-country = The defaults of { $country }
blueprint-from-blueprint = The blueprint { $name }
blueprint-groups = Groups of preferences
blueprint-groups-help = Those they need come along.
blueprint-description = Description
blueprint-default-for = New clients of its country that start with it
blueprint-default-none = None
blueprint-default-any = All
blueprint-default-business = Businesses
blueprint-default-individual = Individuals
blueprint-create = Create blueprint
blueprint-publish = Publish version { $number }
flash-blueprint-published = Version published.
flash-blueprint-accepted = Difference accepted.
flash-blueprint-reverting = It is being undone.
blueprint-content = Content
blueprint-versions = Versions
blueprint-drift = Drift
blueprint-drift-of = Drift from { $name }, version { $number }
blueprint-drift-sum = { $all } organizations follow it: { $same } the same, { $differs } differ, { $behind } are on an earlier version.
blueprint-nobody = Apply the blueprint to an organization and here you will see how it differs.
blueprint-more = The first { $max } are shown.
blueprint-same = Same
blueprint-differs = Differs
blueprint-behind = Behind, on v{ $number }
blueprint-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
blueprint-accepted = accepted
blueprint-accept = Accept with a reason
blueprint-apply = Apply to organizations
blueprint-apply-about = It is tried first: you will see what would be added and changed in each before anything is written.
blueprint-try = Try v{ $number }
blueprint-try-behind = { $count ->
    [one] Propagate v{ $number } to { $count }…
   *[other] Propagate v{ $number } to { $count }…
}
blueprint-running = Running.
blueprint-tried = Dry run: nothing has been written.
blueprint-done = Applied.
blueprint-reverted = Undone.
blueprint-progress = { $done } of { $all } done, { $failed } with errors.
blueprint-run = { $count ->
    [one] Apply v{ $number } to { $count } organization
   *[other] Apply v{ $number } to { $count } organizations
}
blueprint-undo = Undo the application…
blueprint-undo-sure = { $count ->
    [one] Undo it in { $count } organization?
   *[other] Undo it in { $count } organizations?
}
blueprint-undo-about = Each returns to how it was, except one that has used or changed what it brought.
blueprint-added = Added
blueprint-replaced = Changed
blueprint-left = Left
blueprint-result-done = Done
blueprint-result-failed = With errors
blueprint-result-undone = Undone
blueprint-error-access-lost = You may no longer change its settings
blueprint-error-preferences-used = What it brought has been used or changed
blueprint-error-clone-missing = It names something that the organization lacks
blueprint-error-interrupted = It was interrupted before this one
blueprint-error-refused = It could not be done

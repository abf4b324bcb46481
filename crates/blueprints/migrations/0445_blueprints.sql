-- Blueprints of organizations: sets of preferences in versions, who follows them, and where they were applied.
CREATE TABLE blueprints (
    practice_id UUID NOT NULL REFERENCES practices(id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    description TEXT NOT NULL,
    country TEXT NOT NULL,
    currency TEXT NOT NULL,
    default_for TEXT NOT NULL,
    published BIGINT NOT NULL,
    draft TEXT NOT NULL,
    draft_groups TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, name_key)
);
CREATE TABLE blueprint_versions (
    practice_id UUID NOT NULL,
    blueprint_id UUID NOT NULL,
    number BIGINT NOT NULL,
    group_names TEXT NOT NULL,
    content TEXT NOT NULL,
    notes TEXT NOT NULL,
    published_by UUID NOT NULL REFERENCES users(id),
    published_at BIGINT NOT NULL,
    PRIMARY KEY (practice_id, blueprint_id, number),
    FOREIGN KEY (practice_id, blueprint_id) REFERENCES blueprints(practice_id, id)
);
-- Which organizations follow a blueprint, and how they differ from it: as of the latest of their activity.
CREATE TABLE blueprint_followers (
    practice_id UUID NOT NULL,
    blueprint_id UUID NOT NULL,
    organization_id UUID NOT NULL REFERENCES organizations(id),
    number BIGINT NOT NULL,
    group_names TEXT NOT NULL,
    differences TEXT NOT NULL,
    seen_activity UUID,
    seen_number BIGINT NOT NULL,
    PRIMARY KEY (practice_id, blueprint_id, organization_id),
    FOREIGN KEY (practice_id, blueprint_id) REFERENCES blueprints(practice_id, id)
);
CREATE TABLE blueprint_acceptances (
    practice_id UUID NOT NULL,
    blueprint_id UUID NOT NULL,
    organization_id UUID NOT NULL REFERENCES organizations(id),
    group_name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reason TEXT NOT NULL,
    accepted_by UUID NOT NULL REFERENCES users(id),
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (practice_id, blueprint_id, organization_id, group_name),
    FOREIGN KEY (practice_id, blueprint_id) REFERENCES blueprints(practice_id, id)
);
CREATE TABLE blueprint_applications (
    practice_id UUID NOT NULL,
    id UUID NOT NULL,
    blueprint_id UUID NOT NULL,
    number BIGINT NOT NULL,
    user_id UUID NOT NULL REFERENCES users(id),
    group_names TEXT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    reverting BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, blueprint_id) REFERENCES blueprints(practice_id, id)
);
CREATE TABLE blueprint_application_items (
    practice_id UUID NOT NULL,
    application_id UUID NOT NULL,
    organization_id UUID NOT NULL REFERENCES organizations(id),
    position BIGINT NOT NULL,
    status TEXT NOT NULL,
    added BIGINT NOT NULL,
    replaced BIGINT NOT NULL,
    left_alone BIGINT NOT NULL,
    error TEXT NOT NULL,
    adoption_id UUID,
    PRIMARY KEY (practice_id, application_id, organization_id),
    FOREIGN KEY (practice_id, application_id) REFERENCES blueprint_applications(practice_id, id)
);

-- Addresses that are told of what happens in a practice, and what was told to each.
CREATE TABLE webhooks (
    practice_id UUID NOT NULL REFERENCES practices(id),
    id UUID NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id)
);
CREATE TABLE webhook_deliveries (
    practice_id UUID NOT NULL,
    id UUID NOT NULL,
    webhook_id UUID NOT NULL,
    event TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    response_status BIGINT,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    next_at BIGINT,
    delivered_at BIGINT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, webhook_id) REFERENCES webhooks(practice_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (practice_id, webhook_id, id);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at);

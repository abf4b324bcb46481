-- Clients from files: the import, its rows, what is wrong with them, and its file until it is done.
CREATE TABLE client_file_imports (
    practice_id UUID NOT NULL REFERENCES practices(id),
    id UUID NOT NULL,
    user_id UUID NOT NULL REFERENCES users(id),
    file_name TEXT NOT NULL,
    size BIGINT NOT NULL,
    kind TEXT NOT NULL,
    encoding TEXT NOT NULL,
    separator TEXT NOT NULL,
    headings TEXT NOT NULL,
    settings TEXT NOT NULL,
    status TEXT NOT NULL,
    planned BOOLEAN NOT NULL,
    dry_run BOOLEAN NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    failure TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    undone_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id)
);
CREATE TABLE client_file_import_files (
    practice_id UUID NOT NULL,
    import_id UUID NOT NULL,
    part BIGINT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (practice_id, import_id, part),
    FOREIGN KEY (practice_id, import_id) REFERENCES client_file_imports(practice_id, id)
);
CREATE TABLE client_file_import_rows (
    practice_id UUID NOT NULL,
    import_id UUID NOT NULL,
    number BIGINT NOT NULL,
    cells TEXT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    client_id UUID,
    organization_id UUID,
    client_version BIGINT NOT NULL,
    PRIMARY KEY (practice_id, import_id, number),
    FOREIGN KEY (practice_id, import_id) REFERENCES client_file_imports(practice_id, id)
);
CREATE INDEX client_file_import_rows_by_status ON client_file_import_rows (practice_id, import_id, status, number);
CREATE TABLE client_file_import_faults (
    practice_id UUID NOT NULL,
    import_id UUID NOT NULL,
    number BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    heading TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    PRIMARY KEY (practice_id, import_id, number, nth),
    FOREIGN KEY (practice_id, import_id) REFERENCES client_file_imports(practice_id, id)
);
-- How files with these headings were mapped last.
CREATE TABLE client_file_mappings (
    practice_id UUID NOT NULL REFERENCES practices(id),
    headings TEXT NOT NULL,
    mapping TEXT NOT NULL,
    PRIMARY KEY (practice_id, headings)
);
-- What another program calls a client.
CREATE TABLE client_external_ids (
    practice_id UUID NOT NULL,
    client_id UUID NOT NULL,
    external_id TEXT NOT NULL,
    PRIMARY KEY (practice_id, client_id),
    UNIQUE (practice_id, external_id),
    FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);

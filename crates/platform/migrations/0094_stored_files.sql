-- Files that people bring. What is in one is kept once in the data folder, under its SHA-256; each that has it has a row of its own here.
CREATE TABLE stored_files (
  tenant_id UUID NOT NULL REFERENCES tenants(id),
  id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL CHECK (size >= 0),
  kind TEXT NOT NULL,
  stored_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX stored_files_by_content ON stored_files(sha256, size);

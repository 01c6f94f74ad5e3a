-- What lists and consumers ask of a version without reading its document; drafts that two people edit; every state that was kept.

alter table definition_versions
  add tool_version text,
  add is_system boolean not null default false,
  add is_readonly boolean not null default false,
  add consumed_ids text[] not null default '{}',
  add revision integer not null default 1 check (revision >= 1),
  add changed_at timestamptz not null default clock_timestamp();
comment on column definition_versions.consumed_ids is 'The procedures that this version embeds as activities';
comment on column definition_versions.revision is 'Counts the changes to a draft: a save that knows an older one is stale';
comment on column definition_versions.changed_at is 'Machine time';
update definition_versions set
  tool_version = content ->> 'toolVersion',
  is_system = coalesce(content ->> 'isSystem' = 'true', false),
  is_readonly = coalesce(content ->> 'isReadonly' = 'true', false);
create index definition_versions_consumed on definition_versions using gin (consumed_ids) where is_latest;
create index definition_versions_created on definition_versions (created_at desc, id);
create index workflow_instances_version on workflow_instances (definition_version_id);

create table definition_leases (
  definition_id text primary key,
  person_id uuid not null references people on delete cascade,
  since timestamptz not null,
  until timestamptz not null
);
comment on table definition_leases is 'Who edits a procedure now, in machine time';

create table definition_revisions (
  id bigint generated always as identity primary key,
  definition_id text not null,
  version integer not null,
  kind text not null check (kind in ('saved', 'imported', 'restored', 'published', 'retracted', 'deleted')),
  name text not null,
  content json not null,
  resources json not null,
  person_id uuid references people,
  began_at timestamptz not null,
  saved_at timestamptz not null
);
comment on table definition_revisions is 'Every state of a procedure with who and when, kept when the procedure is deleted; saves of one person within some minutes are one';
create index definition_revisions_definition on definition_revisions (definition_id, id desc);

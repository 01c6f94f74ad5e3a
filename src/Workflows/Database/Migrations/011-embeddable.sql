-- What the palette of the designer asks of all versions, without reading their documents.

alter table definition_versions
  add usable_as_activity boolean not null generated always as (coalesce(content -> 'options' ->> 'usableAsActivity' = 'true', false)) stored;
comment on column definition_versions.usable_as_activity is 'Whether other procedures may embed this version once it is published';
create index definition_versions_embeddable on definition_versions (definition_id, version desc) where usable_as_activity and published_at is not null;

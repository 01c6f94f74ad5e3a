-- What the commit of a burst and the store of definitions lean on.

-- One statement of a batch stops the whole of it: the caller knows the error code and says why.
create function require(holds boolean, what text) returns void language plpgsql as $$
begin
  if holds is not true then
    raise exception '%', what using errcode = 'OPS01';
  end if;
end $$;

drop index outbox_task;
create index outbox_waiting on outbox (instance_id) where status = 'waiting';

alter table definition_versions add published_at timestamptz;
alter table definition_versions add check (published_at is not null or not is_published);
comment on column definition_versions.published_at is 'When it was first published; from then on its content never changes, because cases run on it';

create function keep_published_version() returns trigger language plpgsql as $$
begin
  raise exception 'version % of % was published and cannot change', old.version, old.definition_id;
end $$;
create trigger definition_versions_keep before update on definition_versions for each row
  when (old.published_at is not null and (new.id, new.definition_id, new.version, new.content::text, new.resources::text, new.published_at)
    is distinct from (old.id, old.definition_id, old.version, old.content::text, old.resources::text, old.published_at))
  execute function keep_published_version();

-- Which states of a shipped procedure have arrived, so that one that was edited or thrown away here does not come again.
create table shipped_definitions (
  definition_id text not null,
  hash text not null,
  arrived_at timestamptz not null,
  primary key (definition_id, hash)
);

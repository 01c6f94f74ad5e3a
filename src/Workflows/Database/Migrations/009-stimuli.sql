-- What one instance promises others, and what starts instances by itself.

-- Delivered one instance and one commit at a time; the commit of the run that it leads to deletes the row.
create table stimuli (
  id uuid primary key,
  created_at timestamptz not null,
  instance_id uuid,
  definition_id text,
  key text,
  correlation_id text,
  content jsonb not null,
  spread boolean not null default false,
  leased_until timestamptz,
  leased_by integer,
  failures integer not null default 0,
  check (num_nonnulls(instance_id, definition_id, key) >= 1)
);
comment on column stimuli.instance_id is 'Whom it is for; with a key, whom alone the event may reach';
comment on column stimuli.definition_id is 'Which procedure it starts; the new instance takes the id of the row';
comment on column stimuli.key is 'An event that is not delivered yet: it stays until something waits under this key';
comment on column stimuli.spread is 'Whether the procedures that begin with the event were started';
comment on column stimuli.leased_until is 'Machine time';
create index stimuli_created on stimuli (created_at, id);
create index stimuli_key on stimuli (key) where key is not null;

-- The activities of published versions that start instances.
create table triggers (
  definition_id text not null,
  activity_id text not null,
  version_id text not null references definition_versions,
  rule text not null,
  key text,
  due_at timestamptz,
  every interval,
  cron text,
  active boolean not null,
  primary key (definition_id, activity_id)
);
comment on column triggers.rule is 'What the trigger waits for, as text: a trigger that stays the same over publishing keeps its next moment';
comment on column triggers.due_at is 'When it fires next; null for events and for a moment that has come';
create index triggers_key on triggers (key) where active and key is not null;
create index triggers_due on triggers (due_at) where active and due_at is not null;

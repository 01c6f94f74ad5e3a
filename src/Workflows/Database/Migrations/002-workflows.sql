-- Definitions, instances and all that one burst writes. Only the commit of a burst writes below "workflow_instances",
-- apart from the leases of timers and outbox.

create table definition_versions (
  id text primary key,
  definition_id text not null,
  version integer not null check (version >= 1),
  name text not null,
  description text,
  is_latest boolean not null,
  is_published boolean not null,
  content json not null,
  resources json not null,
  shipped_hash text,
  created_at timestamptz not null,
  created_by uuid references people,
  unique (definition_id, version)
);
comment on column definition_versions.content is 'The Elsa 3 document as it came: json, not jsonb, so that nothing of it is lost';
comment on column definition_versions.resources is 'Forms, ladders and mail texts that this version is pinned to';
comment on column definition_versions.shipped_hash is 'Hash of the shipped folder that this version was imported from; null for versions made in the application';
create unique index definition_versions_latest on definition_versions (definition_id) where is_latest;
create unique index definition_versions_published on definition_versions (definition_id) where is_published;

create table workflow_instances (
  id uuid primary key,
  definition_id text not null,
  definition_version_id text not null references definition_versions,
  revision integer not null check (revision >= 1),
  status text not null check (status in ('Running', 'Finished')),
  sub_status text not null check (sub_status in ('Pending', 'Executing', 'Suspended', 'Finished', 'Cancelled', 'Faulted')),
  correlation_id text,
  name text,
  open_incidents integer not null default 0 check (open_incidents >= 0),
  state jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  check ((status = 'Finished') = (finished_at is not null))
) with (fillfactor = 70);
create index workflow_instances_definition on workflow_instances (definition_id, created_at desc, id);
create index workflow_instances_created on workflow_instances (created_at desc, id);
create index workflow_instances_correlation on workflow_instances (correlation_id) where correlation_id is not null;

create table journal (
  instance_id uuid not null references workflow_instances on delete cascade,
  revision integer not null,
  seq integer not null,
  at timestamptz not null,
  event text not null,
  activity_id text,
  execution text,
  parent_execution text,
  person_id uuid references people,
  data jsonb,
  of_case boolean not null,
  primary key (instance_id, revision, seq)
);
comment on column journal.of_case is 'Whether the entry belongs to the story of the case (its timeline) rather than to the run of activities';
create index journal_case on journal (instance_id, revision, seq) where of_case;

create table families (
  id uuid primary key,
  name text not null check (name <> ''),
  address text not null default '',
  created_at timestamptz not null
);
create index families_name on families (lower(name), lower(address));

create table case_mark_numbers (
  symbol text not null,
  class text not null,
  year integer not null,
  last_number integer not null,
  primary key (symbol, class, year)
);

create table cases (
  instance_id uuid primary key references workflow_instances on delete cascade,
  family_id uuid not null references families,
  mark_symbol text not null,
  mark_class text not null,
  mark_number integer not null check (mark_number >= 1),
  mark_year integer not null,
  case_mark text generated always as (mark_symbol || '.' || mark_class || '.' || mark_number::text || '.' || mark_year::text) stored,
  received_on date not null,
  urgent boolean not null,
  case_status text,
  suspended_on date,
  closed_reason text,
  opened_at timestamptz not null,
  unique (mark_symbol, mark_class, mark_year, mark_number)
);
create unique index cases_mark on cases (case_mark);
create index cases_family on cases (family_id);
create index cases_opened on cases (opened_at desc, instance_id);

create table case_people (
  instance_id uuid not null references cases on delete cascade,
  role text not null,
  person_id uuid not null references people,
  since timestamptz not null,
  until timestamptz,
  primary key (instance_id, role, since)
);
create unique index case_people_now on case_people (instance_id, role) where until is null;
create index case_people_person on case_people (person_id, role) where until is null;

create table milestones (
  instance_id uuid not null references workflow_instances on delete cascade,
  name text not null,
  day date not null,
  set_at timestamptz not null,
  primary key (instance_id, name)
);

create table user_tasks (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  activity_id text not null,
  step text not null,
  title text not null,
  instructions text,
  role text,
  assignee uuid references people,
  form text,
  outcomes jsonb not null,
  outcome_labels jsonb not null,
  priority text not null check (priority in ('low', 'normal', 'high')),
  due_on date,
  due_at timestamptz,
  due_reason jsonb,
  status text not null check (status in ('open', 'completed', 'cancelled')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid references people,
  outcome text,
  check ((status = 'open') = (closed_at is null)),
  check ((status = 'completed') = (outcome is not null)),
  check (role is not null or assignee is not null)
);
create index user_tasks_instance on user_tasks (instance_id, opened_at);
create index user_tasks_assignee on user_tasks (assignee, due_at, id) where status = 'open';
create index user_tasks_role on user_tasks (role, due_at, id) where status = 'open' and assignee is null;
create index user_tasks_due on user_tasks (due_at, id) where status = 'open';

create table task_drafts (
  task_id uuid not null references user_tasks on delete cascade,
  person_id uuid not null references people,
  answers jsonb not null,
  saved_at timestamptz not null,
  primary key (task_id, person_id)
);

-- What people wrote into forms; task_id is null for the form that started the case.
create table answers (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  task_id uuid unique references user_tasks on delete cascade,
  form text not null,
  answers jsonb not null,
  person_id uuid references people,
  given_at timestamptz not null
);
create index answers_instance on answers (instance_id, given_at);

-- Every limit ever set, of a task or of the case. A missed one stays on record for ever.
create table time_limits (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  task_id uuid references user_tasks on delete cascade,
  key text not null,
  starts_on date not null,
  last_day date not null,
  ends_at timestamptz not null,
  explanation jsonb not null,
  status text not null check (status in ('running', 'met', 'missed', 'stopped')),
  missed_at timestamptz,
  closed_at timestamptz,
  check (status <> 'missed' or missed_at is not null)
);
create index time_limits_instance on time_limits (instance_id, ends_at);
create index time_limits_running on time_limits (ends_at) where closed_at is null;
comment on column time_limits.status is 'running; met in time; missed (missed_at says when it passed, closed_at when the work was done after all); stopped with its case or task';

-- Waits for an event, found by the event's name.
create table bookmarks (
  instance_id uuid not null references workflow_instances on delete cascade,
  execution text not null,
  key text not null,
  primary key (instance_id, execution)
);
create index bookmarks_key on bookmarks (key);

create table timers (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  due_at timestamptz not null,
  leased_until timestamptz
) with (fillfactor = 80);
create index timers_due on timers (due_at);
create index timers_instance on timers (instance_id);
comment on column timers.id is 'The limit or the wait that the timer belongs to; the state of the instance says what is due';
comment on column timers.leased_until is 'Machine time';

create table outbox (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  task_id uuid references user_tasks on delete cascade,
  limit_id uuid references time_limits on delete cascade,
  person_id uuid not null references people,
  role text,
  kind text not null check (kind in ('assigned', 'reminder', 'escalation', 'notice')),
  text text not null,
  step text not null,
  data jsonb not null,
  due_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'failed', 'cancelled')),
  created_at timestamptz not null,
  attempts integer not null default 0,
  leased_until timestamptz,
  sent_at timestamptz,
  sent_to text,
  subject text,
  last_error text,
  check ((status = 'sent') = (sent_at is not null))
);
create index outbox_due on outbox (due_at) where status in ('waiting', 'sending');
create index outbox_instance on outbox (instance_id, created_at);
create index outbox_created on outbox (created_at desc, id);
create index outbox_task on outbox (task_id) where status = 'waiting';
comment on column outbox.text is 'The key of the mail text in the resources of the definition version';
comment on column outbox.leased_until is 'Machine time';

create table incidents (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  activity_id text not null,
  execution text not null,
  message text not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid references people
);
create index incidents_instance on incidents (instance_id);
create index incidents_open on incidents (raised_at) where resolved_at is null;

-- The answer that a request with this key got, so that its repeat gets the same.
create table idempotency_keys (
  person_id uuid not null references people,
  key text not null check (length(key) between 1 and 200),
  request_hash text not null,
  status integer not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

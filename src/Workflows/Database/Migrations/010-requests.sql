-- A request to another system, promised in a commit and made after it; its answer goes on as a stimulus.

create table http_requests (
  id uuid primary key,
  instance_id uuid not null references workflow_instances on delete cascade,
  activity_id text not null,
  method text not null,
  url text not null,
  headers jsonb not null,
  content_type text,
  content text,
  created_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0 check (attempts >= 0),
  leased_until timestamptz,
  leased_by integer
);
comment on column http_requests.id is 'Sent along, so that the other system can tell a repeat';
comment on column http_requests.due_at is 'Office time';
create index http_requests_due on http_requests (due_at);
create index http_requests_instance on http_requests (instance_id);

-- The office: its people, their roles, its hours and its clock.

create table people (
  id uuid primary key,
  name text not null check (name <> ''),
  email text not null check (email like '%_@_%'),
  active boolean not null default true,
  created_at timestamptz not null default now()
);
create unique index people_email on people (lower(email));

create table person_roles (
  person_id uuid not null references people on delete cascade,
  role text not null check (role in ('social-worker', 'assistant', 'team-supervisor', 'director', 'foster-coordinator',
    'procedure-manager', 'auditor', 'administrator')),
  primary key (person_id, role)
);
create index person_roles_role on person_roles (role);

-- One row. directory_version and calendar_version tell hosts that their copies are stale;
-- clock_offset is how far office time has been moved ahead of machine time.
create table office (
  only_row boolean primary key default true check (only_row),
  name text not null default 'Ośrodek Pomocy Społecznej',
  mark_symbol text not null default 'PS' check (mark_symbol ~ '^[[:alnum:]-]{1,12}$'),
  mark_class text not null default '5201' check (mark_class ~ '^[0-9]{3,5}$'),
  clock_offset interval not null default '0' check (clock_offset >= interval '0'),
  directory_version bigint not null default 1,
  calendar_version bigint not null default 1
);
insert into office default values;

create function office_now() returns timestamptz language sql stable
  as $$ select clock_timestamp() + clock_offset from office $$;

create table office_closing_days (
  day date primary key,
  reason text not null
);

-- Rows without a role are the office's hours; a role with rows of its own has only those.
create table office_hours (
  role text,
  weekday smallint not null check (weekday between 0 and 6),
  opens time not null,
  closes time not null,
  check (opens < closes),
  unique nulls not distinct (role, weekday, opens)
);
comment on column office_hours.weekday is '0 is Sunday, as in .NET';
insert into office_hours (role, weekday, opens, closes) values
  (null, 1, '07:00', '15:00'), (null, 2, '07:00', '15:00'), (null, 3, '07:00', '15:00'),
  (null, 4, '07:00', '17:00'), (null, 5, '07:00', '13:00'),
  ('assistant', 3, '12:00', '15:00');

create function office_directory_changed() returns trigger language plpgsql as $$
begin
  update office set directory_version = directory_version + 1;
  return null;
end $$;
create trigger people_changed after insert or update or delete on people for each statement execute function office_directory_changed();
create trigger person_roles_changed after insert or update or delete on person_roles for each statement execute function office_directory_changed();

create function office_calendar_changed() returns trigger language plpgsql as $$
begin
  update office set calendar_version = calendar_version + 1;
  return null;
end $$;
create trigger office_hours_changed after insert or update or delete on office_hours for each statement execute function office_calendar_changed();
create trigger office_closing_days_changed after insert or update or delete on office_closing_days for each statement execute function office_calendar_changed();

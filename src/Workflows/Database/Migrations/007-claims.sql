-- A claim names its host, so that what a dead host had claimed is taken over at once and not when the lease ends.

alter table timers add leased_by integer;
alter table outbox add leased_by integer;
comment on column timers.leased_by is 'The number of the host; see host_lives. Null for a lease that keeps everybody away until a failed run is tried again';

-- A host holds the advisory lock (7420202, its number) on a connection as long as it lives.
create function host_lives(host integer) returns boolean language sql volatile as $$
  select exists (
    select from pg_locks
    where locktype = 'advisory' and classid = 7420202 and objid = host::oid and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database()))
$$;

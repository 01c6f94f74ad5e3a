-- What the workers and the development clock need beside the rows that are due.

alter table timers add failures integer not null default 0 check (failures >= 0);
comment on column timers.failures is 'How often its run has failed in a row; it is then leased to nobody until it is tried again';

-- The demo office is made from its past on: its time begins behind machine time and has caught up before anyone can sign in.
alter table office drop constraint office_clock_offset_check;
comment on column office.clock_offset is 'How far office time is ahead of machine time; below zero only while the past of the demo office is made';

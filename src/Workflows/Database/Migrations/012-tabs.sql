-- One person may have a procedure open in several tabs: which of them knows the latest state although it has not got the answer to its save.

alter table definition_versions add saved_by_tab text;
comment on column definition_versions.saved_by_tab is 'The tab of the designer that made it what it is; null for what no designer made';

-- What lists and the start of a case search by.

create index cases_mark_search on cases (lower(case_mark) text_pattern_ops);
create index families_name_search on families (lower(name) text_pattern_ops);

-- The same name and address is the same family.
drop index families_name;
create unique index families_known on families (lower(name), lower(address));

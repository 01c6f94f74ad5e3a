#!/usr/bin/env python3
"""Expected time limits for every start day of 2024-2035, made without the code under test.

Run in this folder: python3 generate.py > limits.csv
Only the standard library; on purpose other ways than the code takes: Easter from a printed table, everything else by
walking a list of days one by one, summer time from the rule of the EU directive (last Sundays of March and October).
"""
import csv
import sys
from datetime import date, timedelta

EASTER = [
    "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21",
    "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2036-04-13", "2037-04-05", "2038-04-25",
]
FIXED = {
    "01-01": "new-year", "01-06": "epiphany", "05-01": "labour-day", "05-03": "constitution-day", "08-15": "assumption",
    "11-01": "all-saints", "11-11": "independence-day", "12-25": "christmas-day", "12-26": "second-christmas-day",
}
DAY = timedelta(days=1)


def every_day(first, last):
    day = first
    while day <= last:
        yield day
        day += DAY


def holidays():
    found = {}
    for day in every_day(date(2023, 1, 1), date(2038, 12, 31)):
        if day.isoformat()[5:] in FIXED:
            found[day] = FIXED[day.isoformat()[5:]]
    for year in range(2025, 2039):
        found[date(year, 12, 24)] = "christmas-eve"
    for text in EASTER:
        sunday = date.fromisoformat(text)
        found[sunday] = "easter-sunday"
        found[sunday + DAY] = "easter-monday"
        found[sunday + 7 * 7 * DAY] = "pentecost"
        # Corpus Christi: the Thursday after the week that follows Pentecost.
        thursday = sunday + 8 * 7 * DAY
        while thursday.strftime("%a") != "Thu":
            thursday += DAY
        found[thursday] = "corpus-christi"
    return found


HOLIDAYS = holidays()


def kind(day):
    if day in HOLIDAYS:
        return HOLIDAYS[day]
    return {5: "saturday", 6: "sunday"}.get(day.weekday(), "working")


def moved(day):
    """Art. 57 par. 4: the next day that is neither a Saturday nor a day off."""
    while kind(day) != "working":
        day += DAY
    return day


def after_days(day, count):
    for _ in range(count):
        day += DAY
    return moved(day)


def after_working_days(day, count, step=DAY):
    passed = 0
    while passed < count:
        day += step
        if kind(day) == "working":
            passed += 1
    return day


def after_months(start, count):
    year, month = start.year, start.month
    for _ in range(count):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    day = date(year, month, 1)
    while day.day < start.day and (day + DAY).month == month:
        day += DAY
    return moved(day)


def last_sunday(year, month):
    day = date(year, month, 31)
    while day.strftime("%a") != "Sun":
        day -= DAY
    return day


def midnight_in_utc(day):
    """Clocks change at 01:00 UTC of the last Sunday, so that day's own midnight still belongs to the time before."""
    summer = last_sunday(day.year, 3) < day <= last_sunday(day.year, 10)
    return f"{day - DAY}T{'22' if summer else '23'}:00Z"


COLUMNS = {
    "start": lambda day: day,
    "kind": kind,
    "midnight": midnight_in_utc,
    "7 days": lambda day: after_days(day, 7),
    "14 days": lambda day: after_days(day, 14),
    "30 days": lambda day: after_days(day, 30),
    "3 working-days": lambda day: after_working_days(day, 3),
    "14 working-days": lambda day: after_working_days(day, 14),
    "-5 working-days": lambda day: after_working_days(day, 5, -DAY),
    "1 months": lambda day: after_months(day, 1),
    "6 months": lambda day: after_months(day, 6),
    "24 months": lambda day: after_months(day, 24),
}

if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for start in every_day(date(2024, 1, 1), date(2035, 12, 31)):
        out.writerow(column(start) for column in COLUMNS.values())

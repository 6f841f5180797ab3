#!/usr/bin/env python3
"""Prints monitoring.sql, the same bytes at every run:

    python3 examples/monitoring_generate.py > examples/monitoring.sql

Only random() of the seeded generator is used: Python promises its sequence across versions.
The tables' meaning is documented at the head of the script that comes out (monitoring_head.sql).
"""

import datetime
import math
import os
import random
import sys

REFERENCE = datetime.date(2025, 6, 30)  # The "today" of the data.
HISTORY = datetime.date(2024, 7, 1)  # Runs are kept from here on.
ROWS_PER_INSERT = 200
DAY = datetime.timedelta(days=1)

dice = random.Random(20250629)

TEAMS = [("Market Data", "London"), ("Reference Data", "Kraków"), ("Weather Desk", "Genève"),
         ("Alternative Data", "London"), ("Night Watch", "Singapore")]

# team, name, category, tier, country, started, ended, fee, how unreliable, contacts, feeds
# a feed: name, format, frequency, status, usual rows
# a contact: name, role, email?, phone?, active
PROVIDERS = [
    (1, "Northwind Prices", "market prices", "gold", "United Kingdom", "2015-02-02", None, 420000.0, 0.6,
     [("Amy Whitfield", "account manager", 1, 1, 1), ("Tom D'Souza", "support", 1, 0, 1)],
     [("Daily prices", "csv", "daily", "active", 48000), ("Corporate actions", "xml", "daily", "active", 900),
      ("Index weights", "csv", "monthly", "active", 3100)]),
    (1, "Northwind Pricing", "market prices", "bronze", "Ireland", "2022-09-12", None, 36500.5, 1.6,
     [("Declan Murphy", "account manager", 1, 0, 1)],
     [("Daily prices", "json", "daily", "active", 7500), ("Closing auctions", "csv", "weekly", "paused", 420)]),
    (1, "Zürcher Börsendaten AG", "market prices", "gold", "Switzerland", "2012-01-16", None, 388000.0, 0.5,
     [("Ürs Brönnimann", "account manager", 1, 1, 1), ("Reto Käser", "support", 1, 1, 1),
      ("Anna Meier", "support", 0, 1, 0)],
     [("Swiss equities", "fixed width", "daily", "active", 1650), ("Swiss bonds", "fixed width", "daily", "active", 2900)]),
    (1, "Bolsa Ibérica Datos", "market prices", "silver", "Spain", "2018-05-07", None, 142000.0, 1.2,
     [("Lucía Peña", "support", 1, 1, 1)],
     [("Daily prices", "csv", "daily", "active", 5200), ("Dividends", "csv", "weekly", "active", 130)]),
    (2, "O'Hara & Sons Registers", "company registers", "silver", "Ireland", "2016-11-01", None, 98000.0, 0.9,
     [("Siobhán O'Hara", "account manager", 1, 1, 1), ("Seán O'Hara", "support", 1, 0, 0)],
     [("Company names", "csv", "daily", "active", 260), ("Insolvencies", "xml", "weekly", "active", 75)]),
    (2, "Registre d'Or", "company registers", "bronze", "France", "2020-03-30", None, 27500.0, 1.5,
     [("Élodie Lefèvre", "account manager", 1, 1, 1)],
     [("Company names", "xml", "weekly", "active", 5400), ("Directors", "xml", "monthly", "active", 21000)]),
    (2, "Łódź Adresy", "postal addresses", "bronze", "Poland", "2019-08-19", None, 18900.0, 1.8,
     [("Łukasz Wójcik", "support", 0, 1, 1)],
     [("Addresses", "csv", "weekly", "active", 88000), ("Address changes", "csv", "daily", "active", 310)]),
    (2, "Nordic Address Register", "postal addresses", "silver", "Sweden", "2014-04-14", None, 76000.0, 0.4,
     [("Åsa Lindqvist", "account manager", 1, 1, 1), ("Björn Håkansson", "support", 1, 1, 1)],
     [("Addresses", "csv", "monthly", "active", 410000)]),
    (2, "Rating House Köln", "credit ratings", "gold", "Germany", "2013-10-07", None, 310000.0, 0.7,
     [("Jürgen Weiß", "account manager", 1, 1, 1), ("Katrin Möller", "support", 1, 1, 1)],
     [("Ratings", "xml", "daily", "active", 5900), ("Rating outlooks", "xml", "daily", "active", 700),
      ("Rating history", "csv", "monthly", "active", 240000)]),
    (2, "Rating House", "credit ratings", "silver", "United States", "2021-06-21", None, 205000.0, 1.1,
     [("Jordan Smith", "account manager", 1, 1, 1)],
     [("Ratings", "json", "daily", "active", 11800)]),
    (3, "Météo Données", "weather", "gold", "France", "2017-01-09", None, 164000.0, 0.8,
     [("François Béraud", "account manager", 1, 1, 1), ("Noémie Garçon", "support", 1, 1, 1)],
     [("Temperature grid", "csv", "daily", "active", 96000), ("Wind grid", "csv", "daily", "active", 96000),
      ("Seasonal outlook", "json", "monthly", "active", 64)]),
    (3, "Meteo Data Ltd", "weather", "bronze", "United Kingdom", "2023-02-20", None, 21400.0, 2.0,
     [("Gareth Pugh", "support", 1, 0, 1)],
     [("Temperature grid", "json", "daily", "active", 12000)]),
    (3, "Ångström Climate", "weather", "silver", "Norway", "2019-12-02", "2025-03-31", 88000.0, 1.3,
     [("Nils Ångström", "account manager", 1, 1, 0)],
     [("Snow cover", "csv", "weekly", "retired", 18000), ("Reservoir levels", "csv", "weekly", "retired", 540)]),
    (3, "Hydro 24", "weather", "bronze", "Austria", "2024-11-04", None, 15000.0, 1.0,
     [("Eva Gruber", "support", 1, 1, 1)],
     [("Reservoir levels", "csv", "daily", "active", 320)]),
    (4, "Cargo Eyes", "shipping", "silver", "Singapore", "2020-07-13", None, 131000.0, 1.4,
     [("Wei Ling Tan", "account manager", 1, 1, 1), ("Jordan Smith", "support", 1, 0, 1)],
     [("Vessel positions", "json", "daily", "active", 64000), ("Port congestion", "csv", "weekly", "active", 210)]),
    (4, "Faro Marítimo", "shipping", "bronze", "Portugal", "2022-02-28", None, 42000.0, 1.7,
     [("João Gonçalves", "support", 0, 0, 1)],
     [("Vessel positions", "csv", "daily", "paused", 9000), ("Port calls", "csv", "weekly", "active", 1500)]),
    (4, "Pressespiegel Süd", "news", "silver", "Germany", "2018-09-03", None, 69000.0, 1.0,
     [("Stefan Vogel", "account manager", 1, 1, 1)],
     [("News sentiment", "json", "daily", "active", 2600)]),
    (4, "'t Nieuws", "news", "bronze", "Netherlands", "2023-10-16", None, 24000.0, 1.9,
     [("Daan van 't Hoff", "support", 1, 1, 1)],
     [("News sentiment", "json", "daily", "active", 800), ("Headlines", "xml", "weekly", "active", 3900)]),
    (4, "Satellite Harvest", "geodata", "gold", "United States", "2021-03-08", None, 275000.0, 0.9,
     [("Dana O'Neil", "account manager", 1, 1, 1), ("Chris Lee", "support", 1, 1, 1)],
     [("Crop index", "csv", "weekly", "active", 27000), ("Parking lots", "csv", "monthly", "active", 7400)]),
    (4, "Geodata Praha", "geodata", "silver", "Czechia", "2016-06-27", "2024-12-31", 54000.0, 1.2,
     [("Jiří Dvořák", "account manager", 1, 0, 0)],
     [("Boundaries", "xml", "monthly", "retired", 6300)]),
    (4, "Quiet Harbour Analytics", "shipping", "bronze", "Malta", "2025-06-16", None, 12000.0, 1.0,
     [], []),  # Signed a fortnight ago: nothing has come yet.
    (5, "Tokio Clearing", "market prices", "gold", "Japan", "2014-08-25", None, 295000.0, 0.3,
     [("Haruka Sato", "account manager", 1, 1, 1), ("Ken Ito", "support", 1, 1, 1)],
     [("Settlement prices", "fixed width", "daily", "active", 3300), ("Margin rates", "csv", "weekly", "active", 480)]),
]

# scope, severity, title, whether the title ends with the name of the feed or provider
FINDINGS = {
    "provider": [("major", "No answer from support for two days"), ("critical", "Login refused on all servers"),
                 ("minor", "Holiday calendar not announced"), ("cosmetic", "Invoice names the wrong contract")],
    "feed": [("major", "Format changed without notice"), ("minor", "Delivered earlier than agreed"),
             ("critical", "Nothing delivered for three runs"), ("minor", "Documentation is out of date")],
    "file": [("critical", "File cannot be read"), ("major", "Rows are missing"), ("major", "Delivered late"),
             ("minor", "File name is wrong"), ("minor", "Delivered twice")],
    "field": [("major", "Currency is empty"), ("minor", "Dates in the wrong order"), ("major", "Identifiers changed"),
              ("cosmetic", "Trailing blanks in names"), ("critical", "Decimal point lost")],
}
DUE_DAYS = {"critical": 3, "major": 14, "minor": 45, "cosmetic": 120}
RESOLVING_DAYS = {"critical": 3, "major": 12, "minor": 40, "cosmetic": 70}
# What becomes of a run, per unit of unreliability.
MISHAPS = [("late", 0.045), ("partial", 0.012), ("failed", 0.009), ("missing", 0.006)]


def pick(choices):
    return choices[int(dice.random() * len(choices))]


def waiting(mean):
    """Days or minutes: many short, a few long."""
    return int(-math.log(1.0 - dice.random()) * mean)


def weighted(weights):
    at = dice.random() * sum(weight for _, weight in weights)
    for value, weight in weights:
        at -= weight
        if at < 0:
            return value
    return weights[-1][0]


def date(text):
    return datetime.date.fromisoformat(text)


def email_of(name, provider):
    plain = {"é": "e", "è": "e", "ü": "u", "ö": "o", "ä": "a", "å": "a", "Å": "a", "Ł": "l", "Ü": "u",
             "É": "e", "á": "a", "í": "i", "ñ": "n", "ç": "c", "ã": "a", "ř": "r", "ó": "o", "ß": "ss",
             "ź": "z", "Z": "z", "ú": "u"}
    letters = lambda text: "".join(plain.get(c, c).lower() for c in text if c.isalnum())
    return ".".join(filter(None, map(letters, name.split()))) + "@" + letters(provider) + ".example"


def make_feeds():
    feeds = []
    for provider_id, provider in enumerate(PROVIDERS, 1):
        started, ended = date(provider[5]), provider[6] and date(provider[6])
        for name, form, frequency, status, rows in provider[10]:
            first = started + datetime.timedelta(days=14)
            last = ended or REFERENCE
            if status == "paused":
                last = datetime.date(2025, 2, 28)
            feeds.append({"id": len(feeds) + 1, "provider_id": provider_id, "name": name, "format": form,
                          "frequency": frequency, "status": status, "first": first, "last": last, "rows": rows,
                          "trouble": provider[8]})
    return feeds


def is_due(feed, day):
    if not feed["first"] <= day <= feed["last"]:
        return False
    return {"daily": day.weekday() < 5, "weekly": day.weekday() == 0, "monthly": day.day == 3}[feed["frequency"]]


def make_run(feed, day):
    autumn = 2.5 if feed["provider_id"] == 12 and day.month in (10, 11) else 1.0  # A bad autumn there.
    chances = [(status, share * feed["trouble"] * autumn) for status, share in MISHAPS]
    status = weighted(chances + [("on time", 1.0 - sum(share for _, share in chances))])
    rows = int(feed["rows"] * (0.94 + 0.12 * dice.random()))
    minutes = {"on time": 0, "late": 1 + waiting(190), "partial": waiting(40), "failed": waiting(60)}.get(status)
    received = None if minutes is None else day + datetime.timedelta(days=(480 + minutes) // 1440)
    if status == "partial":
        rows = int(rows * (0.1 + 0.8 * dice.random()))
    if status in ("failed", "missing"):
        rows = None
    if received is not None and received > REFERENCE:
        received, status, minutes, rows = None, "missing", None, None
    return {"feed": feed, "due": day, "received": received, "status": status, "minutes": minutes, "rows": rows}


def make_runs(feeds):
    runs = []
    for offset in range((REFERENCE - HISTORY).days + 1):
        day = HISTORY + offset * DAY
        runs += [make_run(feed, day) for feed in feeds if is_due(feed, day)]
    for number, run in enumerate(runs, 1):
        run["id"] = number
    return runs


def make_issue(scope, provider_id, reported, feed=None, run=None, finding=None):
    severity, title = finding or pick(FINDINGS[scope])
    due = reported + datetime.timedelta(days=DUE_DAYS[severity])
    resolved = reported + datetime.timedelta(days=waiting(RESOLVING_DAYS[severity] * PROVIDERS[provider_id - 1][8]))
    status, hours = "resolved", 0.25 * (1 + waiting(9))
    left_undone = 0.3 if (REFERENCE - reported).days < 100 else 0.03
    if resolved > REFERENCE or dice.random() < left_undone:
        status, resolved = weighted([("open", 5), ("in progress", 3), ("waiting for provider", 4)]), None
        hours = 0.0 if status == "open" else hours
    elif dice.random() < 0.05:
        status, resolved, hours = "duplicate", None, 0.0
    team = PROVIDERS[provider_id - 1][0]
    if scope == "file" and dice.random() < 0.2:
        team = 5
    if status == "open" and dice.random() < 0.4:
        team = None
    return {"provider_id": provider_id, "feed": feed, "run": run, "team": team, "title": title, "scope": scope,
            "severity": severity, "status": status, "reported": reported, "due": due, "resolved": resolved,
            "hours": hours}


def make_issues(feeds, runs):
    issues = []
    titles = {"failed": 0, "partial": 1, "late": 2}
    for run in runs:
        found = {"failed": 0.95, "partial": 0.8, "late": 0.25, "on time": 0.004}.get(run["status"], 0)
        if dice.random() >= found:
            continue
        finding = FINDINGS["file"][titles.get(run["status"], 3 + int(2 * dice.random()))]
        issues.append(make_issue("file", run["feed"]["provider_id"], run["received"], run["feed"], run, finding))
    for feed in feeds:
        for _ in range(int(5 * feed["trouble"] * dice.random() + 0.5)):
            days = (feed["last"] - max(HISTORY, feed["first"])).days
            reported = max(HISTORY, feed["first"]) + int(days * dice.random()) * DAY
            issues.append(make_issue(pick(["feed", "field", "field"]), feed["provider_id"], reported, feed))
    for provider_id, provider in enumerate(PROVIDERS[:-1], 1):
        for _ in range(int(3 * provider[8] * dice.random() + 0.3)):
            last = date(provider[6]) if provider[6] else REFERENCE
            first = max(HISTORY, date(provider[5]))
            reported = first + int((last - first).days * dice.random()) * DAY
            issues.append(make_issue("provider", provider_id, reported))
    issues.sort(key=lambda i: (i["reported"], i["provider_id"], i["title"]))
    return issues


def sla_rows(feeds):
    rows = []
    for feed in feeds:
        tier = PROVIDERS[feed["provider_id"] - 1][3]
        if tier == "bronze" and feed["id"] % 3:
            continue
        target = {"gold": 99.5, "silver": 98.0, "bronze": 95.0}[tier]
        if feed["id"] % 7 == 2:  # Renegotiated at the turn of the year.
            rows.append((feed["id"], "timeliness", target - 1.25, feed["first"], datetime.date(2024, 12, 31)))
            rows.append((feed["id"], "timeliness", target, datetime.date(2025, 1, 1), None))
        else:
            rows.append((feed["id"], "timeliness", target, feed["first"], None))
        if tier == "gold":
            rows.append((feed["id"], "completeness", 99.9, feed["first"], None))
    return [(number, *row) for number, row in enumerate(rows, 1)]


def contact_rows():
    rows = []
    for provider_id, provider in enumerate(PROVIDERS, 1):
        for name, role, has_email, has_phone, active in provider[9]:
            rows.append((len(rows) + 1, provider_id, name, role,
                         email_of(name, provider[1]) if has_email else None,
                         f"+00 555 {4000 + 37 * len(rows)}" if has_phone else None, active))
    return rows


def sql(value):
    if value is None:
        return "NULL"
    if isinstance(value, (str, datetime.date)):
        return "'" + str(value).replace("'", "''") + "'"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def insert(table, rows):
    for start in range(0, len(rows), ROWS_PER_INSERT):
        lines = ",\n".join("(" + ",".join(map(sql, row)) + ")"
                           for row in rows[start:start + ROWS_PER_INSERT])
        print(f"\nINSERT INTO {table} VALUES\n{lines};")


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    feeds = make_feeds()
    runs = make_runs(feeds)
    issues = make_issues(feeds, runs)

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "monitoring_head.sql"), encoding="utf-8") as head:
        print(head.read(), end="")
    insert("reference", [(REFERENCE,)])
    insert("teams", [(i, *team) for i, team in enumerate(TEAMS, 1)])
    insert("providers", [(i, *p[:8]) for i, p in enumerate(PROVIDERS, 1)])
    insert("contacts", contact_rows())
    insert("feeds", [(f["id"], f["provider_id"], f["name"], f["format"], f["frequency"], f["status"], f["first"])
                     for f in feeds])
    insert("slas", sla_rows(feeds))
    insert("deliveries", [(r["id"], r["feed"]["id"], r["due"], r["received"], r["status"], r["minutes"], r["rows"])
                          for r in runs])
    insert("issues", [(n, i["provider_id"], i["feed"] and i["feed"]["id"], i["run"] and i["run"]["id"], i["team"],
                       i["title"], i["scope"], i["severity"], i["status"], i["reported"], i["due"], i["resolved"],
                       i["hours"]) for n, i in enumerate(issues, 1)])
    print("\nCOMMIT;")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints cloud_costs.sql, the same bytes at every run:

    python3 examples/cloud_costs_generate.py > examples/cloud_costs.sql

Only random() of the seeded generator is used: Python promises its sequence across versions.
The tables' meaning is documented at the head of the script that comes out (cloud_costs_head.sql).
"""

import datetime
import os
import random
import sys
from decimal import ROUND_HALF_UP, Decimal

REFERENCE = datetime.date(2025, 6, 30)  # The "today" of the data.
HISTORY = datetime.date(2024, 7, 1)  # Costs are kept from here on.
ROWS_PER_INSERT = 200
DAY = datetime.timedelta(days=1)

dice = random.Random(20250628)

# name, ledger code, manager
TEAMS = [("Payments", "L-1010", "Siobhán O'Brien"), ("Search", "L-1020", "Łukasz Wójcik"),
         ("Search Quality", "L-1021", "Noémie Garçon"), ("Data Platform", "L-2000", "Jürgen Weiß"),
         ("Machine Learning", "L-2010", "Inês Magalhães"), ("Mobile Apps", "L-3000", "Tom D'Souza"),
         ("Web Shop", "L-3010", "Åsa Lindqvist"), ("Internal Tools", "L-4000", None),
         ("Security", "L-4010", "Daan van 't Hoff"), ("Développement Québec", "L-5000", "Élodie Lefèvre"),
         ("Finance Reports", "L-6000", "Marta Climent"), ("Robotics", "L-7000", None)]

# team, name, environment, started, ended, tags
PROJECTS = [
    (1, "Checkout", "production", "2019-03-01", None, {"criticality": "high", "pii": "yes", "owner": "payments"}),
    (1, "Checkout Staging", "staging", "2019-03-15", None, {"owner": "payments"}),
    (1, "Fraud Check", "production", "2021-10-04", None, {"criticality": "high", "pii": "yes"}),
    (2, "Search Index", "production", "2018-06-11", None, {"criticality": "high", "owner": "search"}),
    (2, "Search-Index Lab", "sandbox", "2024-09-02", None, {}),
    (3, "Relevance Tests", "development", "2022-01-17", None, {"owner": "Search"}),
    (4, "Data Lake", "production", "2020-02-03", None, {"criticality": "medium", "pii": "yes", "owner": "data"}),
    (4, "Stream Hub", "production", "2021-05-10", None, {"criticality": "high"}),
    (4, "Lake Sandbox", "sandbox", "2023-04-24", "2025-01-31", {"owner": "data"}),
    (5, "Recommendations", "production", "2022-08-29", None, {"criticality": "medium", "owner": "ml"}),
    (5, "Model Training", "development", "2023-02-13", None, {"owner": "ml"}),
    (6, "Phone Backend", "production", "2020-09-07", None, {"criticality": "medium", "pii": "yes"}),
    (6, "Phone Backend Staging", "staging", "2020-09-07", None, {}),
    (7, "Shop Front", "production", "2017-11-20", None, {"criticality": "high", "owner": "shop"}),
    (7, "Shop Images", "production", "2018-02-12", None, {"owner": "shop"}),
    (8, "Build Farm", "development", "2019-07-01", None, {"owner": "tools"}),
    (8, "Wiki", "production", "2016-04-18", "2024-11-30", {"owner": "tools"}),
    (9, "Log Vault", "production", "2021-01-04", None, {"criticality": "high", "pii": "yes"}),
    (10, "Traduction", "production", "2023-06-05", None, {"criticality": "low"}),
    (11, "Month-End Reports", "production", "2019-12-02", None, {"criticality": "medium"}),
    (None, "O'Leary's Test Box", "sandbox", "2022-03-21", None, {}),
    (None, "Old Newsletter", "production", "2015-08-03", None, {"owner": "unknown"}),
    (12, "Arm Simulator", "sandbox", "2025-06-23", None, {}),  # Nothing has been billed yet.
]

# name, vendor, currency, status, opened, closed
ACCOUNTS = [("Nimbus Main", "Nimbus", "USD", "active", "2016-01-04", None),
            ("Nimbus Analytics", "Nimbus", "USD", "active", "2020-01-13", None),
            ("Stratus Europe", "Stratus", "EUR", "active", "2018-02-01", None),
            ("Stratus UK", "Stratus", "GBP", "active", "2020-08-31", None),
            ("Cumulo Trial", "Cumulo", "EUR", "suspended", "2024-08-26", None),
            ("Nimbus Legacy", "Nimbus", "USD", "closed", "2014-10-06", "2024-12-31")]

REGIONS = [("eu-central", "Frankfurt", "Germany"), ("eu-west", "Dublin", "Ireland"), ("eu-north", "Göteborg", "Sweden"),
           ("us-east", "Ashburn", "United States"), ("uk-south", "London", "United Kingdom"),
           ("ca-east", "Montréal", "Canada"), ("ap-south", "São Paulo", "Brazil")]  # The last one is not used.

# renamed to (row), name, vendor, category, unit, introduced, retired, EUR for one unit
SERVICES = [
    (None, "Compute Engine", "Nimbus", "compute", "hour", "2013-05-01", None, 0.21),
    (3, "Blob Store", "Nimbus", "storage", "GB", "2012-09-01", "2025-01-01", 0.021),
    (None, "Object Storage", "Nimbus", "storage", "GB", "2025-01-01", None, 0.021),
    (None, "Managed SQL", "Nimbus", "database", "hour", "2015-02-01", None, 0.34),
    (None, "Warehouse", "Nimbus", "analytics", "TB", "2018-10-01", None, 4.6),
    (None, "Data Transfer", "Nimbus", "network", "GB", "2012-09-01", None, 0.08),
    (None, "Training Cluster", "Nimbus", "compute", "hour", "2021-11-01", None, 2.9),
    (None, "Premium Support", "Nimbus", "support", None, "2014-01-01", None, 0),
    (None, "Virtual Machines", "Stratus", "compute", "hour", "2011-03-01", None, 0.19),
    (None, "Object Storage", "Stratus", "storage", "GB", "2014-06-01", None, 0.018),
    (None, "SQL Cluster", "Stratus", "database", "hour", "2016-09-01", None, 0.41),
    (None, "Edge Cache", "Stratus", "network", "GB", "2017-04-01", None, 0.05),
    (None, "Log Search", "Stratus", "analytics", "GB", "2019-01-01", None, 0.5),
    (None, "Functions", "Cumulo", "compute", "request", "2020-02-01", None, 0.00002),
    (None, "Quantum Preview", "Cumulo", "compute", "hour", "2024-05-01", None, 90.0),  # Nobody uses it.
]

# account, project, service, region (None: global), EUR a day, growth in a year, share on weekends
SERIES = [
    (1, 1, 1, 1, 62.0, 1.15, 0.9), (1, 1, 4, 1, 31.0, 1.05, 1.0), (1, 1, 6, None, 9.5, 1.2, 0.8), (1, 1, 2, 1, 4.2, 1.1, 1.0),
    (1, 2, 1, 1, 8.0, 1.0, 0.2), (1, 2, 4, 1, 5.5, 1.0, 1.0), (1, 3, 1, 2, 24.0, 1.4, 1.0), (1, 3, 4, 2, 12.0, 1.1, 1.0),
    (1, 4, 1, 1, 88.0, 0.9, 1.0), (1, 4, 2, 1, 19.0, 1.2, 1.0), (1, 4, 6, None, 14.0, 1.1, 0.9), (1, 5, 1, 2, 3.1, 1.0, 0.0),
    (3, 6, 9, 3, 6.4, 1.0, 0.1), (2, 7, 2, 1, 74.0, 1.3, 1.0), (2, 7, 5, 1, 51.0, 1.25, 0.4), (2, 7, 1, 1, 33.0, 1.0, 0.7),
    (2, 8, 1, 2, 41.0, 1.1, 1.0), (2, 8, 6, None, 11.0, 1.3, 0.9), (2, 9, 5, 1, 7.0, 1.0, 0.1), (2, 10, 1, 4, 29.0, 1.2, 1.0),
    (2, 10, 7, 4, 37.0, 1.1, 1.0), (2, 11, 7, 4, 96.0, 1.9, 0.5), (2, 11, 2, 4, 8.8, 1.6, 1.0), (4, 12, 9, 5, 27.0, 1.1, 1.1),
    (4, 12, 11, 5, 22.0, 1.0, 1.0), (4, 12, 10, 5, 3.6, 1.2, 1.0), (4, 13, 9, 5, 4.4, 1.0, 0.2), (3, 14, 9, 3, 57.0, 1.1, 1.3),
    (3, 14, 11, 3, 26.0, 1.0, 1.0), (3, 14, 12, None, 18.0, 1.3, 1.4), (3, 15, 10, 3, 13.0, 1.2, 1.0), (3, 15, 12, None, 21.0, 1.2, 1.4),
    (3, 16, 9, 3, 38.0, 1.2, 0.05), (3, 16, 10, 3, 2.4, 1.4, 1.0), (6, 17, 1, 4, 3.9, 1.0, 1.0), (6, 17, 4, 4, 4.8, 1.0, 1.0),
    (3, 18, 13, 3, 44.0, 1.3, 0.9), (3, 18, 10, 3, 16.0, 1.5, 1.0), (1, 19, 1, 6, 7.7, 1.0, 1.0), (1, 19, 4, 6, 5.1, 1.0, 1.0),
    (3, 20, 11, 3, 9.9, 1.0, 0.6), (3, 20, 9, 3, 6.1, 1.0, 0.3), (1, 21, 1, 4, 2.2, 1.0, 1.0), (6, 22, 1, 4, 5.6, 1.0, 1.0),
    (5, 6, 14, 1, 1.3, 1.0, 0.3), (4, 18, 13, 5, 6.7, 1.2, 0.9), (1, 14, 6, None, 3.3, 1.1, 1.2), (2, 11, 5, 4, 5.2, 1.5, 0.4),
]

# team, EUR a month, months of the year without a budget
BUDGETS = [(1, 5400, []), (2, 4000, []), (3, 250, [7, 8]), (4, 7600, []), (5, 6500, []), (6, 1800, []), (7, 5000, [12]),
           (8, 1400, []), (9, 2300, []), (10, 450, [1, 2, 3]), (11, 500, [])]  # Robotics has none.


def cents(value, places):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def month_of(day):
    return day.replace(day=1)


def next_month(day):
    return month_of(month_of(day) + 31 * DAY)


def months():
    month = HISTORY
    while month <= REFERENCE:
        yield month
        month = next_month(month)


def make_rates():
    rates, dollar, pound = {}, 0.928, 1.182
    for month in months():
        rates["EUR", month] = Decimal("1.000000")
        rates["USD", month] = cents(f"{dollar:.8f}", 6)
        rates["GBP", month] = cents(f"{pound:.8f}", 6)
        dollar *= 0.982 + 0.03 * dice.random()
        pound *= 0.993 + 0.014 * dice.random()
    return rates


def is_used(account, project, service, day):
    """Whether the contract, the project and the name of the service are in force on that day."""
    last = min(filter(None, [REFERENCE, account[5] and datetime.date.fromisoformat(account[5]),
                             project[4] and datetime.date.fromisoformat(project[4])]))
    first = max(map(datetime.date.fromisoformat, (account[4], project[3])))
    return first <= day <= last


def make_usage(series, day):
    account_id, project_id, service_id, region_id, base, growth, weekend = series
    account, project = ACCOUNTS[account_id - 1], PROJECTS[project_id - 1]
    if service_id == 2 and day.year >= 2025:
        service_id = 3
    service = SERVICES[service_id - 1]
    luck = dice.random()
    if not is_used(account, project, service, day):
        return None
    if account_id == 2 and (day.year, day.month) == (2025, 2):
        return None  # The bills that were never loaded.
    if account_id == 5 and day >= datetime.date(2025, 4, 1):
        return None  # Suspended.
    share = growth ** ((day - HISTORY).days / 365) * (weekend if day.weekday() > 4 else 1.0)
    if project_id in (14, 15) and (day.month, day.day) >= (11, 24) and (day.month, day.day) <= (12, 23):
        share *= 1.7  # Christmas.
    if project_id == 11 and datetime.date(2025, 5, 12) <= day <= datetime.date(2025, 5, 16):
        share *= 6.0  # Somebody left the cluster on.
    euro = base * share * (0.93 + 0.14 * luck)
    if euro < 0.005:
        return None
    quantity = cents(f"{euro / service[7]:.6f}", 3)
    return [account_id, project_id, service_id, region_id, day, month_of(day), "usage", quantity, f"{euro:.8f}"]


def make_month_charges(usage):
    """Support at a share of the month for Nimbus Main; credits for what went wrong, a month later."""
    charges = []
    for month in months():
        spent = sum(float(row[8]) for row in usage if row[0] == 1 and row[5] == month)
        last = next_month(month) - DAY
        charges.append([1, 1, 8, None, last, month, "support", None, f"{0.03 * spent:.8f}"])
    for row in usage:
        if next_month(row[4]) <= REFERENCE and dice.random() < 0.004:
            euro = -float(row[8]) * (0.2 + 0.5 * dice.random())
            charges.append(row[:5] + [next_month(row[4]), "credit", None, f"{euro:.8f}"])
    # The vendor forgave most of the week in May.
    charges.append([2, 11, 7, 4, datetime.date(2025, 5, 19), datetime.date(2025, 6, 1), "credit", None, "-3250.00000000"])
    return charges


def make_costs(rates):
    usage = [row for offset in range((REFERENCE - HISTORY).days + 1)
             for row in (make_usage(series, HISTORY + offset * DAY) for series in SERIES) if row]
    rows = usage + make_month_charges(usage)
    rows.sort(key=lambda row: (row[4], row[0], row[1], row[2], row[6]))
    finished = []
    for number, row in enumerate(rows, 1):
        rate = rates[ACCOUNTS[row[0] - 1][2], row[5]]
        billed = cents(Decimal(row[8]) / rate, 4)
        finished.append((number, *row[:8], billed, cents(billed * rate, 4)))
    return finished


def budget_rows():
    rows = []
    for month in months():
        for team_id, amount, without in BUDGETS:
            if month.month not in without:
                raised = 1.06 if month.year == 2025 else 1.0
                rows.append((len(rows) + 1, team_id, month, cents(f"{amount * raised:.4f}", 2)))
    return rows


def tag_rows():
    return [(number, tag, content) for number, project in enumerate(PROJECTS, 1)
            for tag, content in project[5].items()]


def sql(value):
    if value is None:
        return "NULL"
    if isinstance(value, (str, datetime.date)):
        return "'" + str(value).replace("'", "''") + "'"
    return str(value)


def insert(table, rows):
    for start in range(0, len(rows), ROWS_PER_INSERT):
        lines = ",\n".join("(" + ",".join(map(sql, row)) + ")"
                           for row in rows[start:start + ROWS_PER_INSERT])
        print(f"\nINSERT INTO {table} VALUES\n{lines};")


def service_rows():
    """New names first: what is renamed refers to them."""
    rows = [(number, *service[:7]) for number, service in enumerate(SERVICES, 1)]
    return sorted(rows, key=lambda row: (row[1] is not None, row[0]))


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    rates = make_rates()
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "cloud_costs_head.sql"), encoding="utf-8") as head:
        print(head.read(), end="")
    insert("reference", [(REFERENCE,)])
    insert("teams", [(i, *team) for i, team in enumerate(TEAMS, 1)])
    insert("projects", [(i, *project[:5]) for i, project in enumerate(PROJECTS, 1)])
    insert("project_tags", tag_rows())
    insert("accounts", [(i, *account) for i, account in enumerate(ACCOUNTS, 1)])
    insert("regions", [(i, *region) for i, region in enumerate(REGIONS, 1)])
    insert("services", service_rows())
    insert("exchange_rates", [(currency, month, rate) for (currency, month), rate in sorted(rates.items())])
    insert("daily_costs", make_costs(rates))
    insert("budgets", budget_rows())
    print("\nCOMMIT;")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints maintenance.sql, the same bytes at every run:

    python3 examples/maintenance_generate.py > examples/maintenance.sql

Only random() of the seeded generator is used: Python promises its sequence across versions.
The tables' meaning is documented at the head of the script that comes out (maintenance_head.sql).
"""

import datetime
import math
import os
import random
import sys

REFERENCE = datetime.date(2025, 6, 30)  # The "today" of the data.
HISTORY = datetime.date(2023, 7, 3)  # Orders are kept from here on.
ROWS_PER_INSERT = 200
LEAD_DAYS = 14  # A preventive order is opened this long before it is due.

dice = random.Random(20250630)

# code, name, city, region, country, opened on, pieces of equipment, how slow work is there
SITES = [
    ("ALM", "Almería Packing Plant", "Almería", "Southern Europe", "Spain", "2004-03-15", 34, 1.5),
    ("BRS", "Bristol Distribution Centre", "Bristol", "Western Europe", "United Kingdom", "2011-09-01", 22, 0.8),
    ("BRN", "Brno Dairy", "Brno", "Central Europe", "Czechia", "1998-05-20", 26, 1.0),
    ("GDA", "Gdańsk Cold Store", "Gdańsk", "Central Europe", "Poland", "2016-11-07", 24, 0.7),
    ("GOT", "Göteborg Harbour Works", "Göteborg", "Northern Europe", "Sweden", "1987-06-01", 30, 0.9),
    ("LEJ", "Leipzig Bakery", "Leipzig", "Central Europe", "Germany", "2008-02-11", 25, 0.8),
    ("LYS", "Lyon Bottling Plant", "Lyon", "Western Europe", "France", "1995-10-16", 36, 1.3),
    ("ORK", "O'Brien Mill", "Cork", "Northern Europe", "Ireland", "1991-04-08", 19, 1.1),
    ("OPO", "Porto Cannery", "Porto", "Southern Europe", "Portugal", "2001-01-22", 23, 1.2),
    ("RTM", "Rotterdam Terminal", "Rotterdam", "Western Europe", "Netherlands", "2013-07-29", 31, 1.0),
    ("TRS", "Trieste Roastery", "Trieste", "Southern Europe", "Italy", "2019-05-06", 18, 0.9),
    ("VLC", "Valencia Juice Plant", "Valencia", "Southern Europe", "Spain", "2024-02-05", 12, 0.6),
]

TECHNICIANS = {
    "ALM": ["Carmen Ibáñez", "José Núñez", "Rafael Ortega", "Lucía Peña", "Hassan El Amrani"],
    "BRS": ["Amy Whitfield", "Tom D'Souza", "Gareth Pugh"],
    "BRN": ["Jiří Dvořák", "Alena Horáková", "Petr Svoboda"],
    "GDA": ["Łukasz Wójcik", "Agnieszka Zielińska", "Marek Nowak"],
    "GOT": ["Åsa Lindqvist", "Björn Håkansson", "Elin Sjöberg", "Nils Engström"],
    "LEJ": ["Jürgen Weiß", "Katrin Möller", "Stefan Vogel"],
    "LYS": ["Élodie Lefèvre", "François Béraud", "Karim Benali", "Noémie Garçon", "Luc D'Angelo"],
    "ORK": ["Siobhán O'Brien", "Seán Ó Súilleabháin", "Declan Murphy"],
    "OPO": ["João Gonçalves", "Inês Magalhães", "Rui Tavares"],
    "RTM": ["Daan van 't Hoff", "Fatma Yıldız", "Joost de Vries", "Sanne Bakker"],
    "TRS": ["Giulia Zanier", "Niccolò Furlan"],
    "VLC": ["Marta Climent", "Vicent Blasco"],
}
TRADES = ["mechanic", "electrician", "refrigeration technician", "instrument technician", "welder"]

# category: share, price from, to, failures a year, maker/models, plans (task, days, hours, parts), failures
CATEGORIES = {
    "pump": (20, 1800, 22000, 0.9,
             ["Halden: P-120", "Halden: P-300", "Tramontana: Aqua 5", "Brandt & Sohn: KX"],
             [("Grease pump bearings", 90, 1.0, 15), ("Replace mechanical seal", 365, 4.0, 260)],
             ["Seal leaking", "Bearing noise", "Low discharge pressure", "Motor trips on overload"]),
    "conveyor": (18, 6000, 64000, 1.6,
                 ["Norvik: Belt 800", "Norvik: Belt 1200", "Castellan: C-40"],
                 [("Adjust belt tension", 75, 1.5, 0), ("Replace belt scraper", 180, 2.0, 95)],
                 ["Belt torn", "Belt tracking off", "Drive chain broken", "Photo eye blocked"]),
    "compressor": (10, 14000, 98000, 1.4,
                   ["Kessler: Luft 55", "Kessler: Luft 90", "D'Arcy: AC-30"],
                   [("Change oil and filters", 120, 3.0, 180), ("Check safety valve", 365, 1.5, 0)],
                   ["Oil leak", "High outlet temperature", "Will not load", "Condensate drain stuck"]),
    "chiller": (8, 45000, 310000, 1.1,
                ["Frostad: F400", "Frostad: F650", "Kessler: Kälte 2"],
                [("Clean condenser coils", 120, 4.0, 60), ("Check refrigerant charge", 180, 2.0, 120)],
                ["Refrigerant leak", "Compressor fails to start", "Low evaporator flow"]),
    "boiler": (6, 38000, 240000, 0.8,
               ["Brandt & Sohn: Dampf 3", "D'Arcy: B-12"],
               [("Test low-water cutoff", 45, 0.5, 0), ("Clean burner", 365, 8.0, 340)],
               ["Burner lockout", "Feed water valve stuck", "Steam leak at flange"]),
    "forklift": (13, 18000, 46000, 1.3,
                 ["Okafor: Lift 25", "Okafor: Lift 35", "Norvik: Reach 16"],
                 [("Check mast and chains", 90, 1.0, 10), ("Service battery", 180, 2.0, 75)],
                 ["Hydraulic leak", "Battery will not charge", "Brakes weak", "Horn does not work"]),
    "air handler": (10, 7000, 52000, 0.7,
                    ["Frostad: Air 10", "Tramontana: Vento 8"],
                    [("Replace air filters", 90, 1.5, 110), ("Lubricate fan bearings", 180, 1.0, 12)],
                    ["Fan belt slipping", "Damper actuator failed", "Vibration alarm"]),
    "packaging machine": (9, 60000, 420000, 2.4,
                          ["Castellan: Pak 9", "Castellan: Pak 12", "Brandt & Sohn: Wickel"],
                          [("Clean and align sensors", 60, 1.5, 0), ("Replace sealing jaws", 180, 3.0, 540)],
                          ["Film jam", "Sealing temperature unstable", "Labels skewed", "Servo drive fault"]),
    "generator": (3, 32000, 185000, 0.4,
                  ["D'Arcy: G-250", "Halden: Gen 400"],
                  [("Run load test", 60, 2.0, 40), ("Replace starter battery", 365, 1.0, 210)],
                  ["Fails to start", "Coolant leak", "Voltage out of range"]),
    "elevator": (3, 55000, 140000, 0.6,
                 ["Norvik: Hoist 1000", "Halden: Goods 2"],
                 [("Lubricate guide rails", 90, 1.5, 20)],
                 ["Door will not close", "Stops between floors", "Overload alarm stuck"]),
}
INSPECTED = {"boiler": 365, "elevator": 182, "forklift": 365, "compressor": 365, "generator": 365}
BACKLOG = [(30, 0.24), (90, 0.11), (180, 0.04), (9999, 0.004)]  # Due this long ago: still undone.
DUE_DAYS = {"critical": 2, "high": 7, "medium": 21, "low": 45}


def pick(choices):
    return choices[int(dice.random() * len(choices))]


def between(low, high):
    """A whole number, both ends included."""
    return low + int(dice.random() * (high - low + 1))


def waiting(mean):
    """Days that work waits: many short, a few long."""
    return int(-math.log(1.0 - dice.random()) * mean)


def workday(day):
    """The day itself, or the Monday after a weekend."""
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def after(day, days):
    return workday(day + datetime.timedelta(days=days))


def weighted(weights):
    at = dice.random() * sum(weight for _, weight in weights)
    for value, weight in weights:
        at -= weight
        if at < 0:
            return value
    return weights[-1][0]


def make_equipment():
    """Every site gets its share; a category's machines are numbered within the site."""
    machines = []
    shares = [(category, spec[0]) for category, spec in CATEGORIES.items()]
    for site_id, (code, _, _, _, _, opened, count, _) in enumerate(SITES, 1):
        numbers = {}
        for _ in range(count):
            category = weighted(shares)
            numbers[category] = numbers.get(category, 0) + 1
            machines.append(make_machine(len(machines) + 1, site_id, code, opened, category,
                                         numbers[category]))
    oldest = next(m for m in machines if m["site_id"] == 5 and m["category"] == "conveyor")
    oldest.update(installed_on=datetime.date(1987, 6, 1), cost=3950.0, status="in service")
    dearest = next(m for m in machines if m["site_id"] == 7 and m["category"] == "packaging machine")
    dearest.update(cost=1250000.0, status="in service")
    return machines


def make_machine(equipment_id, site_id, code, opened, category, number):
    _, low, high, _, models, _, _ = CATEGORIES[category]
    maker, model = pick(models).split(": ")
    first = max(datetime.date.fromisoformat(opened), datetime.date(1999, 1, 4))
    span = (datetime.date(2025, 3, 31) - first).days
    installed = after(first, int(span * dice.random() ** 0.8))
    status = weighted([("in service", 90), ("out of service", 5), ("retired", 5)])
    if (REFERENCE - installed).days < 5 * 365:
        status = "in service"
    return {
        "id": equipment_id, "site_id": site_id, "name": f"{category.capitalize()} {code}-{number:02}",
        "category": category, "maker": maker, "model": model,
        "serial": f"{maker[:2].upper()}{installed.year % 100:02}-{between(10000, 99999)}",
        "installed_on": installed, "status": status,
        "cost": round(low + (high - low) * dice.random() ** 2, -1),
        "ends_on": after(HISTORY, between(150, 600)) if status == "retired" else REFERENCE,
    }


def make_order(machine, **fields):
    return {"machine": machine, "plan_id": None, "technician_id": None, "completed_on": None,
            "hours": 0.0, "cost": 0.0, **fields}


def book(order, hours, parts):
    """Hours and money of work that was done: what it took, at 46 EUR an hour, and the parts."""
    hours = round(max(0.25, hours * (0.6 + 0.9 * dice.random())) * 4) / 4
    order["hours"] = hours
    order["cost"] = round(hours * 46 + parts * (0.8 + 0.5 * dice.random()), 2)


def is_left_lying(order):
    """Backlog: the newer the order, the likelier; a slow site has more of it."""
    age = (REFERENCE - order["due_on"]).days
    chance = next(share for days, share in BACKLOG if age < days)
    return dice.random() < chance * SITES[order["machine"]["site_id"] - 1][7]


def settle(order, done_on, hours, parts):
    """Completed when that is not in the future and nobody let it lie, else unfinished."""
    if done_on <= REFERENCE and not is_left_lying(order):
        order.update(status="completed", completed_on=done_on)
        book(order, hours, parts)
        return
    if order["machine"]["status"] == "retired":
        order["status"] = "cancelled"
        return
    order["status"] = weighted([("open", 55), ("in progress", 30), ("on hold", 15)])
    if order["status"] == "in progress":
        book(order, hours * 0.4, 0)


def make_plans(machines):
    plans, orders = [], []
    for machine in machines:
        for task, days, hours, parts in CATEGORIES[machine["category"]][5]:
            if dice.random() < 0.41:
                continue  # Not every machine has every plan.
            plan = {"id": len(plans) + 1, "machine": machine, "task": task, "days": days,
                    "last": None, "active": 0 if machine["status"] == "retired" else 1}
            plans.append(plan)
            run_plan(plan, hours, parts, orders)
            if plan["active"] and dice.random() < 0.03:
                suspend(plan, orders)
    return plans, orders


def suspend(plan, orders):
    """A plan that was switched off: what it had asked for and nobody did is cancelled."""
    plan["active"] = 0
    for order in orders:
        if order["plan_id"] == plan["id"] and order["completed_on"] is None:
            order.update(status="cancelled", hours=0.0, cost=0.0)


def run_plan(plan, hours, parts, orders):
    """Lives the plan from its first due date to the reference date; appends its orders."""
    machine, slow = plan["machine"], SITES[plan["machine"]["site_id"] - 1][7]
    start = max(HISTORY, machine["installed_on"])
    due = after(start, between(LEAD_DAYS, plan["days"] + LEAD_DAYS))
    while True:
        opened = workday(due - datetime.timedelta(days=LEAD_DAYS))
        plan["next"] = due
        if opened > min(REFERENCE, machine["ends_on"]):
            return
        order = make_order(machine, plan_id=plan["id"], title=plan["task"], type="preventive",
                           priority=weighted([("low", 30), ("medium", 60), ("high", 10)]),
                           opened_on=opened, due_on=due)
        orders.append(order)
        if dice.random() < 0.02 or (machine["status"] == "retired" and due > machine["ends_on"]):
            order["status"] = "cancelled"
            due = after(due, plan["days"])
            continue
        late = waiting(9 * slow) if dice.random() < 0.25 * slow else -between(0, 9)
        done = after(due, late)
        settle(order, done, hours, parts)
        if order["status"] != "completed":
            return
        plan["last"] = done
        due = after(done, plan["days"])


def make_failures(machines):
    orders = []
    for machine in machines:
        _, _, _, rate, _, _, failures = CATEGORIES[machine["category"]]
        start = max(HISTORY, machine["installed_on"])
        age = (REFERENCE - machine["installed_on"]).days / 365
        mean_days = 365 / (rate * (0.6 + min(age, 25) / 12))
        day = after(start, waiting(mean_days))
        mine = []
        while day <= min(REFERENCE, machine["ends_on"]):
            mine.append(make_failure(machine, day, pick(failures)))
            day = after(day, 1 + waiting(mean_days))
        if machine["status"] == "out of service" and mine:  # Why it is down: its last failure.
            mine[-1].update(status=pick(["in progress", "on hold"]), priority="high",
                            completed_on=None, due_on=after(mine[-1]["opened_on"], DUE_DAYS["high"]))
        orders += mine
    return orders


def make_failure(machine, day, title):
    slow = SITES[machine["site_id"] - 1][7]
    priority = weighted([("low", 18), ("medium", 47), ("high", 27), ("critical", 8)])
    due = after(day, DUE_DAYS[priority])
    order = make_order(machine, title=title, type="corrective", priority=priority, opened_on=day,
                       due_on=due)
    if dice.random() < 0.03 or machine["status"] == "retired" and day > machine["ends_on"]:
        order["status"] = "cancelled"
        return order
    done = after(day, waiting(DUE_DAYS[priority] * 0.5 * slow))
    settle(order, done, 1 + 5 * dice.random() ** 2, machine["cost"] * 0.02 * dice.random() ** 2)
    return order


def make_inspections(machines):
    """What the law asks for: certified inspections at fixed intervals, outside any plan."""
    orders = []
    for machine in machines:
        every = INSPECTED.get(machine["category"])
        if every is None:
            continue
        slow = SITES[machine["site_id"] - 1][7]
        due = after(max(HISTORY, machine["installed_on"]), between(31, every + 31))
        while due - datetime.timedelta(days=30) <= min(REFERENCE, machine["ends_on"]):
            order = make_order(machine, title=f"Statutory {machine['category']} inspection",
                               type="inspection", priority="high", due_on=due,
                               opened_on=workday(due - datetime.timedelta(days=30)))
            settle(order, after(due, waiting(20) if dice.random() < 0.12 * slow else -between(0, 12)),
                   2.0, 150)
            orders.append(order)
            due = after(due, every)
    return orders


def add_outliers(orders):
    """What real data has: a rebuild, a very long job, orders that everybody forgot."""
    done = [o for o in orders if o["status"] == "completed" and o["type"] == "corrective"]
    long = [o for o in done if (o["completed_on"] - o["opened_on"]).days > 7]
    for order, title, hours, cost in [
            (next(o for o in long if o["machine"]["category"] == "chiller"),
             "Compressor rebuild", 312.5, 184500.0),
            (next(o for o in reversed(long) if o["machine"]["category"] == "packaging machine"),
             "Control cabinet burnt out", 96.0, 72310.4)]:
        order.update(title=title, priority="critical", hours=hours, cost=cost,
                     due_on=after(order["opened_on"], DUE_DAYS["critical"]))
    waiting_for_parts = [o for o in done if o["opened_on"].year == 2023 and o["priority"] == "low"
                         and o["machine"]["status"] == "in service"]
    for order in waiting_for_parts[:3]:
        order.update(status="on hold", completed_on=None, cost=round(order["cost"] * 0.1, 2))
    for order in [o for o in orders if o["status"] == "cancelled"][:4]:
        order.update(hours=1.0, cost=46.0)  # Someone had already looked at it.
    covered = {o["machine"]["site_id"] for o in orders if o["due_on"] < REFERENCE
               and o["status"] in ("open", "in progress", "on hold")}
    for site_id in set(range(1, len(SITES) + 1)) - covered:  # No site is without a backlog.
        order = next(o for o in reversed(orders) if o["machine"]["site_id"] == site_id
                     and o["status"] == "completed" and o["type"] == "corrective"
                     and o["due_on"] < REFERENCE)
        order.update(status="open", completed_on=None, hours=0.0, cost=0.0)


def assign(orders):
    """Mostly somebody of the site; open orders often have nobody yet. The last one hired has none."""
    crews, next_id = {}, 1
    for site_id, site in enumerate(SITES, 1):
        crews[site_id] = list(range(next_id, next_id + len(TECHNICIANS[site[0]])))
        next_id += len(crews[site_id])
    crews[len(SITES)].pop()
    for order in orders:
        crew = crews[order["machine"]["site_id"]]
        if order["status"] == "completed" or order["hours"] > 0:
            order["technician_id"] = crew[int(len(crew) * dice.random() ** 1.4)]
        elif dice.random() < 0.45:
            order["technician_id"] = pick(crew)


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


def technician_rows():
    people = [(site_id, name, TRADES[place if place < 2 else (place + site_id) % len(TRADES)])
              for site_id, site in enumerate(SITES, 1)
              for place, name in enumerate(TECHNICIANS[site[0]])]
    return [(number, *person) for number, person in enumerate(people, 1)]


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    machines = make_equipment()
    plans, orders = make_plans(machines)
    orders += make_failures(machines) + make_inspections(machines)
    orders.sort(key=lambda o: (o["opened_on"], o["machine"]["id"], o["title"]))
    add_outliers(orders)
    assign(orders)

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "maintenance_head.sql"), encoding="utf-8") as head:
        print(head.read(), end="")
    insert("reference", [(REFERENCE,)])
    insert("sites", [(i, *site[1:6]) for i, site in enumerate(SITES, 1)])
    insert("technicians", technician_rows())
    insert("equipment", [(m["id"], m["site_id"], m["name"], m["category"], m["maker"], m["model"],
                          m["serial"], m["installed_on"], m["status"], m["cost"]) for m in machines])
    insert("preventive_plans", [(p["id"], p["machine"]["id"], p["task"], p["days"], p["last"],
                                 p["next"], p["active"]) for p in plans])
    insert("work_orders", [(i, o["machine"]["id"], o["plan_id"], o["technician_id"], o["title"],
                            o["type"], o["priority"], o["status"], o["opened_on"], o["due_on"],
                            o["completed_on"], o["hours"], o["cost"])
                           for i, o in enumerate(orders, 1)])
    print("\nCOMMIT;")


if __name__ == "__main__":
    main()

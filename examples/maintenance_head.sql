-- Equipment maintenance at the twelve plants of a food company: an example database for askdb.
--
-- Plain SQL that loads unchanged into SQLite, PostgreSQL and MariaDB, into an empty database:
--   sqlite3 maintenance.db < maintenance.sql
--   psql -v ON_ERROR_STOP=1 -d maintenance -f maintenance.sql
--   mariadb --default-character-set=utf8mb4 maintenance < maintenance.sql
--
-- Everything in it is invented. It was made by maintenance_generate.py, which always prints the same
-- bytes. To change it, change that program or maintenance_head.sql, then
--   python3 examples/maintenance_generate.py > examples/maintenance.sql
--
-- THE REFERENCE DATE is 2025-06-30, the one row of table reference. It is the today of the data,
-- so that a question has the same answer on any day. Orders are kept from July 2023 on.
--
-- OVERDUE means: not finished, and due before the reference date.
--   a work order: status open, in progress or on hold, and due_on < 2025-06-30
--   a preventive plan: active = 1, and next_due_on < 2025-06-30
-- What is due on the reference date itself is not overdue. An order that was completed late is not
-- overdue any more: compare completed_on with due_on to find those. The views overdue_work_orders
-- and overdue_preventive_plans hold exactly what is overdue.
--
-- sites             the plants
-- technicians       who works where; the trade is what they are trained for
-- equipment         the machines of a site; purchase_cost in EUR; status is in service,
--                   out of service (down, to be repaired) or retired (gone for good)
-- preventive_plans  what is done to a machine every interval_days days, when it was last done (NULL:
--                   not since July 2023) and is due next; active = 0: switched off
-- work_orders       jobs. type: corrective (something broke), preventive (a plan asked for it, see
--                   plan_id) or inspection (the law asks for it). status: open, in progress,
--                   on hold, completed or cancelled. completed_on only when completed.
--                   technician_id NULL: nobody has it yet. labor_hours and cost (EUR, labor and
--                   parts) are what was booked so far, 0 when nothing was.

BEGIN;

CREATE TABLE reference (
    reference_date DATE NOT NULL
);

CREATE TABLE sites (
    site_id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    city VARCHAR(40) NOT NULL,
    region VARCHAR(40) NOT NULL,
    country VARCHAR(40) NOT NULL,
    opened_on DATE NOT NULL,
    PRIMARY KEY (site_id)
);

CREATE TABLE technicians (
    technician_id INTEGER NOT NULL,
    site_id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    trade VARCHAR(40) NOT NULL,
    PRIMARY KEY (technician_id),
    FOREIGN KEY (site_id) REFERENCES sites (site_id)
);

CREATE TABLE equipment (
    equipment_id INTEGER NOT NULL,
    site_id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    category VARCHAR(40) NOT NULL,
    manufacturer VARCHAR(40) NOT NULL,
    model VARCHAR(40) NOT NULL,
    serial_number VARCHAR(20) NOT NULL,
    installed_on DATE NOT NULL,
    status VARCHAR(20) NOT NULL,
    purchase_cost DECIMAL(12,2) NOT NULL,
    PRIMARY KEY (equipment_id),
    FOREIGN KEY (site_id) REFERENCES sites (site_id)
);

CREATE TABLE preventive_plans (
    plan_id INTEGER NOT NULL,
    equipment_id INTEGER NOT NULL,
    task VARCHAR(60) NOT NULL,
    interval_days INTEGER NOT NULL,
    last_done_on DATE,
    next_due_on DATE NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (plan_id),
    FOREIGN KEY (equipment_id) REFERENCES equipment (equipment_id)
);

CREATE TABLE work_orders (
    work_order_id INTEGER NOT NULL,
    equipment_id INTEGER NOT NULL,
    plan_id INTEGER,
    technician_id INTEGER,
    title VARCHAR(80) NOT NULL,
    type VARCHAR(20) NOT NULL,
    priority VARCHAR(20) NOT NULL,
    status VARCHAR(20) NOT NULL,
    opened_on DATE NOT NULL,
    due_on DATE NOT NULL,
    completed_on DATE,
    labor_hours DECIMAL(6,2) NOT NULL,
    cost DECIMAL(12,2) NOT NULL,
    PRIMARY KEY (work_order_id),
    FOREIGN KEY (equipment_id) REFERENCES equipment (equipment_id),
    FOREIGN KEY (plan_id) REFERENCES preventive_plans (plan_id),
    FOREIGN KEY (technician_id) REFERENCES technicians (technician_id)
);

CREATE VIEW overdue_work_orders AS
SELECT w.work_order_id, w.equipment_id, w.plan_id, w.technician_id, w.title, w.type, w.priority,
       w.status, w.opened_on, w.due_on, w.completed_on, w.labor_hours, w.cost,
       e.name AS equipment, s.site_id, s.name AS site
FROM work_orders w
JOIN equipment e ON e.equipment_id = w.equipment_id
JOIN sites s ON s.site_id = e.site_id
CROSS JOIN reference r
WHERE w.status IN ('open', 'in progress', 'on hold') AND w.due_on < r.reference_date;

CREATE VIEW overdue_preventive_plans AS
SELECT p.plan_id, p.equipment_id, p.task, p.interval_days, p.last_done_on, p.next_due_on, p.active,
       e.name AS equipment, s.site_id, s.name AS site
FROM preventive_plans p
JOIN equipment e ON e.equipment_id = p.equipment_id
JOIN sites s ON s.site_id = e.site_id
CROSS JOIN reference r
WHERE p.active = 1 AND p.next_due_on < r.reference_date;

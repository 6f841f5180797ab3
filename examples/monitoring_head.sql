-- Data-provider monitoring at an investment house: an example database for askdb. Who sends which
-- data, what came late, short or not at all, and what was wrong with it.
--
-- Plain SQL that loads unchanged into SQLite, PostgreSQL and MariaDB, into an empty database:
--   sqlite3 monitoring.db < monitoring.sql
--   psql -v ON_ERROR_STOP=1 -d monitoring -f monitoring.sql
--   mariadb --default-character-set=utf8mb4 monitoring < monitoring.sql
--
-- Everything in it is invented. It was made by monitoring_generate.py, which always prints the same
-- bytes. To change it, change that program or monitoring_head.sql, then
--   python3 examples/monitoring_generate.py > examples/monitoring.sql
--
-- THE REFERENCE DATE is 2025-06-30, the one row of table reference: the today of the data. The runs
-- of one year are kept: those due from 2024-07-01 to the reference date.
--
-- OVERDUE means of an issue: not closed, and due before the reference date; closed are resolved and
-- duplicate. The view overdue_issues holds exactly those.
--
-- teams       who looks after what comes in
-- providers   who sends data; tier by contract. ended_on: the contract is over (NULL: it is not).
--             Some names are nearly the same and belong to different companies
-- contacts    people at a provider; email or phone may be unknown; active = 0: has left
-- feeds       what a provider sends; the same name may come from several providers. frequency is
--             daily (each working day), weekly (Mondays) or monthly (the third). status is active,
--             paused (nothing is expected now) or retired
-- slas        what the contract of a feed promises: target_percent of the runs on time
--             (timeliness) or complete (completeness), from valid_from to valid_to (NULL: until
--             further notice). Not every feed has one, and some have an old one beside the new
-- deliveries  runs: what was due, and what came. status is on time, late (minutes_late tells how
--             much), partial (rows are missing), failed (could not be loaded: row_count NULL) or
--             missing (nothing ever came: received_on, minutes_late and row_count NULL)
-- issues      what was found. scope: the whole provider, one feed, one file (a delivery) or one
--             field; feed_id NULL for scope provider, delivery_id only for scope file. severity:
--             critical, major, minor or cosmetic. status: open, in progress, waiting for provider,
--             resolved or duplicate. resolved_on only when resolved. team_id NULL: nobody has it yet

BEGIN;

CREATE TABLE reference (
    reference_date DATE NOT NULL
);

CREATE TABLE teams (
    team_id INTEGER NOT NULL,
    name VARCHAR(40) NOT NULL,
    office VARCHAR(40) NOT NULL,
    PRIMARY KEY (team_id)
);

CREATE TABLE providers (
    provider_id INTEGER NOT NULL,
    team_id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    category VARCHAR(40) NOT NULL,
    tier VARCHAR(20) NOT NULL,
    country VARCHAR(40) NOT NULL,
    started_on DATE NOT NULL,
    ended_on DATE,
    yearly_fee DECIMAL(12,2) NOT NULL,
    PRIMARY KEY (provider_id),
    FOREIGN KEY (team_id) REFERENCES teams (team_id)
);

CREATE TABLE contacts (
    contact_id INTEGER NOT NULL,
    provider_id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    role VARCHAR(40) NOT NULL,
    email VARCHAR(80),
    phone VARCHAR(30),
    active INTEGER NOT NULL,
    PRIMARY KEY (contact_id),
    FOREIGN KEY (provider_id) REFERENCES providers (provider_id)
);

CREATE TABLE feeds (
    feed_id INTEGER NOT NULL,
    provider_id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    format VARCHAR(20) NOT NULL,
    frequency VARCHAR(20) NOT NULL,
    status VARCHAR(20) NOT NULL,
    first_due_on DATE NOT NULL,
    PRIMARY KEY (feed_id),
    FOREIGN KEY (provider_id) REFERENCES providers (provider_id)
);

CREATE TABLE slas (
    sla_id INTEGER NOT NULL,
    feed_id INTEGER NOT NULL,
    measure VARCHAR(20) NOT NULL,
    target_percent DECIMAL(5,2) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (sla_id),
    FOREIGN KEY (feed_id) REFERENCES feeds (feed_id)
);

CREATE TABLE deliveries (
    delivery_id INTEGER NOT NULL,
    feed_id INTEGER NOT NULL,
    due_on DATE NOT NULL,
    received_on DATE,
    status VARCHAR(20) NOT NULL,
    minutes_late INTEGER,
    row_count INTEGER,
    PRIMARY KEY (delivery_id),
    FOREIGN KEY (feed_id) REFERENCES feeds (feed_id)
);

CREATE TABLE issues (
    issue_id INTEGER NOT NULL,
    provider_id INTEGER NOT NULL,
    feed_id INTEGER,
    delivery_id INTEGER,
    team_id INTEGER,
    title VARCHAR(80) NOT NULL,
    scope VARCHAR(20) NOT NULL,
    severity VARCHAR(20) NOT NULL,
    status VARCHAR(30) NOT NULL,
    reported_on DATE NOT NULL,
    due_on DATE NOT NULL,
    resolved_on DATE,
    hours_spent DECIMAL(6,2) NOT NULL,
    PRIMARY KEY (issue_id),
    FOREIGN KEY (provider_id) REFERENCES providers (provider_id),
    FOREIGN KEY (feed_id) REFERENCES feeds (feed_id),
    FOREIGN KEY (delivery_id) REFERENCES deliveries (delivery_id),
    FOREIGN KEY (team_id) REFERENCES teams (team_id)
);

CREATE VIEW overdue_issues AS
SELECT i.issue_id, i.provider_id, i.feed_id, i.team_id, i.title, i.scope, i.severity, i.status,
       i.reported_on, i.due_on, p.name AS provider
FROM issues i
JOIN providers p ON p.provider_id = i.provider_id
CROSS JOIN reference r
WHERE i.status IN ('open', 'in progress', 'waiting for provider')
  AND i.due_on < r.reference_date;

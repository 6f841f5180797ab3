-- What a company with twelve teams pays for its computers in the cloud: an example database for
-- askdb. Daily costs by account, project, service and region, budgets, tags and exchange rates.
--
-- Plain SQL that loads unchanged into SQLite, PostgreSQL and MariaDB, into an empty database:
--   sqlite3 cloud_costs.db < cloud_costs.sql
--   psql -v ON_ERROR_STOP=1 -d cloud_costs -f cloud_costs.sql
--   mariadb --default-character-set=utf8mb4 cloud_costs < cloud_costs.sql
--
-- Everything in it is invented. It was made by cloud_costs_generate.py, which always prints the same
-- bytes. To change it, change that program or cloud_costs_head.sql, then
--   python3 examples/cloud_costs_generate.py > examples/cloud_costs.sql
--
-- THE REFERENCE DATE is 2025-06-30, the one row of table reference: the today of the data. Costs are
-- kept from 2024-07-01 on.
--
-- teams           who pays; ledger_code is what accounting calls them. manager NULL: to be named
-- projects        what the teams run. team_id NULL: nobody owns it any more. ended_on NULL: it runs
-- project_tags    what is noted of a project, one row for each tag
-- accounts        contracts with a vendor, each billed in its own currency. status is active,
--                 suspended or closed
-- regions         where the computers stand
-- services        what is bought. renamed_to: the service that goes on under another name from
--                 retired_on on, so that its history is in two rows
-- exchange_rates  what one unit of a currency was worth in EUR, by month
-- daily_costs     one row for each day, project, service and kind of charge. charge_type is usage,
--                 support or credit; credits are negative. billed_amount is in the currency of the
--                 account and must not be added up across currencies; cost_eur is the same in EUR at the
--                 rate of its month. usage_on is the day, invoice_month the first day of the month
--                 of its invoice, which for credits is a later one. quantity (in the unit of the
--                 service) is NULL for what is not metered. region_id NULL: a global service
-- budgets         EUR that a team may spend in a month (its first day). Some months have none
--
-- The bills of account Nimbus Analytics for 2025-02 were never loaded: that month is missing there.
-- The view monthly_team_costs has one row for each team and invoice month with what was spent and the
-- budget (NULL: none); over_budget_months has those of its rows that cost more than the budget.

BEGIN;

CREATE TABLE reference (
    reference_date DATE NOT NULL
);

CREATE TABLE teams (
    team_id INTEGER NOT NULL,
    name VARCHAR(40) NOT NULL,
    ledger_code VARCHAR(10) NOT NULL,
    manager VARCHAR(60),
    PRIMARY KEY (team_id)
);

CREATE TABLE projects (
    project_id INTEGER NOT NULL,
    team_id INTEGER,
    name VARCHAR(40) NOT NULL,
    environment VARCHAR(20) NOT NULL,
    started_on DATE NOT NULL,
    ended_on DATE,
    PRIMARY KEY (project_id),
    FOREIGN KEY (team_id) REFERENCES teams (team_id)
);

CREATE TABLE project_tags (
    project_id INTEGER NOT NULL,
    tag VARCHAR(20) NOT NULL,
    content VARCHAR(40) NOT NULL,
    PRIMARY KEY (project_id, tag),
    FOREIGN KEY (project_id) REFERENCES projects (project_id)
);

CREATE TABLE accounts (
    account_id INTEGER NOT NULL,
    name VARCHAR(40) NOT NULL,
    vendor VARCHAR(20) NOT NULL,
    currency CHAR(3) NOT NULL,
    status VARCHAR(20) NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    PRIMARY KEY (account_id)
);

CREATE TABLE regions (
    region_id INTEGER NOT NULL,
    code VARCHAR(20) NOT NULL,
    city VARCHAR(40) NOT NULL,
    country VARCHAR(40) NOT NULL,
    PRIMARY KEY (region_id)
);

CREATE TABLE services (
    service_id INTEGER NOT NULL,
    renamed_to INTEGER,
    name VARCHAR(40) NOT NULL,
    vendor VARCHAR(20) NOT NULL,
    category VARCHAR(20) NOT NULL,
    unit VARCHAR(20),
    introduced_on DATE NOT NULL,
    retired_on DATE,
    PRIMARY KEY (service_id),
    FOREIGN KEY (renamed_to) REFERENCES services (service_id)
);

CREATE TABLE exchange_rates (
    currency CHAR(3) NOT NULL,
    rate_month DATE NOT NULL,
    eur DECIMAL(10,6) NOT NULL,
    PRIMARY KEY (currency, rate_month)
);

CREATE TABLE daily_costs (
    cost_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    service_id INTEGER NOT NULL,
    region_id INTEGER,
    usage_on DATE NOT NULL,
    invoice_month DATE NOT NULL,
    charge_type VARCHAR(10) NOT NULL,
    quantity DECIMAL(14,3),
    billed_amount DECIMAL(12,4) NOT NULL,
    cost_eur DECIMAL(12,4) NOT NULL,
    PRIMARY KEY (cost_id),
    FOREIGN KEY (account_id) REFERENCES accounts (account_id),
    FOREIGN KEY (project_id) REFERENCES projects (project_id),
    FOREIGN KEY (service_id) REFERENCES services (service_id),
    FOREIGN KEY (region_id) REFERENCES regions (region_id)
);

CREATE TABLE budgets (
    budget_id INTEGER NOT NULL,
    team_id INTEGER NOT NULL,
    budget_month DATE NOT NULL,
    amount DECIMAL(12,2) NOT NULL,
    PRIMARY KEY (budget_id),
    FOREIGN KEY (team_id) REFERENCES teams (team_id)
);

CREATE VIEW monthly_team_costs AS
SELECT t.team_id, t.name AS team, d.invoice_month, SUM(d.cost_eur) AS spent_eur, MAX(b.amount) AS budget_eur
FROM daily_costs d
JOIN projects p ON p.project_id = d.project_id
JOIN teams t ON t.team_id = p.team_id
LEFT JOIN budgets b ON b.team_id = t.team_id AND b.budget_month = d.invoice_month
GROUP BY t.team_id, t.name, d.invoice_month;

CREATE VIEW over_budget_months AS
SELECT team_id, team, invoice_month, spent_eur, budget_eur
FROM monthly_team_costs
WHERE spent_eur > budget_eur;

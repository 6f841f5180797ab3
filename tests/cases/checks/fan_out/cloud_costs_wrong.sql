-- Statements over examples/cloud_costs.sql that count rows more than once, and which aggregates do.

-- SUM(b.amount)
SELECT t.name, SUM(b.amount) AS budget, COUNT(DISTINCT p.project_id) AS projects FROM teams t JOIN budgets b ON b.team_id = t.team_id JOIN projects p ON p.team_id = t.team_id GROUP BY t.name;

-- SUM(d.cost_eur)
-- SUM(b.amount)
SELECT t.name, SUM(d.cost_eur) AS spent, SUM(b.amount) AS budget FROM teams t JOIN projects p ON p.team_id = t.team_id JOIN daily_costs d ON d.project_id = p.project_id JOIN budgets b ON b.team_id = t.team_id GROUP BY t.name;

-- SUM(d.cost_eur)
SELECT SUM(d.cost_eur) FROM daily_costs d JOIN project_tags g ON g.project_id = d.project_id;

-- SUM(d.billed_amount * r.eur)
SELECT SUM(d.billed_amount * r.eur) FROM daily_costs d JOIN accounts a ON a.account_id = d.account_id JOIN exchange_rates r ON r.currency = a.currency;

-- COUNT(p.project_id)
SELECT t.name, COUNT(p.project_id) AS projects FROM teams t JOIN projects p ON p.team_id = t.team_id JOIN project_tags g ON g.project_id = p.project_id GROUP BY t.name;

-- Statements over examples/cloud_costs.sql that count each row once.

SELECT t.name, SUM(d.cost_eur) FROM daily_costs d JOIN projects p ON p.project_id = d.project_id JOIN teams t ON t.team_id = p.team_id GROUP BY t.name;

-- its view: the budget by MAX
SELECT t.team_id, t.name AS team, d.invoice_month, SUM(d.cost_eur) AS spent, MAX(b.amount) AS budget FROM daily_costs d JOIN projects p ON p.project_id = d.project_id JOIN teams t ON t.team_id = p.team_id LEFT JOIN budgets b ON b.team_id = t.team_id AND b.budget_month = d.invoice_month GROUP BY t.team_id, t.name, d.invoice_month;

SELECT a.vendor, SUM(d.billed_amount * r.eur) FROM daily_costs d JOIN accounts a ON a.account_id = d.account_id JOIN exchange_rates r ON r.currency = a.currency AND r.rate_month = date(d.usage_on, 'start of month') GROUP BY a.vendor;

SELECT SUM(d.cost_eur) FROM daily_costs d JOIN project_tags g ON g.project_id = d.project_id AND g.tag = 'owner';

SELECT g.content, SUM(d.cost_eur) FROM daily_costs d JOIN project_tags g ON g.project_id = d.project_id WHERE g.tag = 'purpose' GROUP BY g.content;

SELECT m.team, m.spent_eur, b.amount FROM monthly_team_costs m JOIN budgets b ON b.team_id = m.team_id AND b.budget_month = m.invoice_month;

SELECT SUM(m.spent_eur), SUM(b.amount) FROM monthly_team_costs m JOIN budgets b ON b.team_id = m.team_id AND b.budget_month = m.invoice_month WHERE m.invoice_month = '2025-03-01';

SELECT s.category, r.country, SUM(d.quantity) FROM daily_costs d LEFT JOIN regions r ON r.region_id = d.region_id JOIN services s ON s.service_id = d.service_id WHERE s.unit = 'hours' GROUP BY s.category, r.country;

SELECT n.name, SUM(d.cost_eur) FROM services o JOIN services n ON n.service_id = COALESCE(o.renamed_to, o.service_id) JOIN daily_costs d ON d.service_id = o.service_id GROUP BY n.service_id, n.name;

SELECT COUNT(*) FROM projects p LEFT JOIN teams t ON t.team_id = p.team_id WHERE t.team_id IS NULL;

SELECT t.name, b.total, c.spent FROM teams t JOIN (SELECT team_id, SUM(amount) AS total FROM budgets GROUP BY team_id) b ON b.team_id = t.team_id JOIN (SELECT p.team_id, SUM(d.cost_eur) AS spent FROM daily_costs d JOIN projects p ON p.project_id = d.project_id GROUP BY p.team_id) c ON c.team_id = t.team_id;

SELECT t.name, COUNT(p.project_id) FROM teams t LEFT JOIN projects p ON p.team_id = t.team_id AND p.ended_on IS NULL GROUP BY t.team_id, t.name;

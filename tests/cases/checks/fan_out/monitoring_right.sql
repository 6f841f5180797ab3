-- Statements over examples/monitoring.sql that count each row once.

SELECT p.name, COUNT(*) AS late FROM deliveries d JOIN feeds f ON f.feed_id = d.feed_id JOIN providers p ON p.provider_id = f.provider_id WHERE d.status = 'late' GROUP BY p.provider_id, p.name ORDER BY late DESC LIMIT 10;

SELECT t.name, SUM(p.yearly_fee) FROM teams t JOIN providers p ON p.team_id = t.team_id WHERE p.ended_on IS NULL GROUP BY t.name;

SELECT p.tier, 100.0 * SUM(CASE WHEN d.status = 'on time' THEN 1 ELSE 0 END) / COUNT(*) AS on_time FROM providers p JOIN feeds f ON f.provider_id = p.provider_id JOIN deliveries d ON d.feed_id = f.feed_id GROUP BY p.tier;

SELECT f.name, s.target_percent, SUM(d.row_count) FROM feeds f JOIN slas s ON s.feed_id = f.feed_id AND s.measure = 'timeliness' AND s.valid_to IS NULL JOIN deliveries d ON d.feed_id = f.feed_id GROUP BY f.feed_id, f.name, s.target_percent;

SELECT i.severity, AVG(i.hours_spent), COUNT(*) FROM issues i JOIN providers p ON p.provider_id = i.provider_id LEFT JOIN feeds f ON f.feed_id = i.feed_id GROUP BY i.severity;

SELECT te.name AS provider_team, COUNT(i.issue_id) FROM issues i JOIN providers p ON p.provider_id = i.provider_id JOIN teams te ON te.team_id = p.team_id WHERE i.team_id <> p.team_id GROUP BY te.name;

SELECT p.name, COUNT(DISTINCT f.feed_id) AS feeds, COUNT(DISTINCT c.contact_id) AS people FROM providers p LEFT JOIN feeds f ON f.provider_id = p.provider_id LEFT JOIN contacts c ON c.provider_id = p.provider_id GROUP BY p.provider_id, p.name;

WITH open_issues AS (SELECT provider_id, COUNT(*) AS n, SUM(hours_spent) AS hours FROM issues WHERE status <> 'resolved' GROUP BY provider_id) SELECT p.category, SUM(p.yearly_fee), SUM(o.n) FROM providers p LEFT JOIN open_issues o ON o.provider_id = p.provider_id GROUP BY p.category;

SELECT SUM(p.yearly_fee) FROM providers p WHERE p.provider_id IN (SELECT f.provider_id FROM feeds f JOIN deliveries d ON d.feed_id = f.feed_id WHERE d.status = 'missing');

SELECT p.country, SUM(i.hours_spent) FROM providers AS p INNER JOIN issues AS i ON p.provider_id = i.provider_id WHERE i.scope = 'provider' GROUP BY p.country;

SELECT f.frequency, AVG(d.minutes_late) FROM feeds f, deliveries d WHERE f.feed_id = d.feed_id AND d.minutes_late > 0 GROUP BY f.frequency;

SELECT o.severity, COUNT(*) FROM overdue_issues o JOIN providers p ON p.provider_id = o.provider_id GROUP BY o.severity;

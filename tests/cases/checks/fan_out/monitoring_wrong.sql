-- Statements over examples/monitoring.sql that count rows more than once, and which aggregates do.

-- SUM(p.yearly_fee)
SELECT p.category, SUM(p.yearly_fee) FROM providers p JOIN feeds f ON f.provider_id = p.provider_id WHERE f.status = 'active' GROUP BY p.category;

-- COUNT(f.feed_id)
SELECT p.name, COUNT(f.feed_id) AS feeds FROM providers p JOIN feeds f ON f.provider_id = p.provider_id JOIN deliveries d ON d.feed_id = f.feed_id WHERE d.status = 'late' GROUP BY p.name;

-- SUM(i.hours_spent)
SELECT p.name, SUM(i.hours_spent) FROM providers p JOIN issues i ON i.provider_id = p.provider_id JOIN contacts c ON c.provider_id = p.provider_id WHERE c.active = 1 GROUP BY p.name;

-- SUM(d.row_count)
SELECT f.name, SUM(d.row_count) FROM feeds f JOIN deliveries d ON d.feed_id = f.feed_id JOIN slas s ON s.feed_id = f.feed_id GROUP BY f.feed_id, f.name;

-- Statements over examples/maintenance.sql that count each row once.

SELECT s.name, COUNT(*) AS overdue FROM work_orders w JOIN equipment e ON e.equipment_id = w.equipment_id JOIN sites s ON s.site_id = e.site_id CROSS JOIN reference r WHERE w.status IN ('open', 'in progress', 'on hold') AND w.due_on < r.reference_date GROUP BY s.name ORDER BY overdue DESC;

SELECT s.name AS site, SUM(w.cost) AS cost, SUM(w.labor_hours) AS hours FROM sites s JOIN equipment e ON e.site_id = s.site_id JOIN work_orders w ON w.equipment_id = e.equipment_id WHERE w.type = 'corrective' GROUP BY s.site_id, s.name;

SELECT e.category, AVG(w.cost) FROM work_orders w INNER JOIN equipment e USING (equipment_id) GROUP BY e.category HAVING COUNT(*) > 10;

SELECT t.name, COUNT(w.work_order_id) FROM technicians t LEFT JOIN work_orders w ON w.technician_id = t.technician_id GROUP BY t.technician_id, t.name ORDER BY 2 DESC LIMIT 5;

SELECT COUNT(DISTINCT e.equipment_id) FROM equipment e JOIN work_orders w ON w.equipment_id = e.equipment_id WHERE w.priority = 'urgent';

SELECT s.region, SUM(e.purchase_cost) FROM equipment e JOIN sites s ON s.site_id = e.site_id WHERE e.status = 'in service' GROUP BY s.region;

SELECT strftime('%Y-%m', w.completed_on) AS month, SUM(w.cost) FROM work_orders w JOIN equipment e ON e.equipment_id = w.equipment_id WHERE e.manufacturer LIKE 'A%' GROUP BY month;

SELECT e.name, e.purchase_cost, c.spent FROM equipment e JOIN (SELECT equipment_id, SUM(cost) AS spent FROM work_orders GROUP BY equipment_id) c ON c.equipment_id = e.equipment_id WHERE c.spent > e.purchase_cost;

SELECT s.name, COUNT(*) FROM overdue_work_orders o JOIN sites s ON s.site_id = o.site_id GROUP BY s.name;

SELECT p.task, COUNT(w.work_order_id), SUM(w.labor_hours) FROM preventive_plans p JOIN work_orders w ON w.plan_id = p.plan_id GROUP BY p.task;

SELECT SUM(e.purchase_cost) FROM equipment e WHERE NOT EXISTS (SELECT 1 FROM work_orders w WHERE w.equipment_id = e.equipment_id);

SELECT s.name, COUNT(DISTINCT t.technician_id) AS technicians, COUNT(DISTINCT e.equipment_id) AS machines FROM sites s LEFT JOIN technicians t ON t.site_id = s.site_id LEFT JOIN equipment e ON e.site_id = s.site_id GROUP BY s.name;

SELECT x.trade, AVG(x.n) FROM (SELECT t.technician_id, t.trade, COUNT(*) AS n FROM technicians t JOIN work_orders w ON w.technician_id = t.technician_id GROUP BY t.technician_id, t.trade) x GROUP BY x.trade;

SELECT t.trade, SUM(w.cost) FROM work_orders w JOIN technicians t ON t.technician_id = w.technician_id JOIN equipment e ON e.equipment_id = w.equipment_id JOIN sites s ON s.site_id = e.site_id AND s.site_id = t.site_id GROUP BY t.trade;

-- Statements over examples/maintenance.sql that count rows more than once, and which aggregates do.

-- SUM(e.purchase_cost)
SELECT s.name, SUM(e.purchase_cost) AS worth, SUM(w.cost) AS repairs FROM sites s JOIN equipment e ON e.site_id = s.site_id JOIN work_orders w ON w.equipment_id = e.equipment_id GROUP BY s.name;

-- COUNT(t.technician_id)
-- COUNT(e.equipment_id)
SELECT s.name, COUNT(t.technician_id) AS technicians, COUNT(e.equipment_id) AS machines FROM sites s JOIN technicians t ON t.site_id = s.site_id JOIN equipment e ON e.site_id = s.site_id GROUP BY s.name;

-- SUM(w.cost)
SELECT e.name, SUM(w.cost), COUNT(DISTINCT p.plan_id) FROM equipment e JOIN work_orders w ON w.equipment_id = e.equipment_id JOIN preventive_plans p ON p.equipment_id = e.equipment_id GROUP BY e.equipment_id, e.name;

-- COUNT(*)
SELECT COUNT(*) FROM technicians t JOIN equipment e ON e.site_id = t.site_id;

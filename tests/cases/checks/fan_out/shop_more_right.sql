-- More statements that count each row once: written after the check, and first run as they stand.

SELECT c.name, COALESCE(SUM(o.amount), 0) AS total FROM customers c LEFT JOIN orders o ON o.customer_id = c.customer_id AND o.status = 'paid' GROUP BY c.customer_id ORDER BY total DESC LIMIT 10;

SELECT COUNT(DISTINCT o.order_id) AS orders, SUM(s.cost) AS shipping FROM orders o JOIN shipments s ON s.order_id = o.order_id WHERE o.ordered_on >= '2024-02-01';

SELECT AVG(n) FROM (SELECT o.order_id, COUNT(*) AS n FROM orders o JOIN order_lines l ON l.order_id = o.order_id GROUP BY o.order_id);

SELECT o.order_id, o.amount, SUM(p.paid) AS paid FROM orders o LEFT JOIN payments p ON p.order_id = o.order_id GROUP BY o.order_id, o.amount HAVING SUM(p.paid) < o.amount OR SUM(p.paid) IS NULL;

SELECT o.order_id, o.amount - COALESCE(SUM(p.paid), 0) AS owed FROM orders o LEFT JOIN payments p ON p.order_id = o.order_id GROUP BY o.order_id;

WITH paid AS (SELECT order_id, SUM(paid) AS paid FROM payments GROUP BY 1) SELECT c.city, SUM(o.amount) AS ordered, SUM(paid.paid) AS paid FROM customers c JOIN orders o ON o.customer_id = c.customer_id LEFT JOIN paid ON paid.order_id = o.order_id GROUP BY c.city;

SELECT p.name, SUM(l.quantity) AS sold FROM products p LEFT JOIN order_lines l ON l.product_id = p.product_id LEFT JOIN orders o ON o.order_id = l.order_id GROUP BY p.product_id, p.name ORDER BY sold DESC;

SELECT COUNT(*) FROM customers c WHERE (SELECT COUNT(*) FROM orders o JOIN shipments s ON s.order_id = o.order_id WHERE o.customer_id = c.customer_id) > 2;

SELECT c.name, SUM(o.amount), ROUND(100.0 * SUM(o.amount) / (SELECT SUM(amount) FROM orders), 1) AS share FROM orders o JOIN customers c ON c.customer_id = o.customer_id GROUP BY c.name;

SELECT c.city, SUM(o.amount) FROM customers c JOIN (SELECT customer_id, amount FROM orders WHERE status = 'paid') o ON o.customer_id = c.customer_id GROUP BY c.city;

SELECT d.note, o.amount, COUNT(l.line_id) FROM orders o JOIN order_details d USING (order_id) JOIN order_lines l USING (order_id) GROUP BY o.order_id, d.note, o.amount;

SELECT SUM(o.amount) FROM orders o JOIN (SELECT order_id, MIN(shipped_on) AS first FROM shipments GROUP BY order_id) f ON f.order_id = o.order_id WHERE julianday(f.first) - julianday(o.ordered_on) > 1;

SELECT carrier, COUNT(*) AS parcels, SUM(cost), AVG(cost) FROM shipments s INNER JOIN orders o ON s.order_id = o.order_id INNER JOIN customers c ON c.customer_id = s.customer_id GROUP BY carrier;

SELECT t.tag, COUNT(DISTINCT l.order_id), SUM(l.quantity) FROM product_tags t JOIN order_lines l ON l.product_id = t.product_id GROUP BY t.tag;

SELECT a.name, b.name FROM customers a JOIN customers b ON a.city = b.city AND a.customer_id < b.customer_id;

SELECT SUM(CASE WHEN EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = o.order_id) THEN o.amount ELSE 0 END) FROM orders o JOIN customers c ON c.customer_id = o.customer_id;

SELECT COUNT(*) FROM order_lines l, products p WHERE p.product_id = l.product_id AND p.name IN ('Lamp', 'Desk');

SELECT c.name, MAX(s.shipped_on), COUNT(DISTINCT s.carrier) FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN shipments s ON s.order_id = o.order_id GROUP BY c.name;

SELECT SUM(x.amount) FROM sales x LEFT JOIN customers c ON x.customer_id = c.customer_id LEFT JOIN addresses b ON b.customer_id = c.customer_id AND b.kind = 'billing';

SELECT m.name, SUM(e.salary) FROM employees AS e LEFT JOIN employees AS m ON e.manager_id = m.employee_id GROUP BY 1;

SELECT SUM(r.price) FROM prices r JOIN products p ON p.product_id = r.product_id WHERE r.valid_to = '9999-12-31';

SELECT p.category, SUM(p.list_price) FROM products p JOIN prices r ON r.product_id = p.product_id AND r.valid_from = '2024-01-01' GROUP BY p.category;

SELECT COUNT(o.order_id) * 1.0 / COUNT(DISTINCT c.customer_id) FROM customers c JOIN orders o ON o.customer_id = c.customer_id;

SELECT o.ordered_on, SUM(o.amount) AS per_day, SUM(SUM(o.amount)) OVER (ORDER BY o.ordered_on) AS running FROM orders o JOIN customers c ON c.customer_id = o.customer_id GROUP BY o.ordered_on;

-- a subquery that joins, and a filter or group outside that leaves one row of each
SELECT SUM(x.amount) FROM (SELECT o.order_id, o.amount, ROW_NUMBER() OVER (PARTITION BY o.order_id ORDER BY s.shipped_on) AS rn FROM orders o JOIN shipments s ON s.order_id = o.order_id) x WHERE x.rn = 1;

SELECT x.tag, SUM(x.list_price) FROM (SELECT p.list_price, t.tag FROM products p JOIN product_tags t ON t.product_id = p.product_id) x GROUP BY x.tag;

SELECT SUM(x.credit_limit) FROM (SELECT c.credit_limit, a.kind FROM customers c JOIN addresses a ON a.customer_id = c.customer_id WHERE a.kind = 'billing') x;

WITH lines AS (SELECT o.customer_id, l.quantity * l.unit_price AS worth, l.quantity FROM orders o JOIN order_lines l ON l.order_id = o.order_id) SELECT c.name, SUM(lines.quantity), SUM(lines.worth) FROM customers c JOIN lines ON lines.customer_id = c.customer_id GROUP BY c.name;

-- Statements that count each row once, though they join. One a paragraph.

-- the many side is added up
SELECT c.name, SUM(o.amount) FROM customers c JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.name;

SELECT c.city, COUNT(*) AS orders FROM customers c JOIN orders o USING (customer_id) GROUP BY c.city ORDER BY orders DESC;

SELECT SUM(l.quantity * l.unit_price) FROM order_lines l JOIN orders o ON o.order_id = l.order_id JOIN customers c ON c.customer_id = o.customer_id WHERE c.city = 'Oslo';

-- a column of the one side in a product with the many side
SELECT p.category, SUM(l.quantity * p.list_price) FROM order_lines l JOIN products p ON p.product_id = l.product_id GROUP BY p.category;

-- one to one by the primary keys
SELECT d.priority, SUM(o.amount), AVG(o.amount) FROM orders o JOIN order_details d ON d.order_id = o.order_id GROUP BY d.priority;

-- one to one in the data
SELECT SUM(o.amount), SUM(i.tax) FROM orders o JOIN invoices i ON i.order_id = o.order_id;

SELECT COUNT(DISTINCT c.customer_id) FROM customers c JOIN orders o ON o.customer_id = c.customer_id WHERE o.amount > 50;

SELECT c.name, MAX(o.amount), MIN(p.paid) FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN payments p ON p.order_id = o.order_id GROUP BY c.customer_id, c.name;

-- semi-joins multiply nothing
SELECT SUM(o.amount) FROM orders o WHERE EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = o.order_id AND s.carrier = 'Van');

SELECT SUM(amount) FROM orders WHERE order_id IN (SELECT order_id FROM shipments);

SELECT c.name, (SELECT SUM(o.amount) FROM orders o WHERE o.customer_id = c.customer_id) AS ordered, (SELECT COUNT(*) FROM shipments s WHERE s.customer_id = c.customer_id) AS shipped FROM customers c;

-- both sides are added up before they meet
SELECT c.name, s.sold, h.cost FROM customers c LEFT JOIN (SELECT customer_id, SUM(amount) AS sold FROM sales GROUP BY customer_id) s ON s.customer_id = c.customer_id LEFT JOIN (SELECT customer_id, SUM(cost) AS cost FROM shipments GROUP BY customer_id) h ON h.customer_id = c.customer_id;

WITH sold AS (SELECT customer_id, SUM(amount) AS sold FROM sales GROUP BY customer_id), shipped AS (SELECT customer_id, SUM(cost) AS cost FROM shipments GROUP BY customer_id) SELECT SUM(sold.sold) AS sold, SUM(shipped.cost) AS cost FROM sold LEFT JOIN shipped ON shipped.customer_id = sold.customer_id;

WITH per_order AS (SELECT order_id, COUNT(*) AS parcels FROM shipments GROUP BY order_id) SELECT AVG(o.amount) FROM orders o JOIN per_order p ON p.order_id = o.order_id WHERE p.parcels > 1;

SELECT SUM(o.amount) FROM orders o JOIN (SELECT DISTINCT order_id FROM shipments) s ON s.order_id = o.order_id;

-- the multiplying key is in the group
SELECT t.tag, SUM(p.list_price), COUNT(*) FROM products p JOIN product_tags t ON t.product_id = p.product_id GROUP BY t.tag;

SELECT s.list, SUM(c.credit_limit) FROM customers c JOIN addresses a ON a.customer_id = c.customer_id AND a.kind = 'billing' JOIN subscribers s ON s.email = c.email WHERE s.list = 'news' GROUP BY s.list;

-- one address of the kind for each
SELECT a.city, SUM(c.credit_limit) FROM customers c JOIN addresses a ON a.customer_id = c.customer_id WHERE a.kind = 'billing' GROUP BY a.city;

-- the price of its day: one row, by a range
SELECT SUM(l.quantity * r.price) FROM order_lines l JOIN orders o ON o.order_id = l.order_id JOIN prices r ON r.product_id = l.product_id AND o.ordered_on BETWEEN r.valid_from AND r.valid_to;

-- the last shipment of each order
SELECT SUM(o.amount) FROM orders o JOIN shipments s ON s.order_id = o.order_id WHERE s.shipped_on = (SELECT MAX(x.shipped_on) FROM shipments x WHERE x.order_id = o.order_id);

WITH last AS (SELECT order_id, carrier, ROW_NUMBER() OVER (PARTITION BY order_id ORDER BY shipped_on DESC) AS rn FROM shipments) SELECT last.carrier, SUM(o.amount) FROM orders o JOIN last ON last.order_id = o.order_id AND last.rn = 1 GROUP BY last.carrier;

-- orders that were never shipped
SELECT COUNT(*), SUM(o.amount) FROM orders o LEFT JOIN shipments s ON s.order_id = o.order_id WHERE s.order_id IS NULL;

-- a table of one row
SELECT SUM(o.amount) FROM orders o CROSS JOIN today t WHERE o.ordered_on <= t.today;

SELECT SUM(o.amount) FROM orders o, today WHERE o.status = 'open' AND o.ordered_on < today.today;

-- an employee has one manager
SELECT m.name, COUNT(*) AS people, AVG(e.salary) FROM employees e JOIN employees m ON m.employee_id = e.manager_id GROUP BY m.employee_id, m.name;

-- a view with one row for each order
SELECT SUM(o.amount), SUM(t.total) FROM orders o JOIN order_totals t ON t.order_id = o.order_id;

SELECT COUNT(CASE WHEN c.city = 'Oslo' THEN 1 END) AS oslo, COUNT(*) AS everywhere FROM orders o JOIN customers c ON c.customer_id = o.customer_id;

SELECT SUM(CASE WHEN c.city = 'Rome' THEN o.amount ELSE 0 END) * 100.0 / SUM(o.amount) FROM customers c INNER JOIN orders o ON c.customer_id = o.customer_id;

-- rows are meant: each group has one customer
SELECT c.name, COUNT(c.customer_id) AS orders FROM customers c JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.customer_id HAVING COUNT(*) > 1;

SELECT strftime('%Y-%m', o.ordered_on) AS month, SUM(o.amount) FROM orders o JOIN customers c ON c.customer_id = o.customer_id GROUP BY month ORDER BY 1;

-- the average of a product's price within the product
SELECT p.name, AVG(p.list_price), AVG(l.unit_price) FROM products p JOIN order_lines l ON l.product_id = p.product_id GROUP BY p.product_id, p.name;

SELECT SUM(x.amount) FROM (SELECT o.order_id, o.amount FROM orders o JOIN shipments s ON s.order_id = o.order_id GROUP BY o.order_id, o.amount) x;

SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN payments p ON p.order_id = o.order_id WHERE p.paid > 50;

SELECT SUM(amount) FROM (SELECT amount FROM sales UNION ALL SELECT amount FROM orders) everything;

SELECT o.status, SUM(total) FROM order_totals JOIN orders o ON o.order_id = order_totals.order_id GROUP BY o.status;

SELECT c.name, ROUND(SUM(l.quantity * l.unit_price), 2) AS worth FROM customers AS c, orders AS o, order_lines AS l WHERE c.customer_id = o.customer_id AND o.order_id = l.order_id GROUP BY c.name ORDER BY SUM(l.quantity * l.unit_price) DESC LIMIT 3;

-- the average of one customer's sales: each comes equally often
SELECT c.customer_id, AVG(s.amount) FROM customers c JOIN sales s ON s.customer_id = c.customer_id JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.customer_id;

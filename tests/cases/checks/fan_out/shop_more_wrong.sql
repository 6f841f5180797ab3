-- More statements that count rows more than once: written after the check, and first run as they stand.

-- SUM(o.amount)
SELECT c.city, SUM(o.amount) AS revenue, COUNT(DISTINCT l.product_id) AS products FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN order_lines l ON l.order_id = o.order_id GROUP BY c.city;

-- AVG(o.amount)
SELECT AVG(o.amount) FROM orders o JOIN order_lines l ON l.order_id = o.order_id;

-- COUNT(o.order_id)
SELECT c.name, COUNT(o.order_id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.customer_id LEFT JOIN payments p ON p.order_id = o.order_id LEFT JOIN order_lines l ON l.order_id = o.order_id GROUP BY c.name;

-- SUM(s.cost)
SELECT SUM(s.cost) FROM shipments s JOIN order_lines l ON l.order_id = s.order_id JOIN products p ON p.product_id = l.product_id WHERE p.name <> 'Chair';

-- SUM(o.amount)
WITH shipped AS (SELECT order_id, carrier FROM shipments) SELECT shipped.carrier IS NOT NULL AS is_shipped, SUM(o.amount) FROM orders o LEFT JOIN shipped ON shipped.order_id = o.order_id GROUP BY 1;

-- SUM(o.amount)
-- SUM(s.amount)
SELECT SUM(o.amount), SUM(s.amount) FROM customers c LEFT JOIN orders o ON c.customer_id = o.customer_id LEFT JOIN sales s ON c.customer_id = s.customer_id WHERE c.city = 'Oslo' OR c.city = 'Rome';

-- SUM(o.amount)
SELECT o.status, ROUND(SUM(o.amount), 2) FROM orders o INNER JOIN payments USING (order_id) INNER JOIN shipments USING (order_id) GROUP BY o.status;

-- SUM(i.tax)
SELECT SUM(i.tax) FROM invoices i, orders o, shipments s WHERE i.order_id = o.order_id AND o.order_id = s.order_id;

-- COUNT(e.employee_id)
SELECT COUNT(e.employee_id) FROM employees e JOIN employees r ON r.manager_id = e.employee_id;

-- SUM(o.amount)
SELECT strftime('%m', s.shipped_on) AS month, SUM(o.amount) FROM shipments s JOIN orders o ON s.order_id = o.order_id GROUP BY strftime('%m', s.shipped_on);

-- SUM(c.credit_limit)
SELECT o.status, SUM(c.credit_limit) FROM customers c JOIN orders o ON o.customer_id = c.customer_id GROUP BY o.status;

-- SUM(p.list_price)
SELECT o.customer_id, SUM(p.list_price) FROM products p JOIN order_lines l ON l.product_id = p.product_id JOIN orders o ON o.order_id = l.order_id GROUP BY o.customer_id;

-- SUM(t.total)
SELECT SUM(t.total) FROM order_totals t JOIN payments p ON p.order_id = t.order_id;

-- SUM(x.amount)
SELECT c.name, SUM(x.amount) FROM customers c JOIN (SELECT o.customer_id, o.amount, l.line_id FROM orders o JOIN order_lines l ON l.order_id = o.order_id) x ON x.customer_id = c.customer_id GROUP BY c.name;

-- SUM(o.amount * (1 - 0.1))
SELECT SUM(o.amount * (1 - 0.1)) FROM orders o JOIN shipments s ON s.order_id = o.order_id AND s.carrier = 'Post';

-- SUM(d.priority)
SELECT SUM(d.priority) FROM order_details d JOIN order_lines l ON l.order_id = d.order_id;

-- SUM(amount)
WITH joined AS (SELECT o.order_id, o.amount, s.carrier FROM orders o LEFT JOIN shipments s ON s.order_id = o.order_id) SELECT SUM(amount) FROM joined;

-- Statements that count rows more than once. Before each stands which of its aggregates do.

-- SUM(o.amount)
SELECT SUM(o.amount) FROM orders o JOIN shipments s ON s.order_id = o.order_id;

-- SUM(orders.amount)
SELECT customers.name, SUM(orders.amount) AS ordered, SUM(shipments.cost) AS shipping FROM customers JOIN orders ON orders.customer_id = customers.customer_id JOIN shipments ON shipments.order_id = orders.order_id GROUP BY customers.name;

-- the classical one: sales and shipments of a customer
-- SUM(s.amount)
-- SUM(h.cost)
SELECT c.name, SUM(s.amount) AS sold, SUM(h.cost) AS shipping FROM customers c JOIN sales s ON s.customer_id = c.customer_id JOIN shipments h ON h.customer_id = c.customer_id GROUP BY c.customer_id, c.name;

-- SUM(s.amount)
SELECT SUM(s.amount) FROM sales s JOIN shipments h ON h.customer_id = s.customer_id WHERE h.carrier = 'Van';

-- SUM(c.credit_limit)
SELECT SUM(c.credit_limit) FROM customers c JOIN orders o ON o.customer_id = c.customer_id;

-- AVG(c.credit_limit)
SELECT AVG(c.credit_limit) FROM customers c LEFT JOIN orders o ON o.customer_id = c.customer_id;

-- COUNT(c.customer_id)
SELECT c.city, COUNT(c.customer_id) AS customers FROM customers c JOIN orders o ON o.customer_id = c.customer_id WHERE o.status = 'paid' GROUP BY c.city;

-- COUNT(o.order_id)
SELECT COUNT(o.order_id) AS orders FROM orders o JOIN order_lines l ON l.order_id = o.order_id JOIN products p ON p.product_id = l.product_id WHERE p.category = 'Office' OR p.category = 'Home';

-- COUNT(*)
SELECT c.name, COUNT(*) FROM customers c LEFT JOIN sales s ON s.customer_id = c.customer_id LEFT JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.name;

-- SUM(amount)
SELECT status, SUM(amount) FROM orders JOIN payments ON payments.order_id = orders.order_id GROUP BY status;

-- SUM(o.amount)
-- SUM(p.paid)
SELECT SUM(o.amount), SUM(p.paid) FROM orders o LEFT JOIN payments p ON p.order_id = o.order_id LEFT JOIN shipments s ON s.order_id = o.order_id;

-- SUM(o.amount)
SELECT p.category, SUM(o.amount) FROM orders o JOIN order_lines l ON l.order_id = o.order_id JOIN products p ON p.product_id = l.product_id GROUP BY p.category;

-- SUM(p.list_price)
SELECT SUM(p.list_price) FROM products p, product_tags t WHERE t.product_id = p.product_id;

-- SUM(l.quantity * l.unit_price)
SELECT t.tag LIKE 'w%' AS wooden, SUM(l.quantity * l.unit_price) FROM order_lines l JOIN product_tags t ON t.product_id = l.product_id GROUP BY 1;

-- inside a CTE, whose total is then right and its sum not
-- SUM(o.amount)
WITH per_customer AS (SELECT o.customer_id, SUM(o.amount) AS ordered FROM orders o JOIN shipments s ON s.order_id = o.order_id GROUP BY o.customer_id) SELECT c.name, p.ordered FROM customers c JOIN per_customer p ON p.customer_id = c.customer_id;

-- in a subquery of FROM
-- SUM(o.amount)
SELECT MAX(x.total) FROM (SELECT o.customer_id, SUM(o.amount) AS total FROM orders o JOIN payments p USING (order_id) GROUP BY o.customer_id) x;

-- the CTE has a row for each order and status, not for each customer
-- SUM(c.credit_limit)
WITH states AS (SELECT customer_id, status, COUNT(*) AS n FROM orders GROUP BY customer_id, status) SELECT SUM(c.credit_limit) FROM customers c JOIN states ON states.customer_id = c.customer_id;

-- a CTE that only filters
-- SUM(c.credit_limit)
WITH big AS (SELECT * FROM orders WHERE amount > 10) SELECT c.city, SUM(c.credit_limit) FROM customers c JOIN big b ON b.customer_id = c.customer_id GROUP BY c.city;

-- a table without any key, by a column without one
-- SUM(c.credit_limit)
SELECT SUM(c.credit_limit) FROM customers c JOIN subscribers s ON s.email = c.email;

-- nothing binds the two
-- SUM(o.amount)
SELECT SUM(o.amount) FROM orders o, products p WHERE p.category = 'Office';

-- SUM(c.credit_limit)
SELECT a.kind IS NULL, SUM(c.credit_limit) FROM customers c JOIN addresses a ON a.customer_id = c.customer_id GROUP BY 1;

-- managers by their people
-- SUM(m.salary)
SELECT SUM(m.salary) FROM employees m JOIN employees e ON e.manager_id = m.employee_id;

-- the day of the price is forgotten
-- SUM(l.quantity * r.price)
SELECT SUM(l.quantity * r.price) FROM order_lines l JOIN prices r ON r.product_id = l.product_id;

-- TOTAL(o.amount)
SELECT TOTAL(o.amount) FROM "orders" AS o INNER JOIN [shipments] AS s ON o.order_id = s.order_id;

-- GROUP_CONCAT(o.order_id)
SELECT c.name, GROUP_CONCAT(o.order_id) FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN shipments s ON s.order_id = o.order_id GROUP BY c.name;

-- only in HAVING
-- SUM(o.amount)
SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN shipments s ON s.order_id = o.order_id GROUP BY c.name HAVING SUM(o.amount) > 300;

-- only in ORDER BY
-- SUM(o.amount)
SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.customer_id JOIN order_lines l ON l.order_id = o.order_id GROUP BY c.name ORDER BY SUM(o.amount) DESC LIMIT 1;

-- SUM(CASE WHEN o.status = 'paid' THEN o.amount ELSE 0 END)
SELECT SUM(CASE WHEN o.status = 'paid' THEN o.amount ELSE 0 END) FROM shipments s JOIN orders o ON o.order_id = s.order_id;

-- SUM(o.amount)
SELECT SUM(o.amount) - SUM(l.quantity * l.unit_price) FROM orders o JOIN order_lines l ON l.order_id = o.order_id;

-- the sales of a customer times the orders of that customer
-- SUM(s.amount * o.amount)
SELECT SUM(s.amount * o.amount) FROM sales s JOIN customers c ON c.customer_id = s.customer_id JOIN orders o ON o.customer_id = c.customer_id;

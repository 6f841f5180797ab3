-- Sales and shipments: the shop over which the statements of shop_right.sql and shop_wrong.sql run.
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL,
                        email TEXT NOT NULL, credit_limit DECIMAL(10,2) NOT NULL);
CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
                     ordered_on DATE NOT NULL, status TEXT NOT NULL, amount DECIMAL(10,2) NOT NULL);
CREATE TABLE products (product_id INTEGER PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL,
                       list_price DECIMAL(10,2) NOT NULL);
CREATE TABLE order_lines (line_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (order_id),
                          product_id INTEGER NOT NULL REFERENCES products (product_id),
                          quantity INTEGER NOT NULL, unit_price DECIMAL(10,2) NOT NULL);
CREATE TABLE sales (sale_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
                    sold_on DATE NOT NULL, amount DECIMAL(10,2) NOT NULL);
-- No key of its own, and its link to orders is by name only.
CREATE TABLE shipments (order_id INTEGER NOT NULL, customer_id INTEGER NOT NULL, shipped_on DATE NOT NULL,
                        carrier TEXT NOT NULL, cost DECIMAL(10,2) NOT NULL);
CREATE TABLE payments (payment_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (order_id),
                       paid_on DATE NOT NULL, paid DECIMAL(10,2) NOT NULL);
CREATE TABLE order_details (order_id INTEGER PRIMARY KEY REFERENCES orders (order_id), note TEXT, priority INTEGER NOT NULL);
-- One for each order, though no key says so.
CREATE TABLE invoices (invoice_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (order_id),
                       tax DECIMAL(10,2) NOT NULL);
CREATE TABLE product_tags (product_id INTEGER NOT NULL REFERENCES products (product_id), tag TEXT NOT NULL,
                           PRIMARY KEY (product_id, tag));
CREATE TABLE prices (product_id INTEGER NOT NULL REFERENCES products (product_id), valid_from DATE NOT NULL,
                     valid_to DATE NOT NULL, price DECIMAL(10,2) NOT NULL, PRIMARY KEY (product_id, valid_from));
CREATE TABLE addresses (address_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
                        kind TEXT NOT NULL, city TEXT NOT NULL);
CREATE TABLE subscribers (email TEXT NOT NULL, list TEXT NOT NULL);
CREATE TABLE today (today DATE NOT NULL);
CREATE TABLE employees (employee_id INTEGER PRIMARY KEY, manager_id INTEGER REFERENCES employees (employee_id),
                        name TEXT NOT NULL, salary DECIMAL(10,2) NOT NULL);
CREATE VIEW order_totals AS
SELECT order_id, SUM(quantity * unit_price) AS total FROM order_lines GROUP BY order_id;

INSERT INTO customers VALUES (1, 'Ana', 'Oslo', 'ana@example.org', 900), (2, 'Bo', 'Oslo', 'bo@example.org', 500),
    (3, 'Cy', 'Rome', 'cy@example.org', 700), (4, 'Dee', 'Bern', 'dee@example.org', 100);
INSERT INTO orders VALUES (1, 1, '2024-01-05', 'paid', 100), (2, 1, '2024-02-01', 'open', 250), (3, 2, '2024-02-03', 'paid', 75),
    (4, 3, '2024-03-01', 'paid', 310), (5, 3, '2024-03-09', 'open', 42), (6, 3, '2024-04-01', 'paid', 18);
INSERT INTO products VALUES (1, 'Lamp', 'Home', 20), (2, 'Desk', 'Office', 200), (3, 'Chair', 'Office', 90);
INSERT INTO order_lines VALUES (1, 1, 1, 5, 20), (2, 2, 2, 1, 200), (3, 2, 1, 2, 25), (4, 3, 3, 1, 75), (5, 4, 2, 1, 210),
    (6, 4, 1, 5, 20), (7, 5, 1, 2, 21), (8, 6, 1, 1, 18);
INSERT INTO sales VALUES (1, 1, '2024-01-10', 100), (2, 1, '2024-02-11', 250), (3, 2, '2024-02-12', 75), (4, 3, '2024-03-13', 310),
    (5, 3, '2024-04-02', 60);
INSERT INTO shipments VALUES (1, 1, '2024-01-06', 'Post', 5), (1, 1, '2024-01-08', 'Post', 4), (2, 1, '2024-02-03', 'Van', 9),
    (3, 2, '2024-02-05', 'Post', 5), (4, 3, '2024-03-03', 'Van', 12), (4, 3, '2024-03-04', 'Van', 11), (6, 3, '2024-04-02', 'Post', 3);
INSERT INTO payments VALUES (1, 1, '2024-01-07', 60), (2, 1, '2024-01-20', 40), (3, 3, '2024-02-04', 75), (4, 4, '2024-03-05', 310), (5, 6, '2024-04-03', 18);
INSERT INTO order_details VALUES (1, NULL, 1), (2, 'gift', 2), (3, NULL, 1), (4, 'fragile', 3), (5, NULL, 1), (6, NULL, 1);
INSERT INTO invoices VALUES (1, 1, 20), (2, 3, 15), (3, 4, 62), (4, 6, 3.6);
INSERT INTO product_tags VALUES (1, 'new'), (1, 'light'), (2, 'wood'), (3, 'wood'), (3, 'new');
INSERT INTO prices VALUES (1, '2024-01-01', '2024-02-28', 20), (1, '2024-03-01', '9999-12-31', 21), (2, '2024-01-01', '9999-12-31', 200), (3, '2024-01-01', '9999-12-31', 90);
INSERT INTO addresses VALUES (1, 1, 'billing', 'Oslo'), (2, 1, 'delivery', 'Moss'), (3, 2, 'billing', 'Oslo'), (4, 3, 'billing', 'Rome'),
    (5, 3, 'delivery', 'Pisa'), (6, 4, 'billing', 'Bern');
INSERT INTO subscribers VALUES ('ana@example.org', 'news'), ('ana@example.org', 'offers'), ('cy@example.org', 'news');
INSERT INTO today VALUES ('2024-04-30');
INSERT INTO employees VALUES (1, NULL, 'Eve', 90), (2, 1, 'Flo', 60), (3, 1, 'Gus', 55), (4, 2, 'Hal', 40);

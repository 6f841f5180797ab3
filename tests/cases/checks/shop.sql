-- A small shop: an own database of the labelled answers.
CREATE TABLE branches (branch TEXT, city TEXT, staff INTEGER, opened TEXT);
INSERT INTO branches VALUES
('North Plant','Oslo',34,'2012-04-01'),('South Plant','Sevilla',27,'2015-09-15'),
('East Depot','Kraków',12,'2019-01-10'),('West Depot','Brest',9,'2021-06-30');
CREATE TABLE sales (month TEXT, branch TEXT, orders INTEGER, revenue REAL, returns INTEGER, margin REAL);
INSERT INTO sales VALUES
('2025-01','North Plant',412,118450.75,17,0.214),('2025-01','South Plant',388,97310.20,22,0.187),
('2025-01','East Depot',154,31208.40,5,0.262),('2025-01','West Depot',97,18733.05,9,0.145),
('2025-02','North Plant',395,110982.10,14,0.209),('2025-02','South Plant',421,106745.60,31,0.191),
('2025-02','East Depot',161,33950.00,8,0.271),('2025-02','West Depot',88,16240.35,4,0.139),
('2025-03','North Plant',447,129876.55,19,0.221),('2025-03','South Plant',405,101920.90,26,0.183),
('2025-03','East Depot',172,36411.25,6,0.268),('2025-03','West Depot',103,20015.80,7,0.151);
CREATE TABLE products (sku TEXT, name TEXT, category TEXT, price REAL, stock INTEGER, supplier TEXT);
INSERT INTO products VALUES
('P-100','Oak Desk','furniture',349.00,18,'Holm & Sons'),('P-101','Pine Shelf','furniture',89.50,64,'Holm & Sons'),
('P-102','Desk Lamp','lighting',42.90,210,'Lumen AB'),('P-103','Floor Lamp','lighting',119.00,37,'Lumen AB'),
('P-104','Wall Sconce','lighting',58.25,0,'Lumen AB'),('P-105','Wool Rug','textiles',229.99,11,'Atelier Morel'),
('P-106','Linen Curtain','textiles',74.00,95,'Atelier Morel'),('P-107','Swivel Chair','furniture',189.00,42,'Kessler GmbH'),
('P-108','Filing Cabinet','furniture',265.00,7,'Kessler GmbH'),('P-109','Cork Board','office',19.95,340,'Kessler GmbH');

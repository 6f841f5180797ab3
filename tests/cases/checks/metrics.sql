-- Requests of small web services, and the people of an office: an own database of the labelled answers.
CREATE TABLE services (service TEXT, requests INTEGER, errors INTEGER, p50_ms REAL, p99_ms REAL, bytes_out INTEGER, uptime_seconds INTEGER);
INSERT INTO services VALUES
('gateway',1284310,3921,12.4,184.0,48318382080,2591880),('search',402877,1180,38.7,912.5,9126805504,2588400),
('billing',58214,12,21.9,301.2,734003200,2592000),('mailer',131056,2245,88.0,2310.0,1598029824,2570400),
('reports',7713,96,640.3,8875.5,5368709120,2592000);
CREATE TABLE people (name TEXT, department TEXT, salary INTEGER, started TEXT, full_time INTEGER);
INSERT INTO people VALUES
('Ana Ruiz','Finance',58200,'2016-03-01',1),('Bram Visser','Engineering',71500,'2019-08-15',1),
('Chiara Conti','Engineering',68900,'2020-01-07',1),('Dmitri Orlov','Support',41300,'2021-11-22',0),
('Elif Kaya','Engineering',75250,'2014-05-19',1),('Femi Adeyemi','Support',43800,'2018-02-12',1),
('Greta Holm','Finance',61750,'2012-10-01',1),('Hugo Lefèvre','Sales',52400,'2022-04-04',1),
('Ines Prado','Sales',49900,'2023-09-18',0),('Jonas Beck','Support',40150,'2024-06-03',1);

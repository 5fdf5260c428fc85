DROP TABLE programmes_seen;

DROP TABLE personal_feeds;

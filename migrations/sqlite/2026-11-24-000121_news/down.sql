DROP TABLE news_told;
DROP TABLE news_requests;
DROP TABLE news_topics;
DROP TABLE news_subscriptions;

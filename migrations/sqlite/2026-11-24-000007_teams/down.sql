DROP TABLE administrators;
DROP TABLE seat_invitations;
DROP TABLE seats;

DROP TABLE presenter_invitations;

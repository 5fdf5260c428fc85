DROP TABLE passkey_prompts;
DROP TABLE passkey_challenges;
DROP TABLE passkeys;

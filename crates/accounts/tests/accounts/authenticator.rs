//! A device that holds passkeys, in software: W3C Web Authentication, ES256, no attestation.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const USER_PRESENT_AND_VERIFIED: u8 = 0b101;
const ATTESTED: u8 = 0b100_0000;

/// A device with one passkey.
#[derive(Clone)]
pub(crate) struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    user_handle: String,
    /// How often it signed; a copy of it goes on from the same number.
    pub(crate) counter: u32,
    /// Where the browser that it speaks with is.
    pub(crate) origin: String,
}

impl Authenticator {
    /// One that has never signed; each number is another device.
    pub(crate) fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).expect("a key"),
            id: vec![number; 16],
            user_handle: String::new(),
            counter: 1,
            origin: "https://marketday.example".into(),
        }
    }

    fn data(&self, party: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(party.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    /// Makes its passkey, and answers the challenge in `asked`.
    pub(crate) fn registers(&mut self, asked: &str) -> String {
        let asked: Value = serde_json::from_str(asked).expect("JSON");
        let options = &asked["options"]["publicKey"];
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        let handle = options["user"]["id"].as_str().expect("a handle");
        handle.clone_into(&mut self.user_handle);
        let party = options["rp"]["id"].as_str().expect("a party");
        let mut data = self.data(party, USER_PRESENT_AND_VERIFIED | ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(&self.id);
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("a point"), point.y().expect("a point"));
        // COSE_Key (RFC 9052): EC2, ES256, P-256.
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(x.as_slice());
        data.extend([0x22, 0x58, 32]);
        data.extend(y.as_slice());
        let length = u8::try_from(data.len()).expect("a short one");
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(length);
        object.extend(data);
        let answer = json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "response": {
                "attestationObject": BASE64.encode(object),
                "clientDataJSON": BASE64.encode(self.client_data("webauthn.create", options)),
            },
        });
        answer.to_string()
    }

    /// Signs the challenge in `asked`.
    pub(crate) fn signs(&mut self, asked: &str) -> String {
        let asked: Value = serde_json::from_str(asked).expect("JSON");
        let options = &asked["options"]["publicKey"];
        self.counter += 1;
        let party = options["rpId"].as_str().expect("a party");
        let data = self.data(party, USER_PRESENT_AND_VERIFIED);
        let client_data = self.client_data("webauthn.get", options);
        let signed = [data.clone(), Sha256::digest(&client_data).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        let answer = json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "response": {
                "authenticatorData": BASE64.encode(data),
                "clientDataJSON": BASE64.encode(client_data),
                "signature": BASE64.encode(signature.to_der().as_bytes()),
                "userHandle": self.user_handle,
            },
        });
        answer.to_string()
    }
}

//! AWS Signature Version 4 of a request, worked out from what the store knows and nothing of ours:
//! "Authenticating Requests: Using Query Parameters" in Amazon's S3 reference.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What is left as it is (RFC 3986, section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key will do");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// For how many seconds a request is good that was signed by whoever knows the secret, for this host; else what is wrong.
pub(crate) fn check(
    method: &str,
    target: &str,
    host: &str,
    (key, secret, region): (&str, &str, &str),
) -> Result<u32, String> {
    let (path, query) = target.split_once('?').ok_or("it is not signed")?;
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let plain = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
            (plain(name), plain(value))
        })
        .collect();
    let signature = pairs
        .iter()
        .position(|(name, _)| name == "X-Amz-Signature")
        .map(|at| pairs.remove(at).1)
        .ok_or("it holds no signature")?;
    let value = |name: &str| {
        let found = pairs.iter().find(|(other, _)| other == name);
        found
            .map(|(_, value)| value.clone())
            .ok_or_else(|| format!("it holds no {name}"))
    };
    if value("X-Amz-Algorithm")? != "AWS4-HMAC-SHA256" {
        return Err("another algorithm".to_owned());
    }
    if value("X-Amz-SignedHeaders")? != "host" {
        return Err("other headers are signed".to_owned());
    }
    let date = value("X-Amz-Date")?;
    let day = date.get(..8).ok_or("no date")?;
    let scope = format!("{day}/{region}/s3/aws4_request");
    if value("X-Amz-Credential")? != format!("{key}/{scope}") {
        return Err("another key, day or region".to_owned());
    }
    let seconds: u32 = value("X-Amz-Expires")?.parse().map_err(|_| "no period")?;
    let mut encoded: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    encoded.sort();
    let canonical = format!(
        "{method}\n{path}\n{}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD",
        encoded.join("&")
    );
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    );
    let mut signing = hmac(format!("AWS4{secret}").as_bytes(), day);
    for part in [region, "s3", "aws4_request"] {
        signing = hmac(&signing, part);
    }
    if hex(&hmac(&signing, &to_sign)) == signature {
        Ok(seconds)
    } else {
        Err("the signature is wrong".to_owned())
    }
}

#[test]
fn the_example_of_amazons_reference_is_signed_as_it_says() {
    let target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let known = (
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "us-east-1",
    );
    let host = "examplebucket.s3.amazonaws.com";
    assert_eq!(check("GET", target, host, known), Ok(86400));
    let wrong = Err("the signature is wrong".to_owned());
    for other in [
        target.replace("=86400", "=300"),
        target.replace("/test.txt", "/other.txt"),
    ] {
        assert_eq!(check("GET", &other, host, known), wrong);
    }
    assert_eq!(check("PUT", target, host, known), wrong);
    assert_eq!(check("GET", target, "elsewhere.example", known), wrong);
}

//! Mail URLs: what they mean, and what is said of those that mean nothing.

use std::path::PathBuf;

use marketday_mail::{Credentials, MailUrl, Security, SmtpServer};

use crate::samples::server;

fn refusal(url: &str) -> String {
    url.parse::<MailUrl>().unwrap_err().to_string()
}

#[test]
fn a_server_is_read_with_all_that_it_says() {
    let url = "smtp://asha%40leeds:p%2Fw@Mail.Example.org:587?starttls=required&hello=app.marketday.example&ca=/etc/ca.pem";
    let expected = SmtpServer {
        host: "mail.example.org".to_owned(),
        port: 587,
        security: Security::Required,
        credentials: Some(Credentials {
            user: "asha@leeds".to_owned(),
            password: "p/w".to_owned(),
        }),
        hello: Some("app.marketday.example".to_owned()),
        ca: Some(PathBuf::from("/etc/ca.pem")),
    };
    assert_eq!(url.parse(), Ok(MailUrl::Smtp(expected)));
}

#[test]
fn ports_and_encryption_have_safe_defaults() {
    let cases = [
        ("smtp://mail.example.org", 25, Security::Opportunistic),
        ("smtp://a:b@mail.example.org", 25, Security::Required),
        ("smtp://localhost", 25, Security::Plain),
        ("smtp://a:b@127.0.0.1:2525", 2525, Security::Plain),
        ("smtp://[::1]:2525", 2525, Security::Plain),
        ("smtps://mail.example.org", 465, Security::Implicit),
        ("smtp://mail.example.org?starttls=none", 25, Security::Plain),
    ];
    for (url, port, security) in cases {
        let server = server(url);
        assert_eq!((server.port, server.security), (port, security), "{url}");
    }
    assert_eq!(server("smtp://[::1]:2525").host, "::1");
}

#[test]
fn a_folder_is_an_absolute_path() {
    let folder = MailUrl::Folder(PathBuf::from("/var/lib/market day/mail"));
    assert_eq!("file:///var/lib/market%20day/mail".parse(), Ok(folder));
    let expected = "names no folder, expected something like file:///var/lib/marketday/mail";
    for url in ["file:mail", "file://host/mail", "file:/mail", "file:///"] {
        assert_eq!(refusal(url), expected, "{url}");
    }
}

#[test]
fn a_url_that_means_nothing_is_refused_with_what_would_do() {
    let cases = [
        (
            "http://mail.example.org",
            "has the unknown scheme \"http\", expected smtp://, smtps:// or file:///",
        ),
        (
            "mail.example.org",
            "is not a URL: relative URL without a base",
        ),
        (
            "smtp:mail",
            "names no mail server, expected something like smtp://mail.example.org:25",
        ),
        (
            "smtp://mail.example.org/inbox",
            "has a path after the mail server, expected none",
        ),
        (
            "smtp://mail.example.org?tls=yes",
            "has the unknown query \"tls\", expected starttls, hello or ca",
        ),
        (
            "smtps://mail.example.org?starttls=none",
            "has starttls=\"none\", expected required, opportunistic or none, and only with smtp://",
        ),
        (
            "smtp://mail.example.org?hello=a%0d%0ab",
            "has hello=\"a\\r\\nb\", expected a host name",
        ),
        (
            "smtp://asha@mail.example.org",
            "has a user without a password or a password without a user",
        ),
        (
            "smtp://a:b@mail.example.org?starttls=opportunistic",
            "would send its password where others can read it, use smtps:// or starttls=required",
        ),
    ];
    for (url, expected) in cases {
        assert_eq!(refusal(url), expected, "{url}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let url: MailUrl = "smtps://asha:secret@mail.example.org".parse().unwrap();
    assert_eq!(url.to_string(), "smtps://asha:***@mail.example.org:465");
    assert!(!format!("{url:?}").contains("secret"));
    let plain: MailUrl = "smtp://[::1]?hello=a.example".parse().unwrap();
    assert_eq!(
        plain.to_string(),
        "smtp://[::1]:25?starttls=none&hello=a.example"
    );
    let folder: MailUrl = "file:///var/mail".parse().unwrap();
    assert_eq!(folder.to_string(), "file:///var/mail");
}

#[test]
fn a_name_to_say_hello_with_fills_only_a_gap() {
    let hello = |url: &str| match url.parse::<MailUrl>().unwrap().with_hello("ours.example") {
        MailUrl::Smtp(server) => server.hello,
        MailUrl::Folder(_) => None,
    };
    assert_eq!(hello("smtp://localhost"), Some("ours.example".to_owned()));
    assert_eq!(
        hello("smtp://localhost?hello=theirs.example"),
        Some("theirs.example".to_owned())
    );
}

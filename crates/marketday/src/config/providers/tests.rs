use crate::config::Config;
use marketday_accounts::provider::HAS_PROVIDERS;

const TWO: &str = "[[sign_in.provider]]
id = \"north-tyneside\"
label = \"North Tyneside\"
issuer = \"https://login.example.org/tenant/v2.0\"
client_id = \"marketday\"
client_secret = \"hush\"
domains = [\"NorthTyneside.example\", \"@council.example\"]
authority = \"North Tyneside Council\"

[[sign_in.provider]]
id = \"hub\"
label = \"the Digital Hub\"
issuer = \"http://127.0.0.1:9000/\"
client_id = \"us\"
scopes = [\"openid\", \"email\"]
";

fn error(toml: &str, variables: &[(&str, &str)]) -> String {
    Config::from_parts(toml, variables)
        .expect_err("it is wrong")
        .to_string()
}

#[test]
fn a_build_without_the_protocol_says_so_when_a_provider_is_configured() {
    if !HAS_PROVIDERS {
        assert!(error(TWO, &[]).contains("build with --features openid"));
    }
    assert!(
        Config::from_parts("", &[])
            .expect("it is right")
            .providers
            .is_empty()
    );
}

#[test]
#[cfg(feature = "openid")]
fn providers_are_read_and_printed_with_their_secrets_masked_and_can_be_read_again() {
    let config = Config::from_parts(TWO, &[]).expect("it is right");
    let [hub, north] = &config.providers[..] else {
        panic!("{:?}", config.providers)
    };
    assert_eq!(hub.name.as_str(), "hub");
    assert_eq!(hub.issuer, "http://127.0.0.1:9000/");
    assert_eq!((hub.client_secret.is_none(), &hub.authority), (true, &None));
    assert_eq!(hub.scopes, ["email"]);
    assert_eq!(north.name.as_str(), "north-tyneside");
    assert_eq!(north.domains, ["northtyneside.example", "council.example"]);
    assert_eq!(north.scopes, ["email", "profile"]);
    assert_eq!(north.authority.as_deref(), Some("North Tyneside Council"));
    let shown = config.to_string();
    assert!(!shown.contains("hush") && !format!("{config:?}").contains("hush"));
    assert!(
        shown.contains("provider.north_tyneside.client_secret = \"***\" # marketday.toml"),
        "{shown}"
    );
    let again = Config::from_parts(&shown, &[]).expect("it is the same");
    assert_eq!(again.providers[0], *hub);
    assert_eq!(again.providers[1].domains, north.domains);
}

#[test]
#[cfg(feature = "openid")]
fn a_secret_may_come_from_the_environment_by_the_id_of_its_provider() {
    let without = TWO.replace("client_secret = \"hush\"\n", "");
    let variable = (
        "MARKETDAY__SIGN_IN__PROVIDER__NORTH_TYNESIDE__CLIENT_SECRET",
        "from outside",
    );
    let config = Config::from_parts(&without, &[variable]).expect("it is right");
    assert!(config.providers[1].client_secret.is_some());
    assert!(config.providers[0].client_secret.is_none());
}

#[test]
#[cfg(feature = "openid")]
fn what_is_wrong_with_a_provider_is_named_by_its_key() {
    let but = |from: &str, to: &str| error(&TWO.replacen(from, to, 1), &[]);
    let issuer = "sign_in.provider.north_tyneside.issuer (MARKETDAY__SIGN_IN__PROVIDER__NORTH_TYNESIDE__ISSUER): must be ";
    for (message, expected) in [
        (
            but("issuer = \"https://login.example.org/tenant/v2.0\"\n", ""),
            issuer,
        ),
        (but("https://login", "http://login"), issuer),
        (but("https://login", "https://me:pw@login"), issuer),
        (but("/v2.0", "/v2.0?x=1"), issuer),
        (
            but("label = \"North Tyneside\"\n", ""),
            "sign_in.provider.north_tyneside.label (",
        ),
        (
            but("client_id = \"marketday\"\n", ""),
            "sign_in.provider.north_tyneside.client_id (",
        ),
        (
            but("@council.example", "a council"),
            "sign_in.provider.north_tyneside.domains (MARKETDAY__SIGN_IN__PROVIDER__NORTH_TYNESIDE__DOMAINS): a is no domain",
        ),
        (
            but("\"openid\", \"email\"", "\"e\\\\mail\""),
            "sign_in.provider.hub.scopes (",
        ),
        (
            but("id = \"hub\"\n", ""),
            "sign_in.provider (MARKETDAY__SIGN_IN__PROVIDER): each needs an id",
        ),
        (
            but("id = \"hub\"", "id = \"The Hub\""),
            "sign_in.provider (MARKETDAY__SIGN_IN__PROVIDER): id \"The Hub\" must be lower-case",
        ),
        (
            but("id = \"hub\"", "id = \"north-tyneside\""),
            "sign_in.provider (MARKETDAY__SIGN_IN__PROVIDER): two are called north-tyneside",
        ),
        (
            but("client_id", "clientid"),
            "sign_in.provider.north_tyneside.client_id (",
        ),
        (
            but("authority", "council"),
            "sign_in.provider.north_tyneside.council (in marketday.toml) is not a setting.",
        ),
    ] {
        assert!(message.starts_with(expected), "{message}");
    }
}

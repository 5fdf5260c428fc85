//! A browser in a few words, so that people recognise it in a list. Nothing is decided by it.

/// `Firefox on Windows`, from a User-Agent header. Only known words come out, whatever is put in.
pub fn describe(user_agent: &str) -> String {
    // Each also claims to be what stands below it.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Windows", "Windows"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "Android"),
        ("Mac OS X", "a Mac"),
        ("CrOS", "a Chromebook"),
        ("Linux", "Linux"),
    ];
    let known = |list: &[(&'static str, &'static str)]| {
        let found = list.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let browser = if user_agent.contains("CriOS") {
        Some("Chrome")
    } else {
        known(&BROWSERS)
    };
    match (browser, known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "A browser".to_owned(),
    }
}

/// The most characters that are kept of what a calendar program calls itself.
const CLIENT: usize = 40;

/// What fetches a calendar, by the header of its request: the service or program where it is a known one, else the first
/// word that it says of itself, without its version.
pub fn calendar_client(user_agent: &str) -> String {
    const KNOWN: [(&str, &str); 9] = [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("ExchangeServicesClient", "Outlook"),
        ("Microsoft Office", "Outlook"),
        ("Microsoft.OWA", "Outlook"),
        ("dataaccessd", "Apple Calendar"),
        ("CalendarAgent", "Apple Calendar"),
        ("Thunderbird", "Thunderbird"),
        ("Nextcloud", "Nextcloud"),
        ("Evolution", "Evolution"),
    ];
    if let Some((_, name)) = KNOWN.iter().find(|(mark, _)| user_agent.contains(mark)) {
        return (*name).to_owned();
    }
    if user_agent.starts_with("Mozilla/") {
        return describe(user_agent);
    }
    let word = user_agent.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let word: String = word.take(1).flat_map(str::chars).take(CLIENT).collect();
    if word.is_empty() {
        "a program without a name".to_owned()
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::{calendar_client, describe};

    #[test]
    fn a_calendar_program_is_named_shortly_and_without_its_version() {
        for (user_agent, words) in [
            ("Google-Calendar-Importer", "Google Calendar"),
            (
                "Microsoft.Exchange/15.20 (ExchangeServicesClient/15.20)",
                "Outlook",
            ),
            ("iOS/17.5.1 (21F90) dataaccessd/1.0", "Apple Calendar"),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.3",
                "Thunderbird",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox on Windows",
            ),
            ("vdirsyncer/0.20.0", "vdirsyncer"),
            ("ICSx5/2.2 (192.0.2.7)", "ICSx5"),
            ("<script>alert(1)</script>", "a program without a name"),
            ("", "a program without a name"),
        ] {
            assert_eq!(calendar_client(user_agent), words);
        }
        assert_eq!(calendar_client(&"x".repeat(900)).len(), 40);
    }

    #[test]
    fn a_browser_is_named_in_words_that_people_know() {
        for (user_agent, words) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on an iPhone",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/128.0 Mobile/15E148 Safari/604.1",
                "Chrome on an iPad",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                "Safari on a Mac",
            ),
            ("curl/8.5.0", "A browser"),
            ("", "A browser"),
            ("<script>Firefox/</script>", "Firefox"),
        ] {
            assert_eq!(describe(user_agent), words);
        }
    }
}

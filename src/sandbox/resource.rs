//! Resource URIs: how one is written and how one that came in is read.

/// `http://host/users/UUID`.
pub fn uri(base: &str, collection: &str, uuid: &str) -> String {
    format!("{base}/{collection}/{uuid}")
}

/// The last segment of a URI of that collection on this server. A bare UUID is none, and neither is a URI of
/// another server; `localhost` and `127.0.0.1` of any port are one server.
pub fn uuid<'a>(text: &'a str, base: &str, collection: &str) -> Option<&'a str> {
    let rest = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"))?;
    let (authority, path) = rest.split_once('/')?;
    let ours = base.strip_prefix("http://").unwrap_or(base);
    if authority != ours && !(is_loopback(authority) && is_loopback(ours)) {
        return None;
    }
    let uuid = path.strip_prefix(collection)?.strip_prefix('/')?;
    (!uuid.is_empty() && !uuid.contains(['/', '?', '#'])).then_some(uuid)
}

/// The last segment of any URI on this server, whatever stands before it: Calendly's own examples of invitee URIs
/// differ in that.
pub fn last<'a>(text: &'a str, base: &str) -> Option<&'a str> {
    let (parent, segment) = text.rsplit_once('/')?;
    let collection = parent.splitn(4, '/').nth(3)?;
    let all = uuid(text, base, collection)?;
    (all == segment).then_some(segment)
}

/// Whether an authority names this machine.
pub fn is_loopback(authority: &str) -> bool {
    let name = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    // A name may begin as an address does: `127.0.0.1.example.com` leads where its owner wants.
    let address = name.parse::<std::net::IpAddr>();
    let local = address.is_ok_and(|address| address.is_loopback());
    local || name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_uris_of_this_server_are_read() {
        let base = "http://127.0.0.1:8787";
        let read = |text| uuid(text, base, "users");
        assert_eq!(read("http://127.0.0.1:8787/users/A1"), Some("A1"));
        assert_eq!(read("http://localhost:9/users/A1"), Some("A1"));
        assert_eq!(read("https://api.calendly.com/users/A1"), None);
        assert_eq!(read("http://127.0.0.1:8787/event_types/A1"), None);
        assert_eq!(read("http://127.0.0.1:8787/users/A1/b"), None);
        assert_eq!(read("A1"), None);
    }

    #[test]
    fn the_last_segment_counts_whatever_the_path_before_it() {
        let base = "http://127.0.0.1:8787";
        let read = |path: &str| last(&format!("{base}{path}"), base).map(str::to_owned);
        let nested = read("/api/v2/scheduled_events/E/invitees/I");
        assert_eq!(nested.as_deref(), Some("I"));
        assert_eq!(read("/I").as_deref(), None);
        assert_eq!(read("/invitees/").as_deref(), None);
        assert_eq!(last("https://api.calendly.com/invitees/I", base), None);
        assert_eq!(last("I", base), None);
    }

    #[test]
    fn loopback_names_are_known() {
        for name in ["localhost:1", "127.0.0.1", "[::1]:8787", "a.localhost:80"] {
            assert!(is_loopback(name), "{name}");
        }
        for name in [
            "localhost.example",
            "10.0.0.1:80",
            "example.com",
            "127.0.0.1.example.com:8787",
            "127.example.com",
        ] {
            assert!(!is_loopback(name), "{name}");
        }
    }
}
